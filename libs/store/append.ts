import type { DataSource } from 'typeorm';
import { appendBatch, type AppendedBatch, type AppendOutcome } from './append-batch.js';
import { type NewEvent, type ReportedRow, reportedRow, whyNotRecordable } from './event-row.js';

export type { AppendOutcome };

/** Between the batches of a call others may have written. */
export type Appended = AppendedBatch;

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

/** One empty batch for no events, which asks for the head only. */
function* batches(events: readonly NewEvent[]): Generator<readonly ReportedRow[]> {
  let rows: ReportedRow[] = [];
  let characters = 0;
  for (const event of events) {
    const row = reportedRow(event);
    const length = row.data.length + row.provenance.length + row.stream.length + row.source.length + row.id.length;
    if (rows.length === BATCH_EVENTS || (rows.length > 0 && characters + length > BATCH_CHARACTERS)) {
      yield rows;
      rows = [];
      characters = 0;
    }
    rows.push(row);
    characters += length;
  }
  yield rows;
}
