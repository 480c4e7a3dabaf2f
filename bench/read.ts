/**
 * Rows 11 to 14: reading the log again, and writing what is projected.
 *
 *   node dist/bench/read.js [--smoke]
 */
import 'reflect-metadata';
import { append } from '#libs/store/append.js';
import { openDatabase } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { BENCH, benchEvents } from './append/events.js';
import type { OpenSide } from './append/sides.js';
import { alternate } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Comparison, rowOf } from './harness/row.js';
import { asking, type Scratch, withScratch } from './harness/scratch.js';
import { rebuilt, refreshedOneByOne } from './read/project.js';
import { paged, replayed } from './read/replay.js';
import { bare, typeormStates, written } from './read/states.js';

const { smoke, finish } = reporting('read', 'Reading the log, writing the projection');
const PREFILL = smoke ? 1000 : 30_000;
const LOG = smoke ? { servers: 2, events: 3 } : { servers: 20, events: 20 };

const ROWS: readonly Comparison[] = [
  { number: '11', title: 'replay as built / pages of pg, same fold', of: 'replayed', to: 'paged', target: 3 },
  { number: '12', title: 'rebuild / refresh event by event', of: 'rebuilt', to: 'refreshed', target: 4 },
  { number: '13', title: 'states with checkpoint / bare upsert', of: 'written', to: 'bare', target: 0.8 },
  { number: '14', title: 'states with checkpoint / TypeORM upsert', of: 'written', to: 'typeorm_upsert', target: 3 },
  { number: '14 save', title: 'states with checkpoint / TypeORM save', of: 'written', to: 'typeorm_save', target: 50 },
];

async function prefill({ appUrl, superuserUrl }: Scratch): Promise<void> {
  const db = await openDatabase(appUrl, 1);
  await openOrganization(db, BENCH);
  const take = benchEvents(7);
  for (let done = 0; done < PREFILL; done += 1000) await append(db, BENCH, take(1000));
  await db.destroy();
  await asking(superuserUrl, (client) => client.query('vacuum analyze'));
}

await withScratch(smoke, async (scratch) => {
  await prefill(scratch);
  const logs = await scratch.copy('logs');
  const short: readonly OpenSide[] = [
    await replayed(logs, 'replayed'),
    await paged(logs, 'paged'),
    await written(scratch, 'written'),
    await bare(scratch, 'bare'),
    await typeormStates(scratch, 'typeorm_upsert', 'upsert'),
    await typeormStates(scratch, 'typeorm_save', 'save'),
  ];
  const long: readonly OpenSide[] = [
    await rebuilt(scratch, 'rebuilt', LOG),
    await refreshedOneByOne(scratch, 'refreshed', LOG),
  ];
  const sliceSeconds = smoke ? 0.01 : 0.4;
  const measured = new Map([
    ...(await alternate(short, { rounds: smoke ? 1 : 11, sliceSeconds, postgres: scratch.time })),
    // A slice of these is a whole log.
    ...(await alternate(long, { rounds: smoke ? 1 : 5, sliceSeconds: smoke ? 0.01 : 2, postgres: scratch.time })),
  ]);
  for (const { close } of [...short, ...long]) await close();
  finish({ rows: ROWS.map((row) => rowOf(row, measured)), settings: scratch.settings });
});
