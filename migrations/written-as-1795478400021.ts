import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A log that was imported under another name keeps its hashes, which cover the name it was begun under. */
export class WrittenAs1795478400021 implements MigrationInterface {
  name = 'WrittenAs1795478400021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WRITTEN_AS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

const WRITTEN_AS = `
-- The organization's name as the hashes of its commits have it; null: its own. Only an import sets it, which runs as the owner.
alter table certfleet.head add column written_as text;

-- The only writer of the log: one statement, in autocommit, so that no stopped client ever holds the head.
-- Each element: stream, event_id, type, schema_version, source, id, occurred_at, content_hash ('\\x…') and, as JSON *texts*, data and
-- provenance: json_to_recordset would choke on a NUL escape inside a nested value, but not on the text of one.
-- On a distributed engine the body becomes a loop; the signature stays.
create or replace function certfleet.append(organization text, events json,
  out first bigint, out last bigint, out "position" bigint, out head_hash bytea, out outcomes text[])
language plpgsql security definer
set search_path = pg_catalog, certfleet, pg_temp
set plan_cache_mode = force_custom_plan -- a plan made while the log is empty reads the whole log later
as $$
#variable_conflict use_column
declare
  head certfleet.head;
  recorded timestamptz(3);
  chain text;
begin
  if coalesce(nullif(current_setting('certfleet.organization', true), ''), '*') not in (append.organization, '*') then
    raise exception 'This transaction speaks for another organization.' using errcode = 'insufficient_privilege';
  end if;
  select * into head from certfleet.head where organization = append.organization for update;
  if not found then
    raise exception 'There is no organization "%".', append.organization using errcode = 'no_data_found';
  end if;
  recorded := clock_timestamp();
  chain := coalesce(head.written_as, append.organization);

  with reported as materialized (
    select stream, event_id, type, schema_version, source, id, occurred_at, data, provenance, content_hash, ordinality
    from rows from (json_to_recordset(append.events) as (stream text, event_id uuid, type text, schema_version smallint, source text,
      id text, occurred_at timestamptz(3), data text, provenance text, content_hash bytea)) with ordinality
  ), judged as materialized (
    select r.*, case
        when coalesce(k.content_hash, first_value(r.content_hash) over same) <> r.content_hash then 'conflict'
        when k.event_id is not null or row_number() over same > 1 then 'duplicate'
        else 'recorded' end as outcome
    from reported r
    left join certfleet.event k on k.organization = append.organization and k.event_id = r.event_id
    window same as (partition by r.event_id order by r.ordinality)
  ), numbered as materialized (
    select f.*, head.position + row_number() over (order by f.ordinality) as position,
      coalesce(s.version, 0) + row_number() over (partition by f.stream order by f.ordinality) as version
    from judged f
    left join certfleet.stream s on s.organization = append.organization and s.stream = f.stream
    where f.outcome = 'recorded'
  ), written as (
    -- The canonical text of a row (docs/log-format.md): its length stands before every text, so no two rows read the same.
    insert into certfleet.event (organization, position, stream, version, event_id, type, schema_version, source, id,
      occurred_at, recorded_at, data, provenance, content_hash, hash)
    select append.organization, position, stream, version, event_id, type, schema_version, source, id,
      occurred_at, recorded, data::json, provenance::json, content_hash,
      sha256(convert_to(concat_ws(chr(10), 'certfleet.event/1', position, version, event_id, schema_version,
        to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        to_char(recorded at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        encode(content_hash, 'hex'),
        octet_length(stream), stream, octet_length(type), type, octet_length(source), source, octet_length(id), id,
        octet_length(data), data, octet_length(provenance), provenance), 'UTF8'))
    from numbered order by position
    returning position, hash
  ), moved as (
    insert into certfleet.stream (organization, stream, version)
    select append.organization, stream, max(version) from numbered group by stream
    on conflict (organization, stream) do update set version = excluded.version
  ), kept as (
    insert into certfleet.conflict (organization, event_id, content_hash, stream, type, schema_version, source, id,
      occurred_at, recorded_at, data, provenance)
    select distinct on (event_id, content_hash) append.organization, event_id, content_hash, stream, type, schema_version, source, id,
      occurred_at, recorded, data::json, provenance::json
    from judged where outcome = 'conflict' order by event_id, content_hash, ordinality
    on conflict (organization, event_id, content_hash) do nothing
  ), chained as (
    select min(position) as first, max(position) as last,
      sha256(head.hash || convert_to(concat_ws(chr(10), 'certfleet.commit/1', octet_length(chain), chain,
        min(position), max(position), to_char(recorded at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), ''), 'UTF8')
        || string_agg(hash, '' order by position)) as hash
    from written having count(*) > 0
  ), committed as (
    insert into certfleet.commit (organization, first, last, recorded_at, previous_hash, hash)
    select append.organization, first, last, recorded, head.hash, hash from chained
  ), advanced as (
    update certfleet.head h set position = chained.last, hash = chained.hash from chained where h.organization = append.organization
  )
  select chained.first, chained.last, coalesce(chained.last, head.position), coalesce(chained.hash, head.hash),
    (select array_agg(outcome order by ordinality) from judged)
  into append.first, append.last, append."position", append.head_hash, append.outcomes
  from (select) as one left join chained on true;

  if append.last is not null then
    perform pg_notify('certfleet', append.last || ' ' || append.organization);
  end if;
end
$$;
`;
