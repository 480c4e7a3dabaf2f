import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What probes saw is read from the log itself, newest first. */
export class Presentations1795478400012 implements MigrationInterface {
  name = 'Presentations1795478400012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PRESENTATIONS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const PRESENTATIONS = `
create index event_presentation on certfleet.event (organization, least(occurred_at, recorded_at) desc, position desc)
  where type = 'certfleet.presentation.observed.v1';
`;
