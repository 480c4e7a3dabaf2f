import { CONTENT_COLUMNS, type BindingContent } from '#libs/views/binding.js';
import type { BindingRange } from '#libs/views/binding-ranges.js';
import type { HeldRange, KnownRange } from '#libs/views/knowledge.js';
import type { ColumnKind } from '#libs/views/view.js';
import type { Selection } from '#libs/selection/selection.js';
import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { groupedBy } from './queries/grouped.js';
import { textArray } from './text-array.js';
import { insertCells } from './write-views.js';

/** The binding history as a table: what a row says, where it stands on both axes, and its digest. */
export const BINDING_TABLE = {
  table: 'binding',
  columns: {
    endpoint: 'text',
    valid_from: 'instant',
    valid_until: 'instant',
    known_from: 'integer',
    known_until: 'integer',
    digest: 'text',
    selection: 'json',
    ...CONTENT_COLUMNS,
  },
} as const satisfies { readonly table: string; readonly columns: Readonly<Record<string, ColumnKind>> };

const COLUMNS = Object.keys(BINDING_TABLE.columns);
const CONTENT = Object.entries(CONTENT_COLUMNS);

/** A row as its columns. */
export function bindingCells(range: KnownRange): Readonly<Record<string, unknown>> {
  return {
    endpoint: range.endpoint,
    valid_from: range.validFrom,
    valid_until: range.validUntil,
    known_from: range.knownFrom,
    known_until: range.knownUntil,
    digest: range.digest,
    selection: range.selection,
    ...range.content,
  };
}

type Row = Readonly<Record<string, unknown>> & {
  readonly server: string;
  readonly endpoint: string;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
  readonly known_from: string;
  readonly digest: string;
  readonly selection: Selection | null;
};

/**
 * What is known now of these servers' bindings, by canonical name: the live rows, which reach beyond the last event, or with them those of the
 * past.
 */
export async function knownRows(
  db: Transaction,
  organization: string,
  servers: readonly string[],
  which: 'live' | 'all',
): Promise<ReadonlyMap<string, readonly HeldRange[]>> {
  const rows = await db.query<Row>(
    `select server, ${COLUMNS.join(', ')} from certfleet.binding
     where organization = $1 and server = any($2::text[]) and ${which === 'live' ? 'selection is not null' : 'known_until is null'}
     order by server, endpoint, valid_from`,
    [organization, servers.map(columnText)],
  );
  const byServer = groupedBy(rows, ({ server }) => textOfColumn(server));
  return new Map([...byServer].map(([server, own]) => [server, own.map(heldRange)]));
}

function heldRange(row: Row): HeldRange {
  return {
    endpoint: row.selection?.endpoint ?? textOfColumn(row.endpoint),
    validFrom: row.valid_from.toISOString(),
    validUntil: row.valid_until?.toISOString() ?? null,
    content: contentOf(row),
    digest: row.digest,
    selection: row.selection,
    knownFrom: Number(row.known_from),
    knownUntil: null,
    stored: true,
    reselected: false,
  };
}

function contentOf(row: Row): BindingContent {
  const cells = CONTENT.map(([name, kind]) => [name, told(kind, row[name])]);
  return Object.fromEntries(cells) as BindingContent;
}

function told(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (kind === 'integer') return Number(value);
  if (Array.isArray(value)) return value.map((text) => textOfColumn(String(text)));
  return typeof value === 'string' ? textOfColumn(value) : value;
}

/** The live ranges among these rows, for a projection to go on from. */
export function liveRanges(rows: readonly HeldRange[]): readonly BindingRange[] {
  return rows.flatMap(({ selection, endpoint, validFrom, validUntil, content, digest }) =>
    selection === null
      ? []
      : [
          {
            endpoint,
            validFrom,
            validUntil,
            content,
            digest,
            selection,
            changed: {
              at: content.last_changed_at,
              by: content.last_changed_by,
              position: content.last_changed_position,
            },
          },
        ],
  );
}

/**
 * Writes what has become of rows that were read: those that are new, those whose knowledge has ended, and live ones whose answer has other
 * particulars.
 */
export async function writeRows(
  db: Transaction,
  organization: string,
  rows: ReadonlyMap<string, readonly HeldRange[]>,
): Promise<void> {
  const all = [...rows].flatMap(([server, own]) => own.map((range) => ({ server, range })));
  const ended = all.filter(
    ({ range }) => range.stored && range.knownUntil !== null && range.knownUntil > range.knownFrom,
  );
  const neverKnown = all.filter(({ range }) => range.stored && range.knownUntil === range.knownFrom);
  const reselected = all.filter(({ range }) => range.stored && range.knownUntil === null && range.reselected);
  await endKnowledge(db, organization, ended);
  await remove(db, organization, neverKnown);
  await reselect(db, organization, reselected);
  await insertCells(
    db,
    organization,
    BINDING_TABLE,
    all
      .filter(({ range }) => !range.stored)
      .map(({ server, range }) => ({ server, cells: new Map(Object.entries(bindingCells(range))) })),
  );
}

/** Takes all rows of these servers away, of every knowledge. */
export async function removeBindings(db: Transaction, organization: string, servers: readonly string[]): Promise<void> {
  if (servers.length === 0) return;
  await db.query(`delete from certfleet.binding where organization = $1 and server = any($2::text[])`, [
    organization,
    servers.map(columnText),
  ]);
}

interface Placed {
  readonly server: string;
  readonly range: HeldRange;
}

/**
 * The primary key, but for `+ 0`: all rows of a page share the position from which they are known, and where the planner has no statistics
 * yet it would take the index of that position alone and read all of them for each.
 */
const KEY =
  'b.server = k.server and b.endpoint = k.endpoint and b.valid_from = k.valid_from and b.known_from + 0 = k.known_from';
const KEYS = 'unnest($2::text[], $3::text[], $4::timestamptz[], $5::bigint[]';

function keysOf(organization: string, rows: readonly Placed[]): unknown[] {
  return [
    organization,
    rows.map(({ server }) => columnText(server)),
    rows.map(({ range }) => columnText(range.endpoint)),
    rows.map(({ range }) => range.validFrom),
    rows.map(({ range }) => range.knownFrom),
  ];
}

async function endKnowledge(db: Transaction, organization: string, rows: readonly Placed[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `update certfleet.binding b set known_until = k.known_until, selection = null
     from ${KEYS}, $6::bigint[]) as k (server, endpoint, valid_from, known_from, known_until)
     where b.organization = $1 and ${KEY}`,
    [...keysOf(organization, rows), rows.map(({ range }) => range.knownUntil)],
  );
}

async function remove(db: Transaction, organization: string, rows: readonly Placed[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `delete from certfleet.binding b using ${KEYS}) as k (server, endpoint, valid_from, known_from)
     where b.organization = $1 and ${KEY}`,
    keysOf(organization, rows),
  );
}

async function reselect(db: Transaction, organization: string, rows: readonly Placed[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `update certfleet.binding b set selection = k.selection::json
     from ${KEYS}, $6::text[]) as k (server, endpoint, valid_from, known_from, selection)
     where b.organization = $1 and ${KEY}`,
    [
      ...keysOf(organization, rows),
      textArray(rows.map(({ range }) => (range.selection === null ? null : JSON.stringify(range.selection)))),
    ],
  );
}
