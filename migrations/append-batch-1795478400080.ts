import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The log takes a batch as columns instead of as one JSON, and what is known already is told without waiting for its writers. */
export class AppendBatch1795478400080 implements MigrationInterface {
  name = 'AppendBatch1795478400080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND_BATCH);
    await runner.query(APPEND);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of Certfleet go forward only: restore a backup to go back.'));
  }
}

/** The canonical text of a row (docs/log-format.md), hashed: its length stands before every text, so no two rows read the same. */
const rowHash = (
  row: string,
) => `sha256(convert_to(concat_ws(chr(10), 'certfleet.event/1', ${row}.position, ${row}.version, ${row}.event_id, ${row}.schema_version,
        to_char(${row}.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), recorded_text, encode(${row}.content_hash, 'hex'),
        octet_length(${row}.stream), ${row}.stream, octet_length(${row}.type), ${row}.type, octet_length(${row}.source), ${row}.source,
        octet_length(${row}.id), ${row}.id, octet_length(${row}.data::text), ${row}.data,
        octet_length(${row}.provenance::text), ${row}.provenance), 'UTF8'))`;

/** The hash of a commit, from that of the one before. */
const commitHash = (
  first: string,
  last: string,
  rowHashes: string,
) => `sha256(head.hash || convert_to(concat_ws(chr(10), 'certfleet.commit/1', octet_length(chain), chain,
        ${first}, ${last}, recorded_text, ''), 'UTF8') || ${rowHashes})`;

const APPEND_BATCH = `
-- The only writer of the log, in autocommit, so that no stopped client ever holds the head. Element n of each array belongs to event n; data and
-- provenance are JSON texts, which are checked when they are written.
-- Its plan is kept, though it may have been made while the tables were empty, when every way of reading them seems as good. So what is looked
-- up is written as a range with an order and a limit, which leaves nothing but the key that has this order.
-- On a distributed engine the body becomes a loop; the signature stays.
create function certfleet.append_batch(organization text, streams text[], event_ids uuid[], types text[], schema_versions smallint[],
  sources text[], ids text[], occurred timestamptz[], data text[], provenance text[], content_hashes bytea[],
  out first bigint, out last bigint, out "position" bigint, out head_hash bytea, out outcomes text[])
language plpgsql security definer
set search_path = pg_catalog, certfleet, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_nestloop = off
set enable_mergejoin = off
set jit = off
as $$
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
    one.hash := ${rowHash('one')};
    insert into certfleet.event values (one.*);
    append_batch.head_hash := ${commitHash('one.position', 'one.position', 'one.hash')};
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
      ${rowHash('n')}
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
      ${commitHash('min(position)', 'max(position)', "string_agg(hash, '' order by position)")} as hash
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
$$;
revoke execute on function certfleet.append_batch from public;
grant execute on function certfleet.append_batch to certfleet_app;
`;

const APPEND = `
-- The same for whoever has a batch as one JSON, as the former version does while it still runs. Each element: stream, event_id, type,
-- schema_version, source, id, occurred_at, content_hash ('\\x…') and, as JSON *texts*, data and provenance: json_to_recordset would choke on a NUL
-- escape inside a nested value, but not on the text of one.
create or replace function certfleet.append(organization text, events json,
  out first bigint, out last bigint, out "position" bigint, out head_hash bytea, out outcomes text[])
language sql
set search_path = pg_catalog, certfleet, pg_temp
as $$
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
$$;
`;
