-- What the migrations make, as the catalog tells it. Written by UPDATE_SCHEMA=1 npm test -- --selectProjects pg libs/store/schema

create table certfleet.alert (
  organization text not null,
  alert_id uuid not null,
  rule text not null,
  server text,
  endpoint text,
  subject text not null,
  state text not null,
  severity text not null,
  changed_at timestamp(3) with time zone not null,
  fired_at timestamp(3) with time zone not null,
  cause_position bigint,
  group_id uuid,
  round integer not null default 0,
  "position" bigint not null,
  body json not null,
  constraint alert_pkey PRIMARY KEY (organization, alert_id),
  constraint alert_state_check CHECK ((state = ANY (ARRAY['firing'::text, 'acknowledged'::text, 'resolved'::text]))),
  constraint alert_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text]))),
  constraint alert_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX alert_changed ON certfleet.alert USING btree (organization, changed_at DESC, alert_id);

CREATE INDEX alert_group_member ON certfleet.alert USING btree (organization, group_id, round);

CREATE INDEX alert_open ON certfleet.alert USING btree (organization, rule, server, endpoint) WHERE (state <> 'resolved'::text);

alter table certfleet.alert enable row level security;

create policy organization on certfleet.alert for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert to certfleet_app;

create table certfleet.alert_channel (
  organization text not null,
  name text not null,
  kind text not null,
  settings json not null,
  enabled boolean not null default true,
  least_severity text not null default 'low'::text,
  digest boolean not null default true,
  saved_at timestamp(3) with time zone not null default clock_timestamp(),
  saved_by text,
  constraint alert_channel_name CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)),
  constraint alert_channel_pkey PRIMARY KEY (organization, name),
  constraint alert_channel_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization),
  constraint alert_channel_least_severity_check CHECK ((least_severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text])))
);

alter table certfleet.alert_channel enable row level security;

create policy organization on certfleet.alert_channel for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_channel to certfleet_app;

create table certfleet.alert_delivery (
  organization text not null,
  message_id uuid not null,
  channel text not null,
  group_id uuid,
  sequence integer not null,
  state text not null,
  due_at timestamp(3) with time zone not null,
  made_at timestamp(3) with time zone not null default clock_timestamp(),
  leased_until timestamp(3) with time zone,
  attempts integer not null default 0,
  first_tried_at timestamp(3) with time zone,
  last_tried_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  receipt text,
  detail text,
  constraint alert_delivery_pkey PRIMARY KEY (organization, message_id, channel),
  constraint alert_delivery_state_check CHECK ((state = ANY (ARRAY['due'::text, 'delivered'::text, 'undelivered'::text]))),
  constraint alert_delivery_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX alert_delivery_due ON certfleet.alert_delivery USING btree (organization, due_at) WHERE (state = 'due'::text);

CREATE INDEX alert_delivery_group ON certfleet.alert_delivery USING btree (organization, group_id, channel, sequence);

alter table certfleet.alert_delivery enable row level security;

create policy organization on certfleet.alert_delivery for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_delivery to certfleet_app;

create table certfleet.alert_delivery_count (
  organization text not null,
  channel text not null,
  outcome text not null,
  tries bigint not null,
  constraint alert_delivery_count_pkey PRIMARY KEY (organization, channel, outcome),
  constraint alert_delivery_count_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'retry'::text, 'unknown'::text, 'never'::text, 'given-up'::text]))),
  constraint alert_delivery_count_organization_channel_fkey FOREIGN KEY (organization, channel) REFERENCES certfleet.alert_channel(organization, name) ON DELETE CASCADE
);

alter table certfleet.alert_delivery_count enable row level security;

create policy organization on certfleet.alert_delivery_count for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_delivery_count to certfleet_app;

