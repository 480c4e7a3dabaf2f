import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the query language asks of servers, bindings and certificates, as columns; and the views that people keep. */
export class Query1795478400007 implements MigrationInterface {
  name = 'Query1795478400007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(QUERY);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const QUERY = `
-- unset: which facts are known to be unset, for null in a column is unknown. The facts are those of the server's own store.
alter table certfleet.binding
  add column roles text[],
  add column connector text,
  add column issuer_kind text,
  add column names text[],
  add column services text[],
  add column key_provider text,
  add column key_algorithm text,
  add column key_size bigint,
  add column unset text[];
create index binding_last_changed_at on certfleet.binding (organization, last_changed_at);

alter table certfleet.server_state
  add column version text,
  add column build text,
  add column ad_site text,
  add column roles text[],
  add column unset text[];
create index server_state_last_seen_at on certfleet.server_state (organization, last_seen_at);

alter table certfleet.installation add column issuer_kind text, add column key_provider text;

alter table certfleet.certificate
  add column names text[],
  add column key_algorithm text,
  add column key_size bigint,
  add column unset text[];

-- shape: how the rows of a projection are made. The projector makes those of an older shape again from the log.
alter table certfleet.checkpoint add column shape integer not null default 1;

-- A query that somebody keeps under a name. sort: as it is written in the request; columns null: all of them.
create table certfleet.saved_view (
  organization text not null references certfleet.organization (organization),
  name text not null,
  list text not null check (list in ('servers', 'bindings', 'certificates', 'findings')),
  query text not null,
  sort text,
  columns text[],
  description text,
  saved_at timestamptz(3) not null default clock_timestamp(),
  saved_by text,
  primary key (organization, name),
  constraint saved_view_name check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$')
);
alter table certfleet.saved_view enable row level security;
create policy organization on certfleet.saved_view using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
grant select, insert, update, delete on certfleet.saved_view to certfleet_app;
`;
