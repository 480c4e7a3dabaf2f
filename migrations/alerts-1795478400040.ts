import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people are told, by what, and whether it arrived. All of it but channels, rules and the outbox follows from the log's stream `alerts`. */
export class Alerts1795478400040 implements MigrationInterface {
  name = 'Alerts1795478400040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ALERTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const TABLES = [
  'alert_follower',
  'alert',
  'alert_group',
  'alert_message',
  'alert_delivery',
  'alert_channel',
  'alert_rule',
  'alert_silence',
];

const ALERTS = `
-- How far the log has been decided. position: changes are decided up to here; swept_position: what stands was compared with the alerts when the
-- projection was there. What happened before since was history when the watching began.
create table certfleet.alert_follower (
  organization text not null primary key references certfleet.organization (organization),
  position bigint not null,
  since timestamptz(3) not null default clock_timestamp(),
  swept_position bigint not null,
  swept_at timestamptz(3),
  digest_hour integer check (digest_hour between 0 and 23),
  digest_until timestamptz(3),
  digest_position bigint not null default 0
);

-- An alert as its events leave it (libs/alerts/evolve-alert.ts); body is the whole of it, the columns are for questions.
create table certfleet.alert (
  organization text not null references certfleet.organization (organization),
  alert_id uuid not null,
  rule text not null,
  server text,
  endpoint text,
  subject text not null,
  state text not null check (state in ('firing', 'acknowledged', 'resolved')),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low')),
  changed_at timestamptz(3) not null,
  fired_at timestamptz(3) not null,
  cause_position bigint,
  group_id uuid,
  round integer not null default 0,
  position bigint not null,
  body json not null,
  primary key (organization, alert_id)
);
create index alert_open on certfleet.alert (organization, rule, server, endpoint) where state <> 'resolved';
create index alert_changed on certfleet.alert (organization, changed_at desc, alert_id);
create index alert_group_member on certfleet.alert (organization, group_id, round);

-- Alerts of one rule and one cause, told together under the id of the first. due_at null: there is nothing new to tell.
create table certfleet.alert_group (
  organization text not null references certfleet.organization (organization),
  group_id uuid not null,
  round integer not null default 1,
  rule text not null,
  together text not null,
  is_open boolean not null default true,
  due_at timestamptz(3),
  sequence integer not null default 0,
  told_state text,
  told_channels text[] not null default '{}',
  told_at timestamptz(3),
  held_back text,
  primary key (organization, group_id)
);
create index alert_group_due on certfleet.alert_group (organization, due_at) where due_at is not null;
create index alert_group_open on certfleet.alert_group (organization, rule) where is_open;

create table certfleet.alert_message (
  organization text not null references certfleet.organization (organization),
  message_id uuid not null,
  group_id uuid,
  sequence integer not null,
  made_at timestamptz(3) not null default clock_timestamp(),
  message json not null,
  primary key (organization, message_id)
);
create index alert_message_group on certfleet.alert_message (organization, group_id, sequence);

-- The outbox, and what came of it. A due row is work to do; the attempt is the fence, leased_until only advice.
create table certfleet.alert_delivery (
  organization text not null references certfleet.organization (organization),
  message_id uuid not null,
  channel text not null,
  group_id uuid,
  sequence integer not null,
  state text not null check (state in ('due', 'delivered', 'undelivered')),
  due_at timestamptz(3) not null,
  made_at timestamptz(3) not null default clock_timestamp(),
  leased_until timestamptz(3),
  attempts integer not null default 0,
  first_tried_at timestamptz(3),
  last_tried_at timestamptz(3),
  finished_at timestamptz(3),
  receipt text,
  detail text,
  primary key (organization, message_id, channel)
);
create index alert_delivery_due on certfleet.alert_delivery (organization, due_at) where state = 'due';
create index alert_delivery_group on certfleet.alert_delivery (organization, group_id, channel, sequence);

-- What is secret of the settings is sealed (libs/delivery/sealed-settings.ts).
create table certfleet.alert_channel (
  organization text not null references certfleet.organization (organization),
  name text not null,
  kind text not null,
  settings json not null,
  enabled boolean not null default true,
  least_severity text not null default 'low' check (least_severity in ('critical', 'high', 'medium', 'low')),
  digest boolean not null default true,
  saved_at timestamptz(3) not null default clock_timestamp(),
  saved_by text,
  primary key (organization, name),
  constraint alert_channel_name check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$')
);

-- Rules that people wrote, and built-in ones that they changed.
create table certfleet.alert_rule (
  organization text not null references certfleet.organization (organization),
  rule text not null,
  body json not null,
  saved_at timestamptz(3) not null default clock_timestamp(),
  saved_by text,
  primary key (organization, rule),
  constraint alert_rule_name check (rule ~ '^[a-z0-9][a-z0-9-]{0,62}$')
);

create table certfleet.alert_silence (
  organization text not null references certfleet.organization (organization),
  silence_id uuid not null,
  from_at timestamptz(3) not null,
  until_at timestamptz(3) not null,
  body json not null,
  position bigint not null,
  primary key (organization, silence_id)
);
create index alert_silence_until on certfleet.alert_silence (organization, until_at);

-- What a log held before there were alerts is history: nobody is told of it now.
insert into certfleet.alert_follower (organization, position, swept_position, digest_position)
select organization, position, position, position from certfleet.head where position > 0;

${TABLES.map(
  (table) => `alter table certfleet.${table} enable row level security;
create policy organization on certfleet.${table} using ((select current_setting('certfleet.organization', true)) in (organization, '*'));`,
).join('\n')}

grant select, insert, update, delete on ${TABLES.map((table) => `certfleet.${table}`).join(', ')} to certfleet_app;
`;
