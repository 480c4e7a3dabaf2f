import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Where a rebuild projects the log again while the projection it will replace goes on being read and written. */
export class ShadowTables1795478400020 implements MigrationInterface {
  name = 'ShadowTables1795478400020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SHADOW_TABLES);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const SHADOW_TABLES = `
-- A rebuild under way, with the build of Certfleet that began it: another one begins anew. The row goes with the swap.
create table certfleet.rebuild (
  organization text primary key references certfleet.organization (organization),
  build text not null,
  started_at timestamptz(3) not null default clock_timestamp()
);

-- Each table that projecting writes has its shadow: the same columns in the same order. libs/store/shadow.ts lists them, and whoever
-- alters one alters the other (libs/store/rebuild.pg.spec.ts compares them).
create table certfleet.rebuild_server_state (like certfleet.server_state including all);
create table certfleet.rebuild_binding (like certfleet.binding including all);
create table certfleet.rebuild_installation (like certfleet.installation including all);
create table certfleet.rebuild_neighbour (like certfleet.neighbour including all);
create table certfleet.rebuild_server_alias (like certfleet.server_alias including all);
create table certfleet.rebuild_certificate (like certfleet.certificate including all);
create table certfleet.rebuild_organization_state (like certfleet.organization_state including all);
create table certfleet.rebuild_checkpoint (like certfleet.checkpoint including all);
create table certfleet.rebuild_sighting (like certfleet.sighting including all);
create table certfleet.rebuild_finding (like certfleet.finding including all);
alter table certfleet.rebuild_server_state add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_binding add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_installation add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_neighbour add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_server_alias add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_certificate add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_organization_state add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_checkpoint add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_sighting add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_finding add foreign key (organization) references certfleet.organization (organization);

alter table certfleet.rebuild enable row level security;
create policy organization on certfleet.rebuild using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_server_state enable row level security;
create policy organization on certfleet.rebuild_server_state using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_binding enable row level security;
create policy organization on certfleet.rebuild_binding using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_installation enable row level security;
create policy organization on certfleet.rebuild_installation using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_neighbour enable row level security;
create policy organization on certfleet.rebuild_neighbour using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_server_alias enable row level security;
create policy organization on certfleet.rebuild_server_alias using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_certificate enable row level security;
create policy organization on certfleet.rebuild_certificate using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_organization_state enable row level security;
create policy organization on certfleet.rebuild_organization_state using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_checkpoint enable row level security;
create policy organization on certfleet.rebuild_checkpoint using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_sighting enable row level security;
create policy organization on certfleet.rebuild_sighting using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.rebuild_finding enable row level security;
create policy organization on certfleet.rebuild_finding using ((select current_setting('certfleet.organization', true)) in (organization, '*'));

grant select, insert, update, delete on certfleet.rebuild, certfleet.rebuild_server_state, certfleet.rebuild_binding, certfleet.rebuild_installation, certfleet.rebuild_neighbour, certfleet.rebuild_server_alias, certfleet.rebuild_certificate, certfleet.rebuild_organization_state, certfleet.rebuild_checkpoint, certfleet.rebuild_sighting, certfleet.rebuild_finding to certfleet_app;
`;
