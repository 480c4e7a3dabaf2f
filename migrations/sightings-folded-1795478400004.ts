import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Lets the projection tell which sightings it has not taken in yet: a sighting moves without a position of the log. */
export class SightingsFolded1795478400004 implements MigrationInterface {
  name = 'SightingsFolded1795478400004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SIGHTINGS_FOLDED);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const SIGHTINGS_FOLDED = `
-- The last_seen_at that the projection has taken in; null: none yet.
alter table certfleet.sighting add column folded_at timestamptz(3);
create index sighting_unfolded on certfleet.sighting (organization) where folded_at is distinct from last_seen_at;
grant update (folded_at) on certfleet.sighting to certfleet_app;
`;
