import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import type { FleetEvent } from '#libs/fleet/event.js';
import { streamOf } from '#libs/fleet/source.js';
import { append } from '#libs/store/append.js';
import { takeLease } from '#libs/store/lease.js';
import { openOrganization } from '#libs/store/organizations.js';
import { PROJECTION, refresh } from '#libs/store/refresh.js';
import { SHAPE } from '#libs/store/shape.js';
import { history, templateMark, templateToken } from './histories.js';

export interface LargeFleet {
  readonly servers: number;
  /** Of each server. */
  readonly events: number;
  /** Servers whose history the projector really makes; the others get a copy of one of these, under their own name. */
  readonly templates: number;
  /** The last event of each server. */
  readonly until: number;
}

const TEMPLATES = 'templates';
export const FLEET = 'fleet';

export function serverName(index: number): string {
  return `bx${String(index).padStart(5, '0')}`;
}

/** The beginning of the thumbprint of its own certificate. */
function serverMark(index: number): string {
  return `FEDCBA${String(index).padStart(6, '0')}`;
}

/**
 * Fills a database with a large fleet: the whole log is appended, event by event, as the worker does it. The projection is made by the projector
 * for a few servers and copied for the others in the database, since projecting a million events one by one would take hours.
 */
export async function loadFleet(
  db: DataSource,
  ownerUrl: string,
  fleet: LargeFleet,
  tell: (line: string) => void,
): Promise<void> {
  const templates = Array.from({ length: fleet.templates }, (_, index) => history(index, fleet.events, fleet.until));
  await openOrganization(db, TEMPLATES);
  await openOrganization(db, FLEET);
  for (let number = 0; number < fleet.events; number += 1)
    await append(db, TEMPLATES, templates.flatMap((one) => one.slice(number, number + 1)).map(placed));
  await projectAll(db);
  tell(`${fleet.templates} servers projected`);
  await appendLog(db, templates, fleet, tell);
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await copyProjection(client, fleet, tell);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

function placed(event: FleetEvent) {
  const stream = streamOf(event);
  if (!stream.ok) throw new Error(stream.reason);
  return { ...event, stream: stream.stream };
}

async function projectAll(db: DataSource): Promise<void> {
  const lease = await takeLease(db, TEMPLATES, { name: PROJECTION, holder: 'bench', seconds: 600 });
  if (lease === null) throw new Error('nobody else projects');
  for (;;) {
    const done = await refresh(db, lease, 1000);
    if (done === 'lost') throw new Error('the lease is ours');
    if (!done.more) return;
  }
}

function batchOf({ servers }: LargeFleet): number {
  return Math.min(1000, servers / 10);
}

/** Week by week, every server once. */
async function appendLog(
  db: DataSource,
  templates: readonly (readonly FleetEvent[])[],
  fleet: LargeFleet,
  tell: (line: string) => void,
): Promise<void> {
  const texts = templates.map((events) => events.map((event) => JSON.stringify(placed(event))));
  const batch = batchOf(fleet);
  const begun = Date.now();
  for (let number = 0; number < fleet.events; number += 1)
    for (let start = 0; start < fleet.servers; start += batch)
      await append(
        db,
        FLEET,
        Array.from({ length: batch }, (_, offset) => {
          const index = start + offset;
          const template = index % fleet.templates;
          const token = templateToken(template);
          const name = serverName(index);
          const text = (texts[template]?.[number] ?? '').replaceAll(templateMark(template), serverMark(index));
          return JSON.parse(
            text.replaceAll(token, name).replaceAll(token.toUpperCase(), name.toUpperCase()),
          ) as ReturnType<typeof placed>;
        }),
      );
  const total = fleet.servers * fleet.events;
  tell(`${total} events appended in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

const COPIED = ['server_state', 'server_alias', 'installation', 'neighbour', 'finding', 'binding'];
const COPIED_AT_ONCE = 2_000;
const POSITIONS = new Set(['position', 'known_from', 'known_until', 'last_changed_position']);

async function copyProjection(client: Client, fleet: LargeFleet, tell: (line: string) => void): Promise<void> {
  await client.query(`create temporary table twin as
    select i, 'zqt' || lpad((i % ${fleet.templates})::text, 3, '0') as token, 'bx' || lpad(i::text, 5, '0') as name,
      '${templateMark(0).slice(0, 6)}' || lpad((i % ${fleet.templates})::text, 6, '0') as mark, '${serverMark(0).slice(0, 6)}' || lpad(i::text, 6, '0') as own_mark
    from generate_series(0, ${fleet.servers - 1}) i`);
  for (const table of COPIED) {
    const begun = Date.now();
    const { rows } = await client.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = format('certfleet.%I', $1::text)::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    );
    const columns = rows.map(({ name }) => `"${name}"`).join(', ');
    let copied = 0;
    // So many at a time, for the database sorts what it copies.
    for (let first = 0; first < fleet.servers; first += COPIED_AT_ONCE) {
      const { rowCount } = await client.query(
        `insert into certfleet.${table} (${columns})
         select ${rows.map((column) => copyOf(column, fleet)).join(', ')}
         from twin w join certfleet.${table} t on t.organization = '${TEMPLATES}' and split_part(t.server, '.', 1) = w.token
         where w.i >= $1 and w.i < $2
         order by w.i`,
        [first, first + COPIED_AT_ONCE],
      );
      copied += rowCount ?? 0;
    }
    tell(`${copied} rows of ${table} in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  }
  const last = fleet.servers * fleet.events;
  await client.query(
    `insert into certfleet.certificate select (jsonb_populate_record(c, jsonb_build_object('organization', '${FLEET}'))).* from certfleet.certificate c where organization = '${TEMPLATES}'`,
  );
  await client.query(
    `insert into certfleet.checkpoint (organization, projection, position, shape) values ($1, $2, $3, $4)
     on conflict (organization, projection) do update set position = excluded.position, shape = excluded.shape`,
    [FLEET, PROJECTION, last, SHAPE],
  );
}

/** A column of the copy: the name of the server wherever it stands, and positions where the fleet's log has them. */
function copyOf({ name, type }: { readonly name: string; readonly type: string }, fleet: LargeFleet): string {
  if (name === 'organization') return `'${FLEET}'`;
  const column = `t."${name}"`;
  if (POSITIONS.has(name)) {
    const week = `((${column} - 1) / ${fleet.templates})`;
    const own = `${week} * ${fleet.servers} + w.i`;
    if (name === 'position' || name === 'last_changed_position') return `${own} + 1`;
    return `((${own}) / ${batchOf(fleet)} + 1) * ${batchOf(fleet)}`;
  }
  if (!['text', 'json', 'text[]'].includes(type)) return column;
  return `replace(replace(replace(${column}::text, w.token, w.name), upper(w.token), upper(w.name)), w.mark, w.own_mark)::${type}`;
}
