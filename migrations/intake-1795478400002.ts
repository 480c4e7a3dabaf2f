import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What reaches us before it is an event: the inbox, sightings, and the tokens of those who may send and ask. */
export class Intake1795478400002 implements MigrationInterface {
  name = 'Intake1795478400002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INTAKE);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const INTAKE = `
-- Raw uploads. A row is work to do while it is queued; a lease is advice, attempts is the fence, and only a queued row can be finished.
create table certfleet.inbox (
  organization text not null references certfleet.organization (organization),
  inbox_id uuid not null,
  received_at timestamptz(3) not null default clock_timestamp(),
  kind text not null check (kind in ('events', 'import')),
  filename text,
  content_type text,
  parameters json not null default '{}',
  credential text,
  sha256 bytea not null,
  size bigint not null,
  bytes bytea,
  state text not null default 'queued' check (state in ('queued', 'recorded', 'duplicate', 'conflict', 'quarantined')),
  leased_by text,
  lease_until timestamptz(3),
  attempts integer not null default 0,
  finished_at timestamptz(3),
  reason text,
  remedy text,
  warnings json not null default '[]',
  events integer,
  position bigint,
  primary key (organization, inbox_id)
);
create index inbox_queued on certfleet.inbox (received_at) where state = 'queued';
create index inbox_raw on certfleet.inbox (finished_at) where bytes is not null and state <> 'queued';

-- An inventory seen again, unchanged: not an event. clock_offset_ms: received minus sent, when the sender said when it sent.
create table certfleet.sighting (
  organization text not null references certfleet.organization (organization),
  stream text not null,
  event_id uuid not null,
  last_seen_at timestamptz(3) not null,
  clock_offset_ms bigint,
  primary key (organization, stream, event_id)
);

-- organization '*': a provider's token, good for every organization. servers null: every server. Only the SHA-256 of a token is kept.
create table certfleet.token (
  organization text not null,
  token_id uuid not null,
  hash bytea not null,
  name text not null,
  role text not null check (role in ('administrator', 'reader', 'collector')),
  servers text[],
  created_at timestamptz(3) not null default clock_timestamp(),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (organization, token_id)
);
create index token_hash on certfleet.token (hash);

alter table certfleet.inbox enable row level security;
create policy organization on certfleet.inbox using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.sighting enable row level security;
create policy organization on certfleet.sighting using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
alter table certfleet.token enable row level security;
create policy organization on certfleet.token using ((select current_setting('certfleet.organization', true)) in (organization, '*'));

grant select, insert on certfleet.inbox, certfleet.sighting, certfleet.token to certfleet_app;
-- What was received never changes; only its raw bytes go when their time is over.
grant update (bytes, state, leased_by, lease_until, attempts, finished_at, reason, remedy, warnings, events, position)
  on certfleet.inbox to certfleet_app;
grant update (last_seen_at, clock_offset_ms) on certfleet.sighting to certfleet_app;
grant update (revoked_at) on certfleet.token to certfleet_app;
`;
