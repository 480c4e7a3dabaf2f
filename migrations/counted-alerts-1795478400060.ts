import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far the alerts have looked at what sources number: a hole is one ten minutes after it shows, so that it is looked at again until then. */
export class CountedAlerts1795478400060 implements MigrationInterface {
  name = 'CountedAlerts1795478400060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- counted_position: of the sources of numbered events up to here every hole was settled when they were looked at, at counted_at or earlier.
alter table certfleet.alert_follower add column counted_position bigint not null default 0, add column counted_at timestamptz(3);
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}
