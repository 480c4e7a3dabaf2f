import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The statement that writes the log is planned once a connection, not once a call: a single event costs the database half as much. */
export class AppendPlan1795478400070 implements MigrationInterface {
  name = 'AppendPlan1795478400070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLANNED_ONCE);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

/**
 * The only right plan looks up each event by the keys of the tables, however large they are. A plan that is kept may have been made while they were
 * empty, so that reading them whole seemed cheap: that is ruled out.
 */
const PLANNED_ONCE = `
alter function certfleet.append(text, json) set plan_cache_mode = force_generic_plan;
alter function certfleet.append(text, json) set enable_seqscan = off;
alter function certfleet.append(text, json) set enable_hashjoin = off;
alter function certfleet.append(text, json) set enable_mergejoin = off;
`;
