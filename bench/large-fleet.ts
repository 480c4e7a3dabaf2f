/**
 * A fleet of 10,000 servers with two years of history: what the questions of the pages take, cold and warm, over HTTP. Absolute figures, for a quiet
 * machine; the database is made anew in a folder of its own and removed.
 *
 *   node dist/bench/large-fleet.js            10,000 servers with 100 events each
 *   node dist/bench/large-fleet.js --smoke    200 servers with 12 events, no verdict: that it runs at all
 *   node dist/bench/large-fleet.js --keep DIR keeps the database there, or asks the one that is there already
 */
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { migrateQueue } from '#libs/queue/migrate.js';
import { migrate, openDatabase } from '#libs/store/database.js';
import { startEmbedded } from '#libs/store/embedded-postgres.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { FLEET, loadFleet, type LargeFleet } from './large-fleet/load.js';
import { questions, type Question } from './large-fleet/questions.js';

const smoke = process.argv.includes('--smoke');
const kept = process.argv[process.argv.indexOf('--keep') + 1];
const folder =
  process.argv.includes('--keep') && kept !== undefined ? kept : mkdtempSync(join(tmpdir(), 'certfleet-bench-'));
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const fleet: LargeFleet = smoke
  ? { servers: 200, events: 12, templates: 10, until: UNTIL }
  : { servers: 10_000, events: 100, templates: 20, until: UNTIL };
const WARM = smoke ? 1 : 7;

const begun = Date.now();
const tell = (line: string) => console.log(`   ${((Date.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);

async function load(): Promise<void> {
  const postgres = await startEmbedded({ dataDir: folder });
  try {
    await migrate(postgres.ownerUrl);
    await migrateQueue({ databaseUrl: postgres.ownerUrl }, 'certfleet_app');
    const db = await openDatabase(postgres.appUrl, 4);
    try {
      await loadFleet(db, postgres.ownerUrl, fleet, tell);
    } finally {
      await db.destroy();
    }
  } finally {
    await postgres.stop();
  }
}

/** Asks over HTTP, of an API and a database that have just been started; then again and again. */
async function measure(
  question: Question,
): Promise<{ readonly cold: number; readonly warm: number; readonly note: string }> {
  dropCaches();
  const postgres = await startEmbedded({ dataDir: folder });
  const token = newToken();
  const api = await startApi(
    { host: '127.0.0.1', port: 0, databaseUrl: postgres.appUrl, administratorToken: token },
    pino({ level: 'warn' }, pino.destination(2)),
  );
  try {
    // Connections and code are there in a service that runs; rows are not.
    await fetch(`${api.url}/readyz`);
    const ask = async () => {
      const from = performance.now();
      const response = await fetch(
        `${api.url}/api/v1${question.path}${question.path.includes('?') ? '&' : '?'}organization=${FLEET}`,
        {
          headers: { authorization: `Bearer ${token}` },
        },
      );
      const text = await response.text();
      if (!response.ok) throw new Error(`${question.path}: ${response.status} ${text.slice(0, 500)}`);
      return { took: performance.now() - from, text };
    };
    const cold = await ask();
    const warm: number[] = [];
    for (let round = 0; round < WARM; round += 1) warm.push((await ask()).took);
    const median = warm.sort((one, other) => one - other)[Math.floor(warm.length / 2)] ?? 0;
    return { cold: cold.took, warm: median, note: noteOf(cold.text) };
  } finally {
    await api.close();
    await postgres.stop();
  }
}

function noteOf(text: string): string {
  const body: unknown = JSON.parse(text);
  const total = typeof body === 'object' && body !== null && 'total' in body ? `${String(body.total)} in all, ` : '';
  return `${total}${(text.length / 1024).toFixed(0)} KiB`;
}

/** The file cache of the operating system, where we may empty it: else cold means a fresh server only. */
function dropCaches(): boolean {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

try {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'loaded'))) {
    await load();
    writeFileSync(join(folder, 'loaded'), '');
  }
  console.log(
    `   cold: a fresh server${dropCaches() ? ' and an empty file cache' : ''}; warm: median of ${WARM}; load ${loadavg()[0]?.toFixed(2)}`,
  );
  for (const question of questions(fleet)) {
    const { cold, warm, note } = await measure(question);
    console.log(
      `   ${question.title.padEnd(42)} cold ${cold.toFixed(0).padStart(6)} ms   warm ${warm.toFixed(0).padStart(6)} ms   ${note}`,
    );
  }
} finally {
  if (!process.argv.includes('--keep')) rmSync(folder, { recursive: true, force: true });
}
