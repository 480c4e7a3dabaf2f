/**
 * Rows 1 to 10: writing the log, against COPY, emmett and TypeORM.
 *
 *   node dist/bench/append.js [--smoke]
 */
import 'reflect-metadata';
import { append } from '#libs/store/append.js';
import { openDatabase } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { BENCH, benchEvents } from './append/events.js';
import { copied, emmett, type OpenSide, ours, oursAtOnce, redelivered, typeorm, unchained } from './append/sides.js';
import { alternate } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Comparison, rowOf } from './harness/row.js';
import { asking, type Scratch, withScratch } from './harness/scratch.js';

const { smoke, finish } = reporting('append', 'Writing the log');
const PREFILL = smoke ? 1000 : 30_000;
const SEED = 20_260_601;

const ROWS: readonly Comparison[] = [
  { number: '1', title: 'append in 1000s / COPY in 1000s', of: 'ours_1000', to: 'copy_1000', target: 0.6 },
  { number: '2', title: 'append in 100s / COPY in 100s', of: 'ours_100', to: 'copy_100', target: 0.45 },
  { number: '3', title: 'append in 1000s / single events', of: 'ours_1000', to: 'ours_1', target: 20 },
  { number: '4', title: 'append in 1000s / emmett, single events', of: 'ours_1000', to: 'emmett_1', target: 25 },
  {
    number: '5',
    title: 'append in 1000s / emmett, 1000 to one stream',
    of: 'ours_1000',
    to: 'emmett_1000',
    target: 2.5,
  },
  { number: '6', title: 'single events / emmett, single events', of: 'ours_1', to: 'emmett_1', target: 1.2 },
  { number: '7', title: 'append in 1000s / TypeORM insert', of: 'ours_1000', to: 'typeorm_insert', target: 1.2 },
  { number: '7 save', title: 'append in 1000s / TypeORM save', of: 'ours_1000', to: 'typeorm_save', target: 1.6 },
  { number: '8', title: 're-delivery of 1000 known / first delivery', of: 'redelivered', to: 'ours_1000', target: 3 },
  { number: '9', title: 'with the hash chain / without', of: 'ours_1000', to: 'unchained', target: 0.85 },
  { number: '10', title: '4 connections / 1, one organization', of: 'ours_4_at_once', to: 'ours_1000', target: 0.95 },
];

/** The log that every side finds. */
function prefilled(): ReturnType<typeof known> {
  return known(PREFILL);
}

function known(count: number) {
  const take = benchEvents(SEED);
  return Array.from({ length: count / 1000 }, () => take(1000));
}

async function prefill({ appUrl, superuserUrl }: Scratch): Promise<void> {
  const db = await openDatabase(appUrl, 1);
  await openOrganization(db, BENCH);
  for (const events of prefilled()) await append(db, BENCH, events);
  await db.destroy();
  await asking(superuserUrl, (client) => client.query('vacuum analyze'));
}

async function openAll(scratch: Scratch): Promise<readonly OpenSide[]> {
  return [
    await ours(scratch, 'ours_1000', 1000),
    await copied(scratch, 'copy_1000', 1000),
    await ours(scratch, 'ours_100', 100),
    await copied(scratch, 'copy_100', 100),
    await ours(scratch, 'ours_1', 1),
    await emmett(scratch, 'emmett_1', 1, PREFILL),
    await emmett(scratch, 'emmett_1000', 1000, PREFILL),
    await typeorm(scratch, 'typeorm_insert', 'insert'),
    await typeorm(scratch, 'typeorm_save', 'save'),
    await redelivered(scratch, 'redelivered', prefilled),
    await unchained(scratch, 'unchained'),
    await oursAtOnce(scratch, 'ours_4_at_once', 4),
  ];
}

await withScratch(smoke, async (scratch) => {
  await prefill(scratch);
  const sides = await openAll(scratch);
  const measured = await alternate(sides, {
    rounds: smoke ? 1 : 11,
    sliceSeconds: smoke ? 0.01 : 0.4,
    postgres: scratch.time,
  });
  for (const { close } of sides) await close();
  finish({ rows: ROWS.map((row) => rowOf(row, measured)), settings: scratch.settings });
});
