import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is in quarantine is tried again, or marked as seen; neither takes anything away. */
export class SecondLook1795478400110 implements MigrationInterface {
  name = 'SecondLook1795478400110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SECOND_LOOK);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const SECOND_LOOK = `
-- How an upload ended before it was tried again, the oldest first; and who has seen that it stands in quarantine.
alter table certfleet.inbox
  add column tries json not null default '[]',
  add column seen_at timestamptz(3),
  add column seen_by text,
  add column seen_note text;
grant update (tries, seen_at, seen_by, seen_note) on certfleet.inbox to certfleet_app;
-- What was seen is little; what was not is the rest.
create index inbox_seen on certfleet.inbox (organization, state) where seen_at is not null;
`;
