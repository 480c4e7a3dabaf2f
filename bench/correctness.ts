/**
 * Speed is worth nothing without this: six writers, a fifth of whose batches are told again and a seventh of whose transactions are taken back, beside
 * a reader that follows the log; then the whole log is checked, and three tamperings must be found.
 *
 *   node dist/bench/correctness.js [--smoke]
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { append } from '#libs/store/append.js';
import { appendBatch } from '#libs/store/append-batch.js';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { reportedRow, type NewEvent } from '#libs/store/event-row.js';
import { openOrganization } from '#libs/store/organizations.js';
import { eventsAfter } from '#libs/store/queries/events-after.js';
import { verifyLog } from '#libs/store/verify.js';
import { BENCH, benchEvents, randomOf } from './append/events.js';
import { reporting } from './harness/report.js';
import { rounded } from './harness/row.js';
import { asking, type ScratchDatabase, withScratch } from './harness/scratch.js';

const { smoke, finish } = reporting('correctness', 'Correctness beside speed');
const WRITERS = 6;
const BATCHES = smoke ? 10 : 200;
const MOST = 60;
const AGAIN = 0.2;
const TAKEN_BACK = 0.15;

/** One writer: what it told for good, told again, and took back. */
async function writer(db: DataSource, seed: number) {
  const [take, random] = [benchEvents(seed), randomOf(seed)];
  const told: NewEvent[][] = [];
  const counts = { recorded: 0, again: 0, takenBack: 0 };
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const old = random() < AGAIN ? told[Math.floor(random() * told.length)] : undefined;
    const events = old ?? take(1 + Math.floor(random() * MOST));
    if (random() < TAKEN_BACK) {
      await takenBack(db, events);
      counts.takenBack += 1;
      if (old === undefined) await append(db, BENCH, events);
    } else {
      await append(db, BENCH, events);
    }
    if (old === undefined) told.push(events);
    else counts.again += 1;
    counts.recorded += old === undefined ? events.length : 0;
  }
  return { counts, ids: told.flat().map(eventIdOf) };
}

/** The same statement as the product's, in a transaction that comes to nothing. */
async function takenBack(db: DataSource, events: readonly NewEvent[]): Promise<void> {
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  await appendBatch(runner, BENCH, events.map(reportedRow));
  await runner.rollbackTransaction();
  await runner.release();
}

/** Follows the log by asking again and again: what it has seen, in the order in which it saw it. */
async function reader(
  db: DataSource,
  isOver: () => boolean,
): Promise<readonly { position: number; eventId: string }[]> {
  const seen: { position: number; eventId: string }[] = [];
  for (;;) {
    const wasOver = isOver();
    const after = seen.at(-1)?.position ?? 0;
    const events = await inOrganization(db, BENCH, (inside) => eventsAfter(inside, BENCH, after, 200));
    for (const { position, eventId } of events) seen.push({ position, eventId });
    if (wasOver && events.length === 0) return seen;
    if (events.length === 0) await sleep(2);
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`This does not hold: ${what}.`);
}

const TAMPERINGS: readonly (readonly [string, string])[] = [
  [
    'a text of an event changed',
    `update certfleet.event set data = '{"endpoint":"pop","chain":[]}' where position = 7`,
  ],
  ['an event taken out', 'delete from certfleet.event where position = 11'],
  ['the end cut off', 'delete from certfleet.event where position > (select max(first) from certfleet.commit)'],
];

async function tamperedCopy({ ownerUrl, appUrl }: ScratchDatabase, statement: string) {
  await asking(ownerUrl, (client) => client.query(statement));
  const db = await openDatabase(appUrl, 2);
  try {
    return await verifyLog(db, BENCH);
  } finally {
    await db.destroy();
  }
}

await withScratch(smoke, async (scratch) => {
  const db = await openDatabase(scratch.appUrl, WRITERS + 2);
  await openOrganization(db, BENCH);
  let over = false;
  const reading = reader(db, () => over);
  const started = performance.now();
  const wrote = await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(db, 500 + index)));
  const seconds = (performance.now() - started) / 1000;
  over = true;
  const seen = await reading;
  const expected = wrote.flatMap(({ ids }) => ids);
  must(new Set(seen.map(({ eventId }) => eventId)).size === expected.length, 'nothing is there twice');
  must(seen.length === expected.length, `the reader saw all ${expected.length} events, it saw ${seen.length}`);
  const found = new Set(seen.map(({ eventId }) => eventId));
  must(
    expected.every((id) => found.has(id)),
    'nothing is lost',
  );
  must(
    seen.every(({ position }, index) => position === index + 1),
    'positions are dense, in the order of the commits',
  );
  const verified = await verifyLog(db, BENCH);
  must(verified.intact, 'versions are dense and the chain verifies');
  await db.destroy();
  const tampered: string[] = [];
  for (const [title, statement] of TAMPERINGS) {
    const copy = await tamperedCopy(await scratch.copy(`tampered_${tampered.length}`), statement);
    must(!copy.intact, `${title} is found`);
    tampered.push(`${title}: ${copy.intact ? '' : copy.reason}`);
  }
  const sum = (key: 'again' | 'takenBack') => wrote.reduce((total, { counts }) => total + counts[key], 0);
  finish({
    rows: [],
    settings: scratch.settings,
    notes: [
      `${WRITERS} writers, ${rounded(expected.length)} events in ${rounded(seconds)} s; ${sum('again')} batches told again, ${sum('takenBack')} transactions taken back, a reader that polls:`,
      `nothing lost, nothing twice, no gap, versions dense, chain intact up to ${rounded(seen.length)}. Tamperings found: ${tampered.join('; ')}.`,
    ],
  });
});
