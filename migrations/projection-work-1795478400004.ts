import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the projectors keep to go on from where they are. */
export class ProjectionWork1795478400004 implements MigrationInterface {
  name = 'ProjectionWork1795478400004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTION_WORK);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const PROJECTION_WORK = `
-- folded_at: the last_seen_at that the projection has taken in, null: none yet. A sighting moves without a position of the log, so the
-- checkpoint cannot tell.
alter table certfleet.sighting add column folded_at timestamptz(3);
create index sighting_unfolded on certfleet.sighting (organization) where folded_at is distinct from last_seen_at;
grant update (folded_at) on certfleet.sighting to certfleet_app;

-- netbios_name: what the stream itself says of its server's NetBIOS name, as JSON text: null: unknown, 'null': known to be unset.
alter table certfleet.server_alias add column netbios_name text;
`;
