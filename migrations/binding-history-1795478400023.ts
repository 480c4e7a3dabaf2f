import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { READABLE, daysUntil, endpointRole, isExpired, issuerKind } from './sql-views-1795478400022.js';

/** What every endpoint presented, presents and will present, on two axes of time: when it was so, and what was known of it when. */
export class BindingHistory1795478400023 implements MigrationInterface {
  name = 'BindingHistory1795478400023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BINDING_HISTORY);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const INDEXES = `
drop index certfleet.binding_thumbprint;
drop index certfleet.binding_not_after;
drop index certfleet.binding_changes_at;
drop index certfleet.binding_last_changed_at;
-- Questions of the present and the future read live rows only, however long the history.
create index binding_live on certfleet.binding (organization, server, endpoint, valid_from) where selection is not null;
create index binding_thumbprint on certfleet.binding (organization, thumbprint) where selection is not null;
create index binding_not_after on certfleet.binding (organization, not_after) where selection is not null;
create index binding_changes_at on certfleet.binding (organization, changes_at) where selection is not null;
create index binding_valid_from on certfleet.binding (organization, valid_from) where selection is not null;
create index binding_last_changed_at on certfleet.binding (organization, last_changed_at) where selection is not null;
-- Another time reads the rows that hold that instant.
create index binding_at on certfleet.binding using gist (organization, tstzrange(valid_from, valid_until));
-- What a part of the log taught.
create index binding_known_from on certfleet.binding (organization, known_from);
create index binding_known_until on certfleet.binding (organization, known_until) where known_until is not null;
`;

const LIVE = 'selection is not null';

const BINDING_HISTORY = `
-- For an index over organization and range. A contrib module, part of every packaged PostgreSQL, that a database's owner may make.
create schema if not exists certfleet_extension;
create extension if not exists btree_gist with schema certfleet_extension;

-- A row says: from valid_from to valid_until the endpoint presented this, as it was known by the log from position known_from on and before
-- known_until; null: for good, as far as is known; still known. selection holds the whole answer of live rows, which reach beyond the last event;
-- it is null in rows that are over or no longer believed. digest tells contents apart.
alter table certfleet.binding
  add column known_from bigint not null default 0,
  add column known_until bigint,
  add column digest text not null default '',
  drop column position,
  alter column selection drop not null,
  drop constraint binding_pkey,
  add primary key (organization, server, endpoint, valid_from, known_from),
  add constraint binding_known check (known_until > known_from),
  add constraint binding_believed check (selection is null or known_until is null);
alter table certfleet.binding alter column known_from drop default, alter column digest drop default;
${INDEXES}

-- Whatever was begun is begun anew: the shadow has other columns now.
delete from certfleet.rebuild;
drop table certfleet.rebuild_binding;
create table certfleet.rebuild_binding (like certfleet.binding including all);
alter table certfleet.rebuild_binding add foreign key (organization) references certfleet.organization (organization);
alter table certfleet.rebuild_binding enable row level security;
create policy organization on certfleet.rebuild_binding using ((select current_setting('certfleet.organization', true)) in (organization, '*'));
grant select, insert, update, delete on certfleet.rebuild_binding to certfleet_app;

-- The views of the present and the future look at live rows.
create or replace view certfleet_views.servers with (security_barrier = true) as
select s.organization, s.server, s.fqdn, s.netbios_name, b.version, b.site, s.last_seen_at
from certfleet.server_state s
left join (
  select organization, server, max(version) as version, max(ad_site) as site
  from certfleet.binding where organization in ${READABLE} and ${LIVE} group by organization, server
) b on b.organization = s.organization and b.server = s.server
where s.organization in ${READABLE};

create or replace view certfleet_views.bindings with (security_barrier = true) as
select b.organization, b.server, b.endpoint, ${endpointRole('b.endpoint')} as endpoint_role, b.outcome, b.thumbprint,
  b.subject, b.issuer, ${issuerKind('c.facts')} as issuer_kind, b.not_before, b.not_after, ${daysUntil('b.not_after')} as days_left,
  b.rule, b.certainty, b.version, b.ad_site as site, b.last_changed_at, b.last_changed_by, b.changes_at, s.last_seen_at
from certfleet.binding b
left join certfleet.certificate c on c.organization = b.organization and c.thumbprint = b.thumbprint
left join certfleet.server_state s on s.organization = b.organization and s.server = b.server
where b.organization in ${READABLE} and b.${LIVE} and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now());

create or replace view certfleet_views.forecast with (security_barrier = true) as
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
    on p.organization = b.organization and p.server = b.server and p.endpoint = b.endpoint and p.valid_until = b.valid_from and p.${LIVE}
  where b.valid_from > now() and b.${LIVE}
  union all
  select e.organization, e.not_after, e.server, e.endpoint, 'expires',
    e.outcome, e.thumbprint, e.subject, e.outcome, e.thumbprint, e.subject, e.rule, e.certainty
  from certfleet.binding e
  where e.not_after > now() and e.outcome = 'PRESENTED' and e.${LIVE}
    and e.valid_from < e.not_after and (e.valid_until is null or e.valid_until > e.not_after)
) c
where c.organization in ${READABLE};

create view certfleet_views.binding_history with (security_barrier = true) as
select b.organization, b.server, b.endpoint, ${endpointRole('b.endpoint')} as endpoint_role, b.valid_from, b.valid_until, b.known_from, b.known_until,
  b.outcome, b.thumbprint, b.subject, b.issuer, b.not_before, b.not_after, b.rule, b.certainty, b.version, b.ad_site as site,
  b.last_changed_at, b.last_changed_by, b.changes_at
from certfleet.binding b
where b.organization in ${READABLE};

do $$
begin
  if exists (select from pg_roles where rolname = 'certfleet_reader') then
    grant select on certfleet_views.binding_history to certfleet_reader;
  end if;
end
$$;
`;
