/**
 * No ratios: how soon it starts, how fast it answers fleets of two sizes, how the database grows.
 *
 *   node dist/bench/service.js [--smoke]
 */
import 'reflect-metadata';
import { openDatabase } from '#libs/store/database.js';
import { reporting } from './harness/report.js';
import { type Scratch, withScratch } from './harness/scratch.js';
import { slopeText } from './harness/statistics.js';
import { bytesBySize, growthLines, grownTo } from './large-fleet/growth.js';
import { loadFleet } from './large-fleet/load.js';
import { answersOf, answerTable } from './service/answers.js';
import { startLines } from './service/start.js';

const { smoke, finish } = reporting('service', 'Starting, answering, growing');
const SIZES = smoke ? [20, 40] : [1_000, 10_000];
const SECONDS = smoke ? 1 : 4;
const EVENTS = 12;
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const TEMPLATES = smoke ? 5 : 10;

async function measured(scratch: Scratch, servers: number) {
  const urls = await scratch.copy(`fleet_${servers}`);
  const db = await openDatabase(urls.appUrl, 2);
  const fleet = { servers, events: EVENTS, templates: TEMPLATES, until: UNTIL };
  await loadFleet(db, urls.ownerUrl, fleet, () => undefined);
  await db.destroy();
  return { grown: await grownTo(urls.ownerUrl, fleet), answers: await answersOf(urls.appUrl, fleet, SECONDS) };
}

await withScratch(smoke, async (scratch) => {
  const found = [];
  for (const servers of SIZES) found.push(await measured(scratch, servers));
  const grown = found.map((one) => one.grown);
  finish({
    rows: [],
    settings: scratch.settings,
    notes: [
      ...(await startLines()),
      ...growthLines(grown),
      `* The database grows with the power ${slopeText(bytesBySize(grown))} of the number of servers: 1 is in proportion.`,
      '',
      ...answerTable(
        SIZES,
        found.flatMap(({ answers }) => answers),
      ),
    ],
  });
});
