import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is derived from the log and can be rebuilt from it: states, bindings, certificates; and who is at work on it. */
export class Projection1795478400003 implements MigrationInterface {
  name = 'Projection1795478400003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTION);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const PROJECTION = `
-- A projection is complete up to this position.
create table certfleet.checkpoint (
  organization text not null references certfleet.organization (organization),
  projection text not null,
  position bigint not null,
  updated_at timestamptz(3) not null default clock_timestamp(),
  primary key (organization, projection)
);

-- Who works on what. fence grows with each new holder; a write that carries an older fence is refused by its own statement.
create table certfleet.lease (
  organization text not null references certfleet.organization (organization),
  name text not null,
  holder text not null,
  fence bigint not null,
  until timestamptz(3) not null,
  primary key (organization, name)
);

-- server: the canonical lower-case name. frontier: how far its fold has come, which tells whether
-- the next event comes late.
create table certfleet.server_state (
  organization text not null references certfleet.organization (organization),
  server text not null,
  fqdn text not null,
  netbios_name text,
  state json not null,
  frontier json,
  last_seen_at timestamptz(3),
  position bigint not null,
  primary key (organization, server)
);
create index server_state_netbios_name on certfleet.server_state (organization, lower(netbios_name));

-- Every stream of a server, under whatever name reports called it.
create table certfleet.server_alias (
  organization text not null references certfleet.organization (organization),
  stream text not null,
  server text not null,
  primary key (organization, stream)
);
create index server_alias_server on certfleet.server_alias (organization, server);

create table certfleet.organization_state (
  organization text primary key references certfleet.organization (organization),
  state json not null,
  frontier json,
  last_seen_at timestamptz(3),
  position bigint not null
);

-- One row per endpoint and range of time with one answer, from the last change on into the known future. The present row contains now();
-- valid_until null: for good, as far as is known. Texts of strangers stand in their column form (libs/store/column-text.ts).
create table certfleet.binding (
  organization text not null references certfleet.organization (organization),
  server text not null,
  endpoint text not null,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3),
  selection json not null,
  outcome text not null,
  thumbprint text,
  certainty text not null,
  rule text not null,
  changes_at timestamptz(3),
  subject text,
  issuer text,
  not_before timestamptz(3),
  not_after timestamptz(3),
  fqdn text not null,
  version text,
  ad_site text,
  last_changed_at timestamptz(3),
  last_changed_by text,
  last_changed_position bigint,
  position bigint not null,
  primary key (organization, server, endpoint, valid_from),
  constraint binding_range check (valid_until > valid_from)
);
create index binding_thumbprint on certfleet.binding (organization, thumbprint);
create index binding_not_after on certfleet.binding (organization, not_after);
create index binding_changes_at on certfleet.binding (organization, changes_at);

create table certfleet.certificate (
  organization text not null references certfleet.organization (organization),
  thumbprint text not null,
  facts json not null,
  subject text,
  issuer text,
  not_before timestamptz(3),
  not_after timestamptz(3),
  first_seen_at timestamptz(3),
  position bigint not null,
  primary key (organization, thumbprint)
);
create index certificate_not_after on certfleet.certificate (organization, not_after);

-- services null: unknown.
create table certfleet.installation (
  organization text not null references certfleet.organization (organization),
  server text not null,
  thumbprint text not null,
  services text[],
  has_private_key boolean,
  friendly_name text,
  is_internal_transport boolean,
  position bigint not null,
  primary key (organization, server, thumbprint)
);
create index installation_thumbprint on certfleet.installation (organization, thumbprint);

alter table certfleet.checkpoint enable row level security;
create policy organization on certfleet.checkpoint using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.lease enable row level security;
create policy organization on certfleet.lease using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.server_state enable row level security;
create policy organization on certfleet.server_state using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.server_alias enable row level security;
create policy organization on certfleet.server_alias using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.organization_state enable row level security;
create policy organization on certfleet.organization_state using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.binding enable row level security;
create policy organization on certfleet.binding using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.certificate enable row level security;
create policy organization on certfleet.certificate using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.installation enable row level security;
create policy organization on certfleet.installation using ((select current_setting('certfleet.organization', true)) in (organization, '*'));

grant select, insert, update, delete on certfleet.checkpoint, certfleet.lease, certfleet.server_state, certfleet.server_alias,
  certfleet.organization_state, certfleet.binding, certfleet.certificate, certfleet.installation to certfleet_app;
`;
