import type { DataSource } from 'typeorm';
import { type NewEvent, reportedRow, whyNotRecordable } from './event-row.js';

export type AppendOutcome = 'recorded' | 'duplicate' | 'conflict';

export interface Appended {
  /** Positions of the first and last event recorded by this call, null when there was none. Between batches others may have written. */
  readonly first: number | null;
  readonly last: number | null;
  /** Where the log ended after this call. */
  readonly position: number;
  /** SHA-256 of the chain up to there, hex. */
  readonly headHash: string;
  /** For each event, in the order given. */
  readonly results: readonly AppendOutcome[];
}

/** Past this nothing is won, and a reader of the same organization waits. */
const BATCH_EVENTS = 1000;
const BATCH_CHARACTERS = 8_000_000;

/**
 * Records events at the end of an organization's log. Each batch of up to 1,000 is one statement and commits by itself; an error, also a lost
 * connection, says nothing about whether it was recorded: append again, and what was there is `duplicate`. `conflict` is another content
 * under a known id: it is kept apart and never applied.
 *
 * @throws Error for an event that `whyNotRecordable` has a reason against, before anything is written, and for an unknown organization.
 */
export async function append(db: DataSource, organization: string, events: readonly NewEvent[]): Promise<Appended> {
  for (const event of events) {
    const reason = whyNotRecordable(event);
    if (reason) throw new Error(`The event ${JSON.stringify(event.id)} cannot be recorded: ${reason}.`);
  }
  const appended = [];
  for (const batch of batches(events)) appended.push(await appendBatch(db, organization, batch));
  const end = appended.at(-1);
  if (!end) throw new Error('There is always a batch, if only an empty one.');
  return {
    first: appended.find(({ first }) => first !== null)?.first ?? null,
    last: appended.findLast(({ last }) => last !== null)?.last ?? null,
    position: end.position,
    headHash: end.headHash,
    results: appended.flatMap(({ results }) => results),
  };
}

async function appendBatch(db: DataSource, organization: string, batch: string): Promise<Appended> {
  const [row] = await db.query<
    {
      first: string | null;
      last: string | null;
      position: string;
      head_hash: string;
      outcomes: AppendOutcome[] | null;
    }[]
  >(`select first, last, position, encode(head_hash, 'hex') as head_hash, outcomes from certfleet.append($1, $2)`, [
    organization,
    batch,
  ]);
  if (!row) throw new Error('append returns one row.');
  return {
    first: row.first === null ? null : Number(row.first),
    last: row.last === null ? null : Number(row.last),
    position: Number(row.position),
    headHash: row.head_hash,
    results: row.outcomes ?? [],
  };
}

/** JSON arrays; an empty one for no events, which asks for the head only. */
function* batches(events: readonly NewEvent[]): Generator<string> {
  let rows: string[] = [];
  let characters = 0;
  for (const event of events) {
    const row = JSON.stringify(reportedRow(event));
    if (rows.length === BATCH_EVENTS || (rows.length > 0 && characters + row.length > BATCH_CHARACTERS)) {
      yield `[${rows.join(',')}]`;
      rows = [];
      characters = 0;
    }
    rows.push(row);
    characters += row.length;
  }
  yield `[${rows.join(',')}]`;
}
