import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What others may read with SQL: the views of the schema `certfleet_views` (docs/sql-views.md), a role that may read them and nothing else, and
 * which organizations each reader sees.
 */
export class SqlViews1795478400022 implements MigrationInterface {
  name = 'SqlViews1795478400022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SQL_VIEWS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

/** The organizations of who asks: a join, so that the keys of the tables serve whether one is asked for or not. */
export const READABLE = '(select r.organization from certfleet.readable r)';

/**
 * A json column of which parts can be taken out whatever strangers wrote: an operator on json refuses a document in which, at any place, a NUL or
 * half of a surrogate pair is escaped. Each becomes U+2400. (A text that spells such an escape is changed in the same way.)
 */
function tame(json: string): string {
  return String.raw`case when strpos(${json}::text, '\u') = 0 then ${json}
    else regexp_replace(${json}::text, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\u2400', 'g')::json end`;
}

/** Whole days, rounded down: 0 on the last day, negative after the end. */
export function daysUntil(instant: string): string {
  return `floor(extract(epoch from ${instant} - now()) / 86400)::integer`;
}

/** Of what kind a place is, by its address. */
export function endpointRole(endpoint: string): string {
  return `case when ${endpoint} ~ '^(receive|send|deliver):' then split_part(${endpoint}, ':', 1) || '-' || split_part(${endpoint}, ':', -1)
    else split_part(${endpoint}, ':', 1) end`;
}

/** Who signed it, by what its facts tell; a key that is there and null is known to be unset. */
export function issuerKind(facts: string): string {
  return `case when (${tame(facts)}) ->> 'isSelfSigned' = 'true' then 'self-signed'
    when (${tame(facts)}) -> 'isSelfSigned' is not null then 'authority' end`;
}

/** Windows says of the answer that its certificate is expired and presented all the same. */
export function isExpired(selection: string): string {
  return String.raw`coalesce((${tame(selection)}) ->> 'events' ~ '\m1201[56]\M', false)`;
}

const SQL_VIEWS = `
-- Which organizations a reader sees: rows of an administrator, who writes them as the owner. A row holds for the role, its members and nobody else.
create table certfleet.reader (
  organization text not null references certfleet.organization (organization),
  role text not null,
  granted_at timestamptz(3) not null default clock_timestamp(),
  primary key (organization, role)
);
alter table certfleet.reader enable row level security;
create policy organization on certfleet.reader using ((select current_setting('certfleet.organization', true)) in (organization, '*'));

-- The organizations of who asks. A setting would not do: every session can change its own. Rights come from the roles of the session.
create view certfleet.readable with (security_barrier = true) as
select g.organization
from certfleet.reader g
join pg_catalog.pg_roles r on r.rolname = g.role
where pg_has_role(r.oid, 'USAGE');

-- The views read as their owner and show the organizations of who asks. Nothing of the asker's is called for a row before that is settled
-- (security_barrier). They are a public interface: columns are added at the end, none is renamed or removed.
create schema certfleet_views;

create view certfleet_views.organizations with (security_barrier = true) as
select o.organization, o.created_at, h.position, c.position as projected_position, c.updated_at as projected_at
from certfleet.organization o
join certfleet.head h using (organization)
left join certfleet.checkpoint c on c.organization = o.organization and c.projection = 'main'
where o.organization in ${READABLE};

create view certfleet_views.servers with (security_barrier = true) as
select s.organization, s.server, s.fqdn, s.netbios_name, b.version, b.site, s.last_seen_at
from certfleet.server_state s
left join (
  select organization, server, max(version) as version, max(ad_site) as site
  from certfleet.binding where organization in ${READABLE} group by organization, server
) b on b.organization = s.organization and b.server = s.server
where s.organization in ${READABLE};

create view certfleet_views.bindings with (security_barrier = true) as
select b.organization, b.server, b.endpoint, ${endpointRole('b.endpoint')} as endpoint_role, b.outcome, b.thumbprint,
  b.subject, b.issuer, ${issuerKind('c.facts')} as issuer_kind, b.not_before, b.not_after, ${daysUntil('b.not_after')} as days_left,
  b.rule, b.certainty, b.version, b.ad_site as site, b.last_changed_at, b.last_changed_by, b.changes_at, s.last_seen_at
from certfleet.binding b
left join certfleet.certificate c on c.organization = b.organization and c.thumbprint = b.thumbprint
left join certfleet.server_state s on s.organization = b.organization and s.server = b.server
where b.organization in ${READABLE} and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now());

create view certfleet_views.certificates with (security_barrier = true) as
select c.organization, c.thumbprint, c.subject, c.issuer, ${issuerKind('c.facts')} as issuer_kind,
  c.not_before, c.not_after, ${daysUntil('c.not_after')} as days_left,
  (select string_agg(name, ', ' order by place)
    from json_array_elements_text(case when json_typeof(f."subjectAlternativeNames") = 'array' then f."subjectAlternativeNames" end)
      with ordinality as n (name, place)) as alternative_names,
  f."keyAlgorithm" as key_algorithm, case when f."keySize" ~ '^[0-9]{1,9}$' then f."keySize"::integer end as key_size,
  f."signatureAlgorithm" as signature_algorithm, f."serialNumber" as serial_number, f.sha256, c.first_seen_at
from certfleet.certificate c
cross join lateral json_to_record(${tame('c.facts')}) as f ("subjectAlternativeNames" json, "keyAlgorithm" text, "keySize" text,
  "signatureAlgorithm" text, "serialNumber" text, sha256 text)
where c.organization in ${READABLE};

create view certfleet_views.installations with (security_barrier = true) as
select i.organization, i.server, i.thumbprint, array_to_string(i.services, ', ') as services, i.has_private_key,
  i.friendly_name, i.is_internal_transport
from certfleet.installation i
where i.organization in ${READABLE};

create view certfleet_views.findings with (security_barrier = true) as
select f.organization, f.server, nullif(f.endpoint, '') as endpoint, f.rule, f.severity,
  array_position(array['critical', 'high', 'medium', 'low'], f.severity) as severity_rank, nullif(f.subject, '') as subject, f.summary,
  f.stands_from, f.stands_until, f.first_seen as first_seen_at, f.last_seen as last_seen_at
from certfleet.finding f
where f.organization in ${READABLE} and f.resolved is null and f.stands_from <= now() and (f.stands_until is null or f.stands_until > now());

-- The union stands below a select of its own: of a view that is nothing but a union, PostgreSQL 18 hands conditions to the parts, barrier or not.
create view certfleet_views.forecast with (security_barrier = true) as
select c.organization, c.changes_at, ${daysUntil('c.changes_at')} as days_left, c.server, c.endpoint, ${endpointRole('c.endpoint')} as endpoint_role,
  c.kind, c.outcome_before, c.thumbprint_before, c.subject_before, c.outcome_after, c.thumbprint_after, c.subject_after, c.rule, c.certainty
from (
  select b.organization, b.valid_from as changes_at, b.server, b.endpoint,
    case when b.selection::text = p.selection::text then 'expires'
      when b.outcome = 'INDETERMINATE' then 'unknown'
      when b.outcome <> 'PRESENTED' then case when p.outcome = 'PRESENTED' then 'stops' else 'unknown' end
      when ${isExpired('b.selection')} and not ${isExpired('p.selection')} then 'expires'
      when p.outcome = 'PRESENTED' then 'switches' else 'starts' end as kind,
    p.outcome as outcome_before, p.thumbprint as thumbprint_before, p.subject as subject_before,
    b.outcome as outcome_after, b.thumbprint as thumbprint_after, b.subject as subject_after, b.rule, b.certainty
  from certfleet.binding b
  join certfleet.binding p
    on p.organization = b.organization and p.server = b.server and p.endpoint = b.endpoint and p.valid_until = b.valid_from
  where b.valid_from > now()
  union all
  select e.organization, e.not_after, e.server, e.endpoint, 'expires',
    e.outcome, e.thumbprint, e.subject, e.outcome, e.thumbprint, e.subject, e.rule, e.certainty
  from certfleet.binding e
  where e.not_after > now() and e.outcome = 'PRESENTED'
    and e.valid_from < e.not_after and (e.valid_until is null or e.valid_until > e.not_after)
) c
where c.organization in ${READABLE};

create view certfleet_views.events with (security_barrier = true) as
select e.organization, e.position, e.type, least(e.occurred_at, e.recorded_at) as happened_at, e.occurred_at, e.recorded_at,
  coalesce(a.server, case when starts_with(e.stream, 'server:') then substr(e.stream, 8) end) as server,
  (${tame('e.provenance')}) ->> 'actor' as actor, (${tame('e.provenance')}) ->> 'tool' as tool
from certfleet.event e
left join certfleet.server_alias a on a.organization = e.organization and a.stream = e.stream
where e.organization in ${READABLE};

create view certfleet_views.presentations with (security_barrier = true) as
select e.organization, e.position, least(e.occurred_at, e.recorded_at) as happened_at,
  coalesce(a.server, case when starts_with(e.stream, 'server:') then substr(e.stream, 8) end) as server,
  d.endpoint, ${endpointRole('d.endpoint')} as endpoint_role,
  coalesce(d.outcome, case when d.chain::text = '[]' then 'NO_CERTIFICATE' when leaf.text ~ '^[0-9A-F]{40}$' then 'PRESENTED' end) as outcome,
  case when leaf.text ~ '^[0-9A-F]{40}$' then leaf.text end as thumbprint,
  d.reason, d.protocol, case when d.port ~ '^[0-9]{1,5}$' then d.port::integer end as port,
  d."serverName" as server_name, d."observedFrom" as observed_from
from certfleet.event e
cross join lateral json_to_record(${tame('e.data')}) as d (endpoint text, outcome text, chain json, reason text, protocol text, port text,
  "serverName" text, "observedFrom" text)
cross join lateral (select upper(d.chain ->> 0) as text) leaf
left join certfleet.server_alias a on a.organization = e.organization and a.stream = e.stream
where e.organization in ${READABLE} and e.type = 'certfleet.presentation.observed.v1';

-- The embedded server's launcher made the role; elsewhere the owner may, or an administrator does later (docs/sql-views.md).
do $$
begin
  if not exists (select from pg_roles where rolname = 'certfleet_reader') then
    create role certfleet_reader nologin;
  end if;
exception
  when insufficient_privilege then raise notice 'The role certfleet_reader is missing and cannot be made here: see docs/sql-views.md.';
  when duplicate_object or unique_violation then null; -- another database of this server is being migrated
end
$$;
do $$
begin
  if exists (select from pg_roles where rolname = 'certfleet_reader') then
    grant usage on schema certfleet_views to certfleet_reader;
    grant select on all tables in schema certfleet_views to certfleet_reader;
  end if;
end
$$;
`;
