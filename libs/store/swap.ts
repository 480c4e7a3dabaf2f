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

/**
 * Rows are found by their key, so that no plan needs statistics, which fresh shadows do not have. Whole rows are compared as texts: a table
 * and its shadow have the same columns in the same order, and json has no other equality.
 */
async function replaceRows(db: Transaction, organization: string, table: string): Promise<number> {
  const shadow = shadowOf(table);
  const key = await keyOf(db, table);
  const sameKey = key.map((column) => `s.${column} = t.${column}`).join(' and ');
  const removed = await db.query(
    `delete from certfleet.${table} t
     where t.organization = $1 and not exists (
       select from certfleet.${shadow} s where s.organization = $1 and ${sameKey} and s::text = t::text)
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

async function keyOf(db: Transaction, table: string): Promise<readonly string[]> {
  const rows = await db.query<{ column: string }>(
    `select quote_ident(a.attname) as column
     from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
     where i.indrelid = format('certfleet.%I', $1::text)::regclass and i.indisprimary`,
    [table],
  );
  return rows.map(({ column }) => column);
}
