import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Indexes for what is read newest first. */
export class Reading1795478400005 implements MigrationInterface {
  name = 'Reading1795478400005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(READING);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const READING = `
-- When something happened, as far as it is believed: never later than it was told. The order of every timeline.
create index event_when on certfleet.event (organization, least(occurred_at, recorded_at) desc, position desc);
create index inbox_refused on certfleet.inbox (organization, received_at desc, inbox_id desc) where state in ('quarantined', 'conflict');
`;
