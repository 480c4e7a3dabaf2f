import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What became of each file of an upload. */
export class Files1795478400010 implements MigrationInterface {
  name = 'Files1795478400010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FILES);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const FILES = `
-- One element for each file, those of a zip apart. Null: not finished, or finished by a version that did not tell.
alter table certfleet.inbox add column files json;
grant update (files) on certfleet.inbox to certfleet_app;
`;
