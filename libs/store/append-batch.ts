import { binaryArray, type Element, INSTANT, SHA256, SMALLINT, TEXT, UUID } from './binary-array.js';
import type { Transaction } from './database.js';
import type { ReportedRow } from './event-row.js';

export type AppendOutcome = 'recorded' | 'duplicate' | 'conflict';

export interface AppendedBatch {
  /** Positions of the first and last event recorded by this call, null when there was none. */
  readonly first: number | null;
  readonly last: number | null;
  /** Where the log ended after this call. */
  readonly position: number;
  /** SHA-256 of the chain up to there, hex. */
  readonly headHash: string;
  /** For each event, in the order given. */
  readonly results: readonly AppendOutcome[];
}

interface AppendedRow {
  readonly first: string | null;
  readonly last: string | null;
  readonly position: string;
  readonly head_hash: string;
  readonly outcomes: AppendOutcome[] | null;
}

/** Records one batch, by one statement. None at all asks for the end of the log only. */
export async function appendBatch(
  db: Pick<Transaction, 'query'>,
  organization: string,
  rows: readonly ReportedRow[],
): Promise<AppendedBatch> {
  const [row] = await db.query<AppendedRow>(APPEND_BATCH, [organization, ...columnsOf(rows)]);
  if (!row) throw new Error('append_batch returns one row.');
  return {
    first: row.first === null ? null : Number(row.first),
    last: row.last === null ? null : Number(row.last),
    position: Number(row.position),
    headHash: row.head_hash,
    results: row.outcomes ?? [],
  };
}

const APPEND_BATCH = `select first, last, position, encode(head_hash, 'hex') as head_hash, outcomes
  from certfleet.append_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** The columns of a batch, in the order in which `certfleet.append_batch` takes them behind the organization. */
export function columnsOf(rows: readonly ReportedRow[]): readonly Buffer[] {
  const column = <Value>(type: Element<Value>, valueOf: (row: ReportedRow) => Value) =>
    binaryArray(type, rows.map(valueOf));
  return [
    column(TEXT, ({ stream }) => stream),
    column(UUID, ({ event_id }) => event_id),
    column(TEXT, ({ type }) => type),
    column(SMALLINT, ({ schema_version }) => schema_version),
    column(TEXT, ({ source }) => source),
    column(TEXT, ({ id }) => id),
    column(INSTANT, ({ occurred_at }) => Date.parse(occurred_at)),
    column(TEXT, ({ data }) => data),
    column(TEXT, ({ provenance }) => provenance),
    column(SHA256, ({ content_hash }) => content_hash),
  ];
}
