import type { Transaction } from './database.js';
import { PROJECTED, shadowOf } from './shadow.js';

/** Takes over into a rebuild the sightings that it does not know, or that have moved since. */
export async function copySightings(db: Transaction, organization: string): Promise<void> {
  await db.query(
    `insert into certfleet.rebuild_sighting (organization, stream, event_id, last_seen_at, clock_offset_ms)
     select s.organization, s.stream, s.event_id, s.last_seen_at, s.clock_offset_ms
     from certfleet.sighting s
     left join certfleet.rebuild_sighting r using (organization, stream, event_id)
     where s.organization = $1 and r.last_seen_at is distinct from s.last_seen_at
     on conflict (organization, stream, event_id) do update
     set last_seen_at = excluded.last_seen_at, clock_offset_ms = excluded.clock_offset_ms`,
    [organization],
  );
}

/**
 * Puts the rows of the shadows in the place of the projection's. Rows that are the same stay where they are, so that a projection that was
 * right costs a comparison and no writing.
 *
 * @returns how many rows were taken away or added, by table; tables without any are left out.
 */
export async function takeOver(db: Transaction, organization: string): Promise<Readonly<Record<string, number>>> {
  const replaced: Record<string, number> = {};
  for (const table of PROJECTED) {
    const rows = await replaceRows(db, organization, table);
    if (rows > 0) replaced[table] = rows;
  }
  await db.query(
    `update certfleet.sighting s set folded_at = r.folded_at
     from certfleet.rebuild_sighting r
     where s.organization = $1 and r.organization = $1 and r.stream = s.stream and r.event_id = s.event_id
       and s.folded_at is distinct from r.folded_at`,
    [organization],
  );
  return replaced;
}

/** Tables whose rows say at which page they were last written, which is another one in every run and no difference. */
const WRITTEN_AT_ANY_PAGE = new Set(['certificate', 'organization_state']);

/**
 * Rows are found by their key, so that no plan needs statistics, which fresh shadows do not have. They are compared as texts: a table and its
 * shadow have the same columns in the same order, and json has no other equality.
 */
async function replaceRows(db: Transaction, organization: string, table: string): Promise<number> {
  const shadow = shadowOf(table);
  const { key, compared } = await columnsOf(db, table);
  const sameKey = key.map((column) => `s."${column}" = t."${column}"`).join(' and ');
  const row = (alias: string) => `row(${compared.map((column) => `${alias}."${column}"`).join(', ')})::text`;
  const removed = await db.query(
    `delete from certfleet.${table} t
     where t.organization = $1 and not exists (
       select from certfleet.${shadow} s where s.organization = $1 and ${sameKey} and ${row('s')} = ${row('t')})
     returning 1`,
    [organization],
  );
  const added = await db.query(
    `insert into certfleet.${table} select s.* from certfleet.${shadow} s where s.organization = $1
     on conflict do nothing returning 1`,
    [organization],
  );
  return Math.max(removed.length, added.length);
}

interface Columns {
  readonly key: readonly string[];
  readonly compared: readonly string[];
}

async function columnsOf(db: Transaction, table: string): Promise<Columns> {
  const rows = await db.query<{ column: string; is_key: boolean }>(
    `select a.attname as column, a.attnum = any(i.indkey::int2[]) as is_key
     from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum > 0 and not a.attisdropped
     where i.indrelid = format('certfleet.%I', $1::text)::regclass and i.indisprimary
     order by a.attnum`,
    [table],
  );
  const isCompared = (column: string) => column !== 'position' || !WRITTEN_AT_ANY_PAGE.has(table);
  return {
    key: rows.filter(({ is_key }) => is_key).map(({ column }) => column),
    compared: rows.map(({ column }) => column).filter(isCompared),
  };
}