create table certfleet.alert_follower (
  organization text not null,
  "position" bigint not null,
  since timestamp(3) with time zone not null default clock_timestamp(),
  swept_position bigint not null,
  swept_at timestamp(3) with time zone,
  digest_hour integer,
  digest_until timestamp(3) with time zone,
  digest_position bigint not null default 0,
  counted_position bigint not null default 0,
  counted_at timestamp(3) with time zone,
  constraint alert_follower_pkey PRIMARY KEY (organization),
  constraint alert_follower_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint alert_follower_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.alert_follower enable row level security;

create policy organization on certfleet.alert_follower for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_follower to certfleet_app;

create table certfleet.alert_group (
  organization text not null,
  group_id uuid not null,
  round integer not null default 1,
  rule text not null,
  together text not null,
  is_open boolean not null default true,
  due_at timestamp(3) with time zone,
  sequence integer not null default 0,
  told_state text,
  told_channels text[] not null default '{}'::text[],
  told_at timestamp(3) with time zone,
  held_back text,
  constraint alert_group_pkey PRIMARY KEY (organization, group_id),
  constraint alert_group_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX alert_group_due ON certfleet.alert_group USING btree (organization, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX alert_group_open ON certfleet.alert_group USING btree (organization, rule) WHERE is_open;

alter table certfleet.alert_group enable row level security;

create policy organization on certfleet.alert_group for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_group to certfleet_app;

create table certfleet.alert_message (
  organization text not null,
  message_id uuid not null,
  group_id uuid,
  sequence integer not null,
  made_at timestamp(3) with time zone not null default clock_timestamp(),
  message json not null,
  constraint alert_message_pkey PRIMARY KEY (organization, message_id),
  constraint alert_message_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX alert_message_group ON certfleet.alert_message USING btree (organization, group_id, sequence);

alter table certfleet.alert_message enable row level security;

create policy organization on certfleet.alert_message for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_message to certfleet_app;

create table certfleet.alert_rule (
  organization text not null,
  rule text not null,
  body json not null,
  saved_at timestamp(3) with time zone not null default clock_timestamp(),
  saved_by text,
  constraint alert_rule_name CHECK ((rule ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint alert_rule_pkey PRIMARY KEY (organization, rule),
  constraint alert_rule_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.alert_rule enable row level security;

create policy organization on certfleet.alert_rule for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_rule to certfleet_app;

create table certfleet.alert_silence (
  organization text not null,
  silence_id uuid not null,
  from_at timestamp(3) with time zone not null,
  until_at timestamp(3) with time zone not null,
  body json not null,
  "position" bigint not null,
  constraint alert_silence_pkey PRIMARY KEY (organization, silence_id),
  constraint alert_silence_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX alert_silence_until ON certfleet.alert_silence USING btree (organization, until_at);

alter table certfleet.alert_silence enable row level security;

create policy organization on certfleet.alert_silence for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.alert_silence to certfleet_app;

create table certfleet.binding (
  organization text not null,
  server text not null,
  endpoint text not null,
  valid_from timestamp(3) with time zone not null,
  valid_until timestamp(3) with time zone,
  selection json,
  outcome text not null,
  thumbprint text,
  certainty text not null,
  rule text not null,
  changes_at timestamp(3) with time zone,
  subject text,
  issuer text,
  not_before timestamp(3) with time zone,
  not_after timestamp(3) with time zone,
  fqdn text not null,
  version text,
  ad_site text,
  last_changed_at timestamp(3) with time zone,
  last_changed_by text,
  last_changed_position bigint,
  roles text[],
  connector text,
  issuer_kind text,
  names text[],
  services text[],
  key_provider text,
  key_algorithm text,
  key_size bigint,
  unset text[],
  known_from bigint not null,
  known_until bigint,
  digest text not null,
  constraint binding_pkey PRIMARY KEY (organization, server, endpoint, valid_from, known_from),
  constraint binding_known CHECK ((known_until > known_from)),
  constraint binding_range CHECK ((valid_until > valid_from)),
  constraint binding_believed CHECK (((selection IS NULL) OR (known_until IS NULL))),
  constraint binding_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX binding_at ON certfleet.binding USING gist (organization, tstzrange(valid_from, valid_until));

CREATE INDEX binding_changes_at ON certfleet.binding USING btree (organization, changes_at) INCLUDE (outcome, valid_from, valid_until, not_before, not_after) WHERE (selection IS NOT NULL);

CREATE INDEX binding_known_from ON certfleet.binding USING btree (organization, known_from);

CREATE INDEX binding_known_until ON certfleet.binding USING btree (organization, known_until) WHERE (known_until IS NOT NULL);

CREATE INDEX binding_last_changed_at ON certfleet.binding USING btree (organization, last_changed_at) WHERE (selection IS NOT NULL);

CREATE INDEX binding_live ON certfleet.binding USING btree (organization, server, endpoint, valid_from) WHERE (selection IS NOT NULL);

CREATE INDEX binding_not_after ON certfleet.binding USING btree (organization, not_after) WHERE (selection IS NOT NULL);

CREATE INDEX binding_thumbprint ON certfleet.binding USING btree (organization, thumbprint) WHERE (selection IS NOT NULL);

CREATE INDEX binding_valid_from ON certfleet.binding USING btree (organization, valid_from) WHERE (selection IS NOT NULL);

alter table certfleet.binding enable row level security;

create policy organization on certfleet.binding for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.binding to certfleet_app;

create table certfleet.certificate (
  organization text not null,
  thumbprint text not null,
  facts json not null,
  subject text,
  issuer text,
  not_before timestamp(3) with time zone,
  not_after timestamp(3) with time zone,
  first_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  names text[],
  key_algorithm text,
  key_size bigint,
  unset text[],
  constraint certificate_pkey PRIMARY KEY (organization, thumbprint),
  constraint certificate_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX certificate_not_after ON certfleet.certificate USING btree (organization, not_after);

alter table certfleet.certificate enable row level security;

create policy organization on certfleet.certificate for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.certificate to certfleet_app;

create table certfleet.checkpoint (
  organization text not null,
  projection text not null,
  "position" bigint not null,
  updated_at timestamp(3) with time zone not null default clock_timestamp(),
  shape integer not null default 1,
  constraint checkpoint_pkey PRIMARY KEY (organization, projection),
  constraint checkpoint_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.checkpoint enable row level security;

create policy organization on certfleet.checkpoint for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.checkpoint to certfleet_app;

create table certfleet.commit (
  organization text not null,
  first bigint not null,
  last bigint not null,
  recorded_at timestamp(3) with time zone not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint commit_pkey PRIMARY KEY (organization, first)
);

alter table certfleet.commit enable row level security;

create policy organization on certfleet.commit for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.commit to certfleet_app;

create table certfleet.conflict (
  organization text not null,
  event_id uuid not null,
  content_hash bytea not null,
  stream text not null,
  type text not null,
  schema_version smallint not null,
  source text not null,
  id text not null,
  occurred_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  data json not null,
  provenance json not null,
  constraint conflict_pkey PRIMARY KEY (organization, event_id, content_hash)
);

alter table certfleet.conflict enable row level security;

create policy organization on certfleet.conflict for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.conflict to certfleet_app;

create table certfleet.event (
  organization text not null,
  "position" bigint not null,
  stream text not null,
  version bigint not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  source text not null,
  id text not null,
  occurred_at timestamp(3) with time zone not null,
  recorded_at timestamp(3) with time zone not null,
  data json not null,
  provenance json not null,
  content_hash bytea not null,
  hash bytea not null,
  constraint event_pkey PRIMARY KEY (organization, "position"),
  constraint event_version UNIQUE (organization, stream, version),
  constraint event_event_id UNIQUE (organization, event_id)
);

CREATE INDEX event_ahead ON certfleet.event USING btree (organization, stream) WHERE ((occurred_at - recorded_at) > '00:05:00'::interval);

CREATE INDEX event_counted_source ON certfleet.event USING btree (organization, hashtextextended(source, (0)::bigint)) WHERE ((provenance)::text ~~ '%"sequence":"%'::text);

CREATE INDEX event_counted_stream ON certfleet.event USING btree (organization, stream) WHERE ((provenance)::text ~~ '%"sequence":"%'::text);

CREATE INDEX event_presentation ON certfleet.event USING btree (organization, LEAST(occurred_at, recorded_at) DESC, "position" DESC) WHERE (type = 'certfleet.presentation.observed.v1'::text);

CREATE INDEX event_when ON certfleet.event USING btree (organization, LEAST(occurred_at, recorded_at) DESC, "position" DESC);

alter table certfleet.event enable row level security;

create policy organization on certfleet.event for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.event to certfleet_app;

create table certfleet.finding (
  organization text not null,
  server text not null,
  rule text not null,
  endpoint text not null,
  subject text not null,
  stands_from timestamp(3) with time zone not null,
  stands_until timestamp(3) with time zone,
  first_seen timestamp(3) with time zone not null,
  last_seen timestamp(3) with time zone not null,
  resolved timestamp(3) with time zone,
  severity text not null,
  summary text not null,
  evidence json not null,
  remediation json not null,
  sources json not null,
  fqdn text not null,
  "position" bigint not null,
  constraint finding_pkey PRIMARY KEY (organization, server, rule, endpoint, subject, stands_from),
  constraint finding_range CHECK ((stands_until >= stands_from)),
  constraint finding_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text]))),
  constraint finding_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX finding_rule ON certfleet.finding USING btree (organization, rule, server) WHERE (resolved IS NULL);

CREATE INDEX finding_severity ON certfleet.finding USING btree (organization, severity, server, rule) WHERE (resolved IS NULL);

alter table certfleet.finding enable row level security;

create policy organization on certfleet.finding for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.finding to certfleet_app;

create table certfleet.head (
  organization text not null,
  "position" bigint not null default 0,
  hash bytea not null default decode(repeat('00'::text, 32), 'hex'::text),
  written_as text,
  constraint head_pkey PRIMARY KEY (organization),
  constraint head_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.head enable row level security;

create policy organization on certfleet.head for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.head to certfleet_app;

create table certfleet.inbox (
  organization text not null,
  inbox_id uuid not null,
  received_at timestamp(3) with time zone not null default clock_timestamp(),
  kind text not null,
  filename text,
  content_type text,
  parameters json not null default '{}'::json,
  credential text,
  sha256 bytea not null,
  size bigint not null,
  bytes bytea,
  state text not null default 'queued'::text,
  leased_by text,
  lease_until timestamp(3) with time zone,
  attempts integer not null default 0,
  finished_at timestamp(3) with time zone,
  reason text,
  remedy text,
  warnings json not null default '[]'::json,
  events integer,
  "position" bigint,
  files json,
  clock_offset_ms bigint,
  constraint inbox_pkey PRIMARY KEY (organization, inbox_id),
  constraint inbox_kind_check CHECK ((kind = ANY (ARRAY['events'::text, 'import'::text]))),
  constraint inbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'recorded'::text, 'duplicate'::text, 'conflict'::text, 'quarantined'::text]))),
  constraint inbox_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX inbox_counts ON certfleet.inbox USING btree (organization, state) INCLUDE (events);

CREATE INDEX inbox_queued ON certfleet.inbox USING btree (received_at) WHERE (state = 'queued'::text);

CREATE INDEX inbox_raw ON certfleet.inbox USING btree (finished_at) WHERE ((bytes IS NOT NULL) AND (state <> 'queued'::text));

CREATE INDEX inbox_refused ON certfleet.inbox USING btree (organization, received_at DESC, inbox_id DESC) WHERE (state = ANY (ARRAY['quarantined'::text, 'conflict'::text]));

alter table certfleet.inbox enable row level security;

create policy organization on certfleet.inbox for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant insert, select on certfleet.inbox to certfleet_app;

grant update (bytes, state, leased_by, lease_until, attempts, finished_at, reason, remedy, warnings, events, position, files) on certfleet.inbox to certfleet_app;

create table certfleet.installation (
  organization text not null,
  server text not null,
  thumbprint text not null,
  services text[],
  has_private_key boolean,
  friendly_name text,
  is_internal_transport boolean,
  "position" bigint not null,
  issuer_kind text,
  key_provider text,
  constraint installation_pkey PRIMARY KEY (organization, server, thumbprint),
  constraint installation_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX installation_thumbprint ON certfleet.installation USING btree (organization, thumbprint);

alter table certfleet.installation enable row level security;

create policy organization on certfleet.installation for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.installation to certfleet_app;

create table certfleet.lease (
  organization text not null,
  name text not null,
  holder text not null,
  fence bigint not null,
  until timestamp(3) with time zone not null,
  constraint lease_pkey PRIMARY KEY (organization, name),
  constraint lease_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.lease enable row level security;

create policy organization on certfleet.lease for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.lease to certfleet_app;

create table certfleet.neighbour (
  organization text not null,
  server text not null,
  facts json not null,
  constraint neighbour_pkey PRIMARY KEY (organization, server),
  constraint neighbour_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.neighbour enable row level security;

create policy organization on certfleet.neighbour for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.neighbour to certfleet_app;

create table certfleet.organization (
  organization text not null,
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint organization_name CHECK (((organization <> ALL (ARRAY[''::text, '*'::text])) AND (octet_length(organization) <= 255) AND (organization !~ '[[:cntrl:]]'::text))),
  constraint organization_pkey PRIMARY KEY (organization)
);

alter table certfleet.organization enable row level security;

create policy organization on certfleet.organization for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.organization to certfleet_app;

create table certfleet.organization_state (
  organization text not null,
  state json not null,
  frontier json,
  last_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  constraint organization_state_pkey PRIMARY KEY (organization),
  constraint organization_state_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.organization_state enable row level security;

create policy organization on certfleet.organization_state for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.organization_state to certfleet_app;

create table certfleet.reader (
  organization text not null,
  role text not null,
  granted_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint reader_pkey PRIMARY KEY (organization, role),
  constraint reader_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.reader enable row level security;

create policy organization on certfleet.reader for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

create table certfleet.rebuild (
  organization text not null,
  build text not null,
  started_at timestamp(3) with time zone not null default clock_timestamp(),
  constraint rebuild_pkey PRIMARY KEY (organization),
  constraint rebuild_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.rebuild enable row level security;

create policy organization on certfleet.rebuild for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild to certfleet_app;

create table certfleet.rebuild_binding (
  organization text not null,
  server text not null,
  endpoint text not null,
  valid_from timestamp(3) with time zone not null,
  valid_until timestamp(3) with time zone,
  selection json,
  outcome text not null,
  thumbprint text,
  certainty text not null,
  rule text not null,
  changes_at timestamp(3) with time zone,
  subject text,
  issuer text,
  not_before timestamp(3) with time zone,
  not_after timestamp(3) with time zone,
  fqdn text not null,
  version text,
  ad_site text,
  last_changed_at timestamp(3) with time zone,
  last_changed_by text,
  last_changed_position bigint,
  roles text[],
  connector text,
  issuer_kind text,
  names text[],
  services text[],
  key_provider text,
  key_algorithm text,
  key_size bigint,
  unset text[],
  known_from bigint not null,
  known_until bigint,
  digest text not null,
  constraint binding_known CHECK ((known_until > known_from)),
  constraint binding_range CHECK ((valid_until > valid_from)),
  constraint binding_believed CHECK (((selection IS NULL) OR (known_until IS NULL))),
  constraint rebuild_binding_pkey PRIMARY KEY (organization, server, endpoint, valid_from, known_from),
  constraint rebuild_binding_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_binding_organization_changes_at_idx ON certfleet.rebuild_binding USING btree (organization, changes_at) INCLUDE (outcome, valid_from, valid_until, not_before, not_after) WHERE (selection IS NOT NULL);

CREATE INDEX rebuild_binding_organization_known_from_idx ON certfleet.rebuild_binding USING btree (organization, known_from);

CREATE INDEX rebuild_binding_organization_known_until_idx ON certfleet.rebuild_binding USING btree (organization, known_until) WHERE (known_until IS NOT NULL);

CREATE INDEX rebuild_binding_organization_last_changed_at_idx ON certfleet.rebuild_binding USING btree (organization, last_changed_at) WHERE (selection IS NOT NULL);

CREATE INDEX rebuild_binding_organization_not_after_idx ON certfleet.rebuild_binding USING btree (organization, not_after) WHERE (selection IS NOT NULL);

CREATE INDEX rebuild_binding_organization_server_endpoint_valid_from_idx ON certfleet.rebuild_binding USING btree (organization, server, endpoint, valid_from) WHERE (selection IS NOT NULL);

CREATE INDEX rebuild_binding_organization_thumbprint_idx ON certfleet.rebuild_binding USING btree (organization, thumbprint) WHERE (selection IS NOT NULL);

CREATE INDEX rebuild_binding_organization_tstzrange_idx ON certfleet.rebuild_binding USING gist (organization, tstzrange(valid_from, valid_until));

CREATE INDEX rebuild_binding_organization_valid_from_idx ON certfleet.rebuild_binding USING btree (organization, valid_from) WHERE (selection IS NOT NULL);

alter table certfleet.rebuild_binding enable row level security;

create policy organization on certfleet.rebuild_binding for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_binding to certfleet_app;

create table certfleet.rebuild_certificate (
  organization text not null,
  thumbprint text not null,
  facts json not null,
  subject text,
  issuer text,
  not_before timestamp(3) with time zone,
  not_after timestamp(3) with time zone,
  first_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  names text[],
  key_algorithm text,
  key_size bigint,
  unset text[],
  constraint rebuild_certificate_pkey PRIMARY KEY (organization, thumbprint),
  constraint rebuild_certificate_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_certificate_organization_not_after_idx ON certfleet.rebuild_certificate USING btree (organization, not_after);

alter table certfleet.rebuild_certificate enable row level security;

create policy organization on certfleet.rebuild_certificate for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_certificate to certfleet_app;

create table certfleet.rebuild_checkpoint (
  organization text not null,
  projection text not null,
  "position" bigint not null,
  updated_at timestamp(3) with time zone not null default clock_timestamp(),
  shape integer not null default 1,
  constraint rebuild_checkpoint_pkey PRIMARY KEY (organization, projection),
  constraint rebuild_checkpoint_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.rebuild_checkpoint enable row level security;

create policy organization on certfleet.rebuild_checkpoint for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_checkpoint to certfleet_app;

create table certfleet.rebuild_finding (
  organization text not null,
  server text not null,
  rule text not null,
  endpoint text not null,
  subject text not null,
  stands_from timestamp(3) with time zone not null,
  stands_until timestamp(3) with time zone,
  first_seen timestamp(3) with time zone not null,
  last_seen timestamp(3) with time zone not null,
  resolved timestamp(3) with time zone,
  severity text not null,
  summary text not null,
  evidence json not null,
  remediation json not null,
  sources json not null,
  fqdn text not null,
  "position" bigint not null,
  constraint finding_range CHECK ((stands_until >= stands_from)),
  constraint rebuild_finding_pkey PRIMARY KEY (organization, server, rule, endpoint, subject, stands_from),
  constraint finding_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text]))),
  constraint rebuild_finding_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_finding_organization_rule_server_idx ON certfleet.rebuild_finding USING btree (organization, rule, server) WHERE (resolved IS NULL);

CREATE INDEX rebuild_finding_organization_severity_server_rule_idx ON certfleet.rebuild_finding USING btree (organization, severity, server, rule) WHERE (resolved IS NULL);

alter table certfleet.rebuild_finding enable row level security;

create policy organization on certfleet.rebuild_finding for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_finding to certfleet_app;

create table certfleet.rebuild_installation (
  organization text not null,
  server text not null,
  thumbprint text not null,
  services text[],
  has_private_key boolean,
  friendly_name text,
  is_internal_transport boolean,
  "position" bigint not null,
  issuer_kind text,
  key_provider text,
  constraint rebuild_installation_pkey PRIMARY KEY (organization, server, thumbprint),
  constraint rebuild_installation_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_installation_organization_thumbprint_idx ON certfleet.rebuild_installation USING btree (organization, thumbprint);

alter table certfleet.rebuild_installation enable row level security;

create policy organization on certfleet.rebuild_installation for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_installation to certfleet_app;

create table certfleet.rebuild_neighbour (
  organization text not null,
  server text not null,
  facts json not null,
  constraint rebuild_neighbour_pkey PRIMARY KEY (organization, server),
  constraint rebuild_neighbour_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.rebuild_neighbour enable row level security;

create policy organization on certfleet.rebuild_neighbour for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_neighbour to certfleet_app;

create table certfleet.rebuild_organization_state (
  organization text not null,
  state json not null,
  frontier json,
  last_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  constraint rebuild_organization_state_pkey PRIMARY KEY (organization),
  constraint rebuild_organization_state_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.rebuild_organization_state enable row level security;

create policy organization on certfleet.rebuild_organization_state for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_organization_state to certfleet_app;

create table certfleet.rebuild_server_alias (
  organization text not null,
  stream text not null,
  server text not null,
  netbios_name text,
  constraint rebuild_server_alias_pkey PRIMARY KEY (organization, stream),
  constraint rebuild_server_alias_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_server_alias_organization_server_idx ON certfleet.rebuild_server_alias USING btree (organization, server);

alter table certfleet.rebuild_server_alias enable row level security;

create policy organization on certfleet.rebuild_server_alias for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_server_alias to certfleet_app;

create table certfleet.rebuild_server_state (
  organization text not null,
  server text not null,
  fqdn text not null,
  netbios_name text,
  state json not null,
  frontier json,
  last_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  version text,
  build text,
  ad_site text,
  roles text[],
  unset text[],
  constraint rebuild_server_state_pkey PRIMARY KEY (organization, server),
  constraint rebuild_server_state_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_server_state_organization_last_seen_at_idx ON certfleet.rebuild_server_state USING btree (organization, last_seen_at);

CREATE INDEX rebuild_server_state_organization_lower_idx ON certfleet.rebuild_server_state USING btree (organization, lower(netbios_name));

alter table certfleet.rebuild_server_state enable row level security;

create policy organization on certfleet.rebuild_server_state for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_server_state to certfleet_app;

create table certfleet.rebuild_sighting (
  organization text not null,
  stream text not null,
  event_id uuid not null,
  last_seen_at timestamp(3) with time zone not null,
  clock_offset_ms bigint,
  folded_at timestamp(3) with time zone,
  constraint rebuild_sighting_pkey PRIMARY KEY (organization, stream, event_id),
  constraint rebuild_sighting_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX rebuild_sighting_organization_idx ON certfleet.rebuild_sighting USING btree (organization) WHERE (folded_at IS DISTINCT FROM last_seen_at);

alter table certfleet.rebuild_sighting enable row level security;

create policy organization on certfleet.rebuild_sighting for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.rebuild_sighting to certfleet_app;

create table certfleet.saved_view (
  organization text not null,
  name text not null,
  list text not null,
  query text not null,
  sort text,
  columns text[],
  description text,
  saved_at timestamp(3) with time zone not null default clock_timestamp(),
  saved_by text,
  constraint saved_view_name CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)),
  constraint saved_view_pkey PRIMARY KEY (organization, name),
  constraint saved_view_list_check CHECK ((list = ANY (ARRAY['servers'::text, 'bindings'::text, 'certificates'::text, 'findings'::text]))),
  constraint saved_view_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.saved_view enable row level security;

create policy organization on certfleet.saved_view for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.saved_view to certfleet_app;

create table certfleet.sender_clock (
  organization text not null,
  stream text not null,
  received_at timestamp(3) with time zone not null,
  clock_offset_ms bigint not null,
  credential text,
  constraint sender_clock_pkey PRIMARY KEY (organization, stream),
  constraint sender_clock_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.sender_clock enable row level security;

create policy organization on certfleet.sender_clock for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant insert, select, update on certfleet.sender_clock to certfleet_app;

create table certfleet.server_alias (
  organization text not null,
  stream text not null,
  server text not null,
  netbios_name text,
  constraint server_alias_pkey PRIMARY KEY (organization, stream),
  constraint server_alias_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX server_alias_server ON certfleet.server_alias USING btree (organization, server);

alter table certfleet.server_alias enable row level security;

create policy organization on certfleet.server_alias for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.server_alias to certfleet_app;

create table certfleet.server_state (
  organization text not null,
  server text not null,
  fqdn text not null,
  netbios_name text,
  state json not null,
  frontier json,
  last_seen_at timestamp(3) with time zone,
  "position" bigint not null,
  version text,
  build text,
  ad_site text,
  roles text[],
  unset text[],
  constraint server_state_pkey PRIMARY KEY (organization, server),
  constraint server_state_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX server_state_last_seen_at ON certfleet.server_state USING btree (organization, last_seen_at);

CREATE INDEX server_state_netbios_name ON certfleet.server_state USING btree (organization, lower(netbios_name));

alter table certfleet.server_state enable row level security;

create policy organization on certfleet.server_state for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant delete, insert, select, update on certfleet.server_state to certfleet_app;

create table certfleet.sighting (
  organization text not null,
  stream text not null,
  event_id uuid not null,
  last_seen_at timestamp(3) with time zone not null,
  clock_offset_ms bigint,
  folded_at timestamp(3) with time zone,
  constraint sighting_pkey PRIMARY KEY (organization, stream, event_id),
  constraint sighting_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

CREATE INDEX sighting_unfolded ON certfleet.sighting USING btree (organization) WHERE (folded_at IS DISTINCT FROM last_seen_at);

alter table certfleet.sighting enable row level security;

create policy organization on certfleet.sighting for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant insert, select on certfleet.sighting to certfleet_app;

grant update (last_seen_at, clock_offset_ms, folded_at) on certfleet.sighting to certfleet_app;

create table certfleet.stream (
  organization text not null,
  stream text not null,
  version bigint not null,
  constraint stream_pkey PRIMARY KEY (organization, stream),
  constraint stream_organization_fkey FOREIGN KEY (organization) REFERENCES certfleet.organization(organization)
);

alter table certfleet.stream enable row level security;

create policy organization on certfleet.stream for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant select on certfleet.stream to certfleet_app;

create table certfleet.token (
  organization text not null,
  token_id uuid not null,
  hash bytea not null,
  name text not null,
  role text not null,
  servers text[],
  created_at timestamp(3) with time zone not null default clock_timestamp(),
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  constraint token_pkey PRIMARY KEY (organization, token_id),
  constraint token_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'reader'::text, 'collector'::text])))
);

CREATE INDEX token_hash ON certfleet.token USING btree (hash);

alter table certfleet.token enable row level security;

create policy organization on certfleet.token for all using ((( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = organization) OR (( SELECT current_setting('certfleet.organization'::text, true) AS current_setting) = '*'::text));

grant insert, select on certfleet.token to certfleet_app;

grant update (revoked_at) on certfleet.token to certfleet_app;

CREATE OR REPLACE FUNCTION certfleet.append(organization text, events json, OUT first bigint, OUT last bigint, OUT "position" bigint, OUT head_hash bytea, OUT outcomes text[])
 RETURNS record
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'certfleet', 'pg_temp'
AS $function$
  select appended.* from (
    select array_agg(stream order by ordinality), array_agg(event_id order by ordinality), array_agg(type order by ordinality),
      array_agg(schema_version order by ordinality), array_agg(source order by ordinality), array_agg(id order by ordinality),
      array_agg(occurred_at order by ordinality), array_agg(data order by ordinality), array_agg(provenance order by ordinality),
      array_agg(content_hash order by ordinality)
    from rows from (json_to_recordset(append.events) as (stream text, event_id uuid, type text, schema_version smallint, source text,
      id text, occurred_at timestamptz, data text, provenance text, content_hash bytea)) with ordinality
  ) as columns (streams, event_ids, types, schema_versions, sources, ids, occurred, data, provenance, content_hashes),
  certfleet.append_batch(append.organization, streams, event_ids, types, schema_versions, sources, ids, occurred, data, provenance,
    content_hashes) as appended
$function$
;

grant execute on function certfleet.append(text,json) to certfleet_app;

CREATE OR REPLACE FUNCTION certfleet.append_batch(organization text, streams text[], event_ids uuid[], types text[], schema_versions smallint[], sources text[], ids text[], occurred timestamp with time zone[], data text[], provenance text[], content_hashes bytea[], OUT first bigint, OUT last bigint, OUT "position" bigint, OUT head_hash bytea, OUT outcomes text[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'certfleet', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_nestloop TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
#variable_conflict use_column
declare
  head certfleet.head;
  recorded timestamptz(3);
  recorded_text text;
  chain text;
  one certfleet.event;
begin
  if coalesce(nullif(current_setting('certfleet.organization', true), ''), '*') not in (append_batch.organization, '*') then
    raise exception 'This transaction speaks for another organization.' using errcode = 'insufficient_privilege';
  end if;

  -- A batch that is told again as a whole changes nothing, so it waits for nobody. What is in the log stays there: that it was seen is
  -- enough, and the end of the log is read after it. The search ends with the first event that is new.
  if not exists (
    select from unnest(append_batch.event_ids, append_batch.content_hashes) as r (event_id, content_hash)
    left join lateral (
      select content_hash from certfleet.event where organization = append_batch.organization and event_id between r.event_id and r.event_id
      order by event_id limit 1
    ) as k on true
    where k.content_hash is distinct from r.content_hash)
  then
    select position, hash into append_batch."position", append_batch.head_hash from certfleet.head where organization = append_batch.organization;
    if found then
      append_batch.outcomes := array_fill('duplicate'::text, array[coalesce(cardinality(append_batch.event_ids), 0)]);
      return;
    end if;
  end if;

  select * into head from certfleet.head where organization = append_batch.organization for update;
  if not found then
    raise exception 'There is no organization "%".', append_batch.organization using errcode = 'no_data_found';
  end if;
  recorded := clock_timestamp();
  recorded_text := to_char(recorded at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  chain := coalesce(head.written_as, append_batch.organization);

  -- A single event that is new: the same without what a batch needs, in two thirds of the time.
  if cardinality(append_batch.event_ids) = 1 and (
    select event_id from certfleet.event
    where organization = append_batch.organization and event_id between append_batch.event_ids[1] and append_batch.event_ids[1]
    order by event_id limit 1) is null
  then
    insert into certfleet.stream (organization, stream, version) values (append_batch.organization, append_batch.streams[1], 1)
      on conflict (organization, stream) do update set version = certfleet.stream.version + 1
      returning version into one.version;
    one.organization := append_batch.organization;
    one.position := head.position + 1;
    one.stream := append_batch.streams[1];
    one.event_id := append_batch.event_ids[1];
    one.type := append_batch.types[1];
    one.schema_version := append_batch.schema_versions[1];
    one.source := append_batch.sources[1];
    one.id := append_batch.ids[1];
    one.occurred_at := append_batch.occurred[1];
    one.recorded_at := recorded;
    one.data := append_batch.data[1]::json;
    one.provenance := append_batch.provenance[1]::json;
    one.content_hash := append_batch.content_hashes[1];
    one.hash := sha256(convert_to(concat_ws(chr(10), 'certfleet.event/1', one.position, one.version, one.event_id, one.schema_version,
        to_char(one.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), recorded_text, encode(one.content_hash, 'hex'),
        octet_length(one.stream), one.stream, octet_length(one.type), one.type, octet_length(one.source), one.source,
        octet_length(one.id), one.id, octet_length(one.data::text), one.data,
        octet_length(one.provenance::text), one.provenance), 'UTF8'));
    insert into certfleet.event values (one.*);
    append_batch.head_hash := sha256(head.hash || convert_to(concat_ws(chr(10), 'certfleet.commit/1', octet_length(chain), chain,
        one.position, one.position, recorded_text, ''), 'UTF8') || one.hash);
    insert into certfleet.commit (organization, first, last, recorded_at, previous_hash, hash)
      values (one.organization, one.position, one.position, recorded, head.hash, append_batch.head_hash);
    update certfleet.head set position = one.position, hash = append_batch.head_hash where organization = one.organization;
    perform pg_notify('certfleet', one.position || ' ' || one.organization);
    append_batch.first := one.position;
    append_batch.last := one.position;
    append_batch."position" := one.position;
    append_batch.outcomes := array['recorded'];
    return;
  end if;

  with judged as materialized (
    select r.*, case
        when coalesce(k.content_hash, first_value(r.content_hash) over same) <> r.content_hash then 'conflict'
        when k.event_id is not null or row_number() over same > 1 then 'duplicate'
        else 'recorded' end as outcome
    from unnest(append_batch.streams, append_batch.event_ids, append_batch.types, append_batch.schema_versions, append_batch.sources,
      append_batch.ids, append_batch.occurred::timestamptz(3)[], append_batch.data, append_batch.provenance, append_batch.content_hashes)
      with ordinality as r (stream, event_id, type, schema_version, source, id, occurred_at, data, provenance, content_hash, ordinality)
    left join lateral (
      select event_id, content_hash from certfleet.event
      where organization = append_batch.organization and event_id between r.event_id and r.event_id order by event_id limit 1
    ) as k on true
    window same as (partition by r.event_id order by r.ordinality)
  ), moved as (
    insert into certfleet.stream (organization, stream, version)
    select append_batch.organization, stream, count(*) from judged where outcome = 'recorded' group by stream
    on conflict (organization, stream) do update set version = certfleet.stream.version + excluded.version
    returning stream, version
  ), numbered as (
    select f.*, head.position + row_number() over (order by f.ordinality) as position,
      m.version + 1 - row_number() over (partition by f.stream order by f.ordinality desc) as version
    from judged f join moved m using (stream)
    where f.outcome = 'recorded'
  ), written as (
    insert into certfleet.event (organization, position, stream, version, event_id, type, schema_version, source, id,
      occurred_at, recorded_at, data, provenance, content_hash, hash)
    select append_batch.organization, position, stream, version, event_id, type, schema_version, source, id,
      occurred_at, recorded, data::json, provenance::json, content_hash,
      sha256(convert_to(concat_ws(chr(10), 'certfleet.event/1', n.position, n.version, n.event_id, n.schema_version,
        to_char(n.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), recorded_text, encode(n.content_hash, 'hex'),
        octet_length(n.stream), n.stream, octet_length(n.type), n.type, octet_length(n.source), n.source,
        octet_length(n.id), n.id, octet_length(n.data::text), n.data,
        octet_length(n.provenance::text), n.provenance), 'UTF8'))
    from numbered n order by ordinality
    returning position, hash
  ), kept as (
    insert into certfleet.conflict (organization, event_id, content_hash, stream, type, schema_version, source, id,
      occurred_at, recorded_at, data, provenance)
    select distinct on (event_id, content_hash) append_batch.organization, event_id, content_hash, stream, type, schema_version, source, id,
      occurred_at, recorded, data::json, provenance::json
    from judged where outcome = 'conflict' order by event_id, content_hash, ordinality
    on conflict (organization, event_id, content_hash) do nothing
  ), chained as (
    select min(position) as first, max(position) as last,
      sha256(head.hash || convert_to(concat_ws(chr(10), 'certfleet.commit/1', octet_length(chain), chain,
        min(position), max(position), recorded_text, ''), 'UTF8') || string_agg(hash, '' order by position)) as hash
    from written having count(*) > 0
  ), committed as (
    insert into certfleet.commit (organization, first, last, recorded_at, previous_hash, hash)
    select append_batch.organization, first, last, recorded, head.hash, hash from chained
  ), advanced as (
    update certfleet.head h set position = chained.last, hash = chained.hash from chained where h.organization = append_batch.organization
  )
  select chained.first, chained.last, coalesce(chained.last, head.position), coalesce(chained.hash, head.hash),
    (select array_agg(outcome order by ordinality) from judged)
  into append_batch.first, append_batch.last, append_batch."position", append_batch.head_hash, append_batch.outcomes
  from (select) as one left join chained on true;

  if append_batch.last is not null then
    perform pg_notify('certfleet', append_batch.last || ' ' || append_batch.organization);
  end if;
end
$function$
;

grant execute on function certfleet.append_batch(text,text[],uuid[],text[],smallint[],text[],text[],timestamp with time zone[],text[],text[],bytea[]) to certfleet_app;

CREATE OR REPLACE FUNCTION certfleet.open_organization(organization text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'certfleet', 'pg_temp'
AS $function$
  insert into certfleet.organization (organization) values (open_organization.organization) on conflict do nothing;
  insert into certfleet.head (organization) values (open_organization.organization) on conflict do nothing;
$function$
;

grant execute on function certfleet.open_organization(text) to certfleet_app;

grant usage on schema certfleet to certfleet_app;

create view certfleet.readable with (security_barrier=true) as
 SELECT g.organization
   FROM (certfleet.reader g
     JOIN pg_roles r ON ((r.rolname = g.role)))
  WHERE pg_has_role(r.oid, 'USAGE'::text);

grant usage on schema certfleet_views to certfleet_reader;

create view certfleet_views.binding_history with (security_barrier=true) as
 SELECT organization,
    server,
    endpoint,
        CASE
            WHEN (endpoint ~ '^(receive|send|deliver):'::text) THEN ((split_part(endpoint, ':'::text, 1) || '-'::text) || split_part(endpoint, ':'::text, '-1'::integer))
            ELSE split_part(endpoint, ':'::text, 1)
        END AS endpoint_role,
    valid_from,
    valid_until,
    known_from,
    known_until,
    outcome,
    thumbprint,
    subject,
    issuer,
    not_before,
    not_after,
    rule,
    certainty,
    version,
    ad_site AS site,
    last_changed_at,
    last_changed_by,
    changes_at
   FROM certfleet.binding b
  WHERE (organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.binding_history to certfleet_reader;

create view certfleet_views.bindings with (security_barrier=true) as
 SELECT b.organization,
    b.server,
    b.endpoint,
        CASE
            WHEN (b.endpoint ~ '^(receive|send|deliver):'::text) THEN ((split_part(b.endpoint, ':'::text, 1) || '-'::text) || split_part(b.endpoint, ':'::text, '-1'::integer))
            ELSE split_part(b.endpoint, ':'::text, 1)
        END AS endpoint_role,
    b.outcome,
    b.thumbprint,
    b.subject,
    b.issuer,
        CASE
            WHEN ((
            CASE
                WHEN (strpos((c.facts)::text, '\u'::text) = 0) THEN c.facts
                ELSE (regexp_replace((c.facts)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
            END ->> 'isSelfSigned'::text) = 'true'::text) THEN 'self-signed'::text
            WHEN ((
            CASE
                WHEN (strpos((c.facts)::text, '\u'::text) = 0) THEN c.facts
                ELSE (regexp_replace((c.facts)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
            END -> 'isSelfSigned'::text) IS NOT NULL) THEN 'authority'::text
            ELSE NULL::text
        END AS issuer_kind,
    b.not_before,
    b.not_after,
    (floor((EXTRACT(epoch FROM (b.not_after - now())) / (86400)::numeric)))::integer AS days_left,
    b.rule,
    b.certainty,
    b.version,
    b.ad_site AS site,
    b.last_changed_at,
    b.last_changed_by,
    b.changes_at,
    s.last_seen_at
   FROM ((certfleet.binding b
     LEFT JOIN certfleet.certificate c ON (((c.organization = b.organization) AND (c.thumbprint = b.thumbprint))))
     LEFT JOIN certfleet.server_state s ON (((s.organization = b.organization) AND (s.server = b.server))))
  WHERE ((b.organization IN ( SELECT r.organization
           FROM certfleet.readable r)) AND (b.selection IS NOT NULL) AND (b.valid_from <= now()) AND ((b.valid_until IS NULL) OR (b.valid_until > now())));

grant select on certfleet_views.bindings to certfleet_reader;

create view certfleet_views.certificates with (security_barrier=true) as
 SELECT c.organization,
    c.thumbprint,
    c.subject,
    c.issuer,
        CASE
            WHEN ((
            CASE
                WHEN (strpos((c.facts)::text, '\u'::text) = 0) THEN c.facts
                ELSE (regexp_replace((c.facts)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
            END ->> 'isSelfSigned'::text) = 'true'::text) THEN 'self-signed'::text
            WHEN ((
            CASE
                WHEN (strpos((c.facts)::text, '\u'::text) = 0) THEN c.facts
                ELSE (regexp_replace((c.facts)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
            END -> 'isSelfSigned'::text) IS NOT NULL) THEN 'authority'::text
            ELSE NULL::text
        END AS issuer_kind,
    c.not_before,
    c.not_after,
    (floor((EXTRACT(epoch FROM (c.not_after - now())) / (86400)::numeric)))::integer AS days_left,
    ( SELECT string_agg(n.name, ', '::text ORDER BY n.place) AS string_agg
           FROM json_array_elements_text(
                CASE
                    WHEN (json_typeof(f."subjectAlternativeNames") = 'array'::text) THEN f."subjectAlternativeNames"
                    ELSE NULL::json
                END) WITH ORDINALITY n(name, place)) AS alternative_names,
    f."keyAlgorithm" AS key_algorithm,
        CASE
            WHEN (f."keySize" ~ '^[0-9]{1,9}$'::text) THEN (f."keySize")::integer
            ELSE NULL::integer
        END AS key_size,
    f."signatureAlgorithm" AS signature_algorithm,
    f."serialNumber" AS serial_number,
    f.sha256,
    c.first_seen_at
   FROM (certfleet.certificate c
     CROSS JOIN LATERAL json_to_record(
        CASE
            WHEN (strpos((c.facts)::text, '\u'::text) = 0) THEN c.facts
            ELSE (regexp_replace((c.facts)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
        END) f("subjectAlternativeNames" json, "keyAlgorithm" text, "keySize" text, "signatureAlgorithm" text, "serialNumber" text, sha256 text))
  WHERE (c.organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.certificates to certfleet_reader;

create view certfleet_views.events with (security_barrier=true) as
 SELECT e.organization,
    e."position",
    e.type,
    LEAST(e.occurred_at, e.recorded_at) AS happened_at,
    e.occurred_at,
    e.recorded_at,
    COALESCE(a.server,
        CASE
            WHEN starts_with(e.stream, 'server:'::text) THEN substr(e.stream, 8)
            ELSE NULL::text
        END) AS server,
    (
        CASE
            WHEN (strpos((e.provenance)::text, '\u'::text) = 0) THEN e.provenance
            ELSE (regexp_replace((e.provenance)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
        END ->> 'actor'::text) AS actor,
    (
        CASE
            WHEN (strpos((e.provenance)::text, '\u'::text) = 0) THEN e.provenance
            ELSE (regexp_replace((e.provenance)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
        END ->> 'tool'::text) AS tool
   FROM (certfleet.event e
     LEFT JOIN certfleet.server_alias a ON (((a.organization = e.organization) AND (a.stream = e.stream))))
  WHERE (e.organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.events to certfleet_reader;

create view certfleet_views.findings with (security_barrier=true) as
 SELECT organization,
    server,
    NULLIF(endpoint, ''::text) AS endpoint,
    rule,
    severity,
    array_position(ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text], severity) AS severity_rank,
    NULLIF(subject, ''::text) AS subject,
    summary,
    stands_from,
    stands_until,
    first_seen AS first_seen_at,
    last_seen AS last_seen_at
   FROM certfleet.finding f
  WHERE ((organization IN ( SELECT r.organization
           FROM certfleet.readable r)) AND (resolved IS NULL) AND (stands_from <= now()) AND ((stands_until IS NULL) OR (stands_until > now())));

grant select on certfleet_views.findings to certfleet_reader;

create view certfleet_views.forecast with (security_barrier=true) as
 SELECT organization,
    changes_at,
    (floor((EXTRACT(epoch FROM (changes_at - now())) / (86400)::numeric)))::integer AS days_left,
    server,
    endpoint,
        CASE
            WHEN (endpoint ~ '^(receive|send|deliver):'::text) THEN ((split_part(endpoint, ':'::text, 1) || '-'::text) || split_part(endpoint, ':'::text, '-1'::integer))
            ELSE split_part(endpoint, ':'::text, 1)
        END AS endpoint_role,
    kind,
    outcome_before,
    thumbprint_before,
    subject_before,
    outcome_after,
    thumbprint_after,
    subject_after,
    rule,
    certainty
   FROM ( SELECT b.organization,
            b.valid_from AS changes_at,
            b.server,
            b.endpoint,
                CASE
                    WHEN ((b.selection)::text = (p.selection)::text) THEN 'expires'::text
                    WHEN (b.outcome = 'INDETERMINATE'::text) THEN 'unknown'::text
                    WHEN (b.outcome <> 'PRESENTED'::text) THEN
                    CASE
                        WHEN (p.outcome = 'PRESENTED'::text) THEN 'stops'::text
                        ELSE 'unknown'::text
                    END
                    WHEN (COALESCE(((
                    CASE
                        WHEN (strpos((b.selection)::text, '\u'::text) = 0) THEN b.selection
                        ELSE (regexp_replace((b.selection)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
                    END ->> 'events'::text) ~ '\m1201[56]\M'::text), false) AND (NOT COALESCE(((
                    CASE
                        WHEN (strpos((p.selection)::text, '\u'::text) = 0) THEN p.selection
                        ELSE (regexp_replace((p.selection)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
                    END ->> 'events'::text) ~ '\m1201[56]\M'::text), false))) THEN 'expires'::text
                    WHEN (p.outcome = 'PRESENTED'::text) THEN 'switches'::text
                    ELSE 'starts'::text
                END AS kind,
            p.outcome AS outcome_before,
            p.thumbprint AS thumbprint_before,
            p.subject AS subject_before,
            b.outcome AS outcome_after,
            b.thumbprint AS thumbprint_after,
            b.subject AS subject_after,
            b.rule,
            b.certainty
           FROM (certfleet.binding b
             JOIN certfleet.binding p ON (((p.organization = b.organization) AND (p.server = b.server) AND (p.endpoint = b.endpoint) AND (p.valid_until = b.valid_from) AND (p.selection IS NOT NULL))))
          WHERE ((b.valid_from > now()) AND (b.selection IS NOT NULL))
        UNION ALL
         SELECT e.organization,
            e.not_after,
            e.server,
            e.endpoint,
            'expires'::text,
            e.outcome,
            e.thumbprint,
            e.subject,
            e.outcome,
            e.thumbprint,
            e.subject,
            e.rule,
            e.certainty
           FROM certfleet.binding e
          WHERE ((e.not_after > now()) AND (e.outcome = 'PRESENTED'::text) AND (e.selection IS NOT NULL) AND (e.valid_from < e.not_after) AND ((e.valid_until IS NULL) OR (e.valid_until > e.not_after)))) c
  WHERE (organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.forecast to certfleet_reader;

create view certfleet_views.installations with (security_barrier=true) as
 SELECT organization,
    server,
    thumbprint,
    array_to_string(services, ', '::text) AS services,
    has_private_key,
    friendly_name,
    is_internal_transport
   FROM certfleet.installation i
  WHERE (organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.installations to certfleet_reader;

create view certfleet_views.organizations with (security_barrier=true) as
 SELECT o.organization,
    o.created_at,
    h."position",
    c."position" AS projected_position,
    c.updated_at AS projected_at
   FROM ((certfleet.organization o
     JOIN certfleet.head h USING (organization))
     LEFT JOIN certfleet.checkpoint c ON (((c.organization = o.organization) AND (c.projection = 'main'::text))))
  WHERE (o.organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.organizations to certfleet_reader;

create view certfleet_views.presentations with (security_barrier=true) as
 SELECT e.organization,
    e."position",
    LEAST(e.occurred_at, e.recorded_at) AS happened_at,
    COALESCE(a.server,
        CASE
            WHEN starts_with(e.stream, 'server:'::text) THEN substr(e.stream, 8)
            ELSE NULL::text
        END) AS server,
    d.endpoint,
        CASE
            WHEN (d.endpoint ~ '^(receive|send|deliver):'::text) THEN ((split_part(d.endpoint, ':'::text, 1) || '-'::text) || split_part(d.endpoint, ':'::text, '-1'::integer))
            ELSE split_part(d.endpoint, ':'::text, 1)
        END AS endpoint_role,
    COALESCE(d.outcome,
        CASE
            WHEN ((d.chain)::text = '[]'::text) THEN 'NO_CERTIFICATE'::text
            WHEN (leaf.text ~ '^[0-9A-F]{40}$'::text) THEN 'PRESENTED'::text
            ELSE NULL::text
        END) AS outcome,
        CASE
            WHEN (leaf.text ~ '^[0-9A-F]{40}$'::text) THEN leaf.text
            ELSE NULL::text
        END AS thumbprint,
    d.reason,
    d.protocol,
        CASE
            WHEN (d.port ~ '^[0-9]{1,5}$'::text) THEN (d.port)::integer
            ELSE NULL::integer
        END AS port,
    d."serverName" AS server_name,
    d."observedFrom" AS observed_from
   FROM (((certfleet.event e
     CROSS JOIN LATERAL json_to_record(
        CASE
            WHEN (strpos((e.data)::text, '\u'::text) = 0) THEN e.data
            ELSE (regexp_replace((e.data)::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})'::text, '\\u2400'::text, 'g'::text))::json
        END) d(endpoint text, outcome text, chain json, reason text, protocol text, port text, "serverName" text, "observedFrom" text))
     CROSS JOIN LATERAL ( SELECT upper((d.chain ->> 0)) AS text) leaf)
     LEFT JOIN certfleet.server_alias a ON (((a.organization = e.organization) AND (a.stream = e.stream))))
  WHERE ((e.organization IN ( SELECT r.organization
           FROM certfleet.readable r)) AND (e.type = 'certfleet.presentation.observed.v1'::text));

grant select on certfleet_views.presentations to certfleet_reader;

create view certfleet_views.servers with (security_barrier=true) as
 SELECT s.organization,
    s.server,
    s.fqdn,
    s.netbios_name,
    b.version,
    b.site,
    s.last_seen_at
   FROM (certfleet.server_state s
     LEFT JOIN ( SELECT binding.organization,
            binding.server,
            max(binding.version) AS version,
            max(binding.ad_site) AS site
           FROM certfleet.binding
          WHERE ((binding.organization IN ( SELECT r.organization
                   FROM certfleet.readable r)) AND (binding.selection IS NOT NULL))
          GROUP BY binding.organization, binding.server) b ON (((b.organization = s.organization) AND (b.server = s.server))))
  WHERE (s.organization IN ( SELECT r.organization
           FROM certfleet.readable r));

grant select on certfleet_views.servers to certfleet_reader;
