/**
 * Large fleets with a long history: what the questions of the pages take, cold and warm, over HTTP, and how that grows with the number of servers.
 * Absolute figures, for a quiet machine; each database is made anew in a folder of its own and removed.
 *
 *   node dist/bench/large-fleet.js                              1,000 and 10,000 servers with 30 events each
 *   node dist/bench/large-fleet.js --servers 1000,10000,100000  other sizes, --events 12 for a shorter history
 *   node dist/bench/large-fleet.js --smoke                      20 and 200 servers with 12 events: that it runs at all
 *   node dist/bench/large-fleet.js --keep DIR                   keeps the databases there, or asks those that are there already
 */
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { migrateQueue } from '#libs/queue/migrate.js';
import { migrate, openDatabase } from '#libs/store/database.js';
import { type EmbeddedPostgres, startEmbedded } from '#libs/store/embedded-postgres.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { reporting } from './harness/report.js';
import { rounded } from './harness/row.js';
import { slopeText } from './harness/statistics.js';
import { bytesBySize, type Grown, growthLines, grownTo } from './large-fleet/growth.js';
import { FLEET, loadFleet, type LargeFleet } from './large-fleet/load.js';
import { questions, type Question } from './large-fleet/questions.js';

const { smoke, finish } = reporting('large-fleet', 'Large fleets');
const kept = argument('--keep');
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const SIZES = (argument('--servers') ?? (smoke ? '20,200' : '1000,10000')).split(',').map(Number);
const EVENTS = Number(argument('--events') ?? (smoke ? 12 : 30));
const WARM = smoke ? 1 : 5;

function argument(name: string): string | undefined {
  const place = process.argv.indexOf(name);
  return place < 0 ? undefined : process.argv[place + 1];
}

const begun = Date.now();
const tell = (line: string) => console.log(`   ${((Date.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);

interface Taken {
  readonly title: string;
  readonly servers: number;
  /** Milliseconds. */
  readonly cold: number;
  readonly warm: number;
  readonly note: string;
}

async function inFolder<T>(dataDir: string, work: (postgres: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const postgres = await startEmbedded({ dataDir });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
  }
}

function load(folder: string, fleet: LargeFleet): Promise<void> {
  return inFolder(folder, async (postgres) => {
    await migrate(postgres.ownerUrl);
    await migrateQueue({ databaseUrl: postgres.ownerUrl }, 'certfleet_app');
    const db = await openDatabase(postgres.appUrl, 4);
    try {
      await loadFleet(db, postgres.ownerUrl, fleet, tell);
    } finally {
      await db.destroy();
    }
  });
}

/** Asks over HTTP, of an API and a database that have just been started; then again and again. */
function measure(folder: string, { path }: Question): Promise<Pick<Taken, 'cold' | 'warm' | 'note'>> {
  dropCaches();
  return inFolder(folder, async (postgres) => {
    const token = newToken();
    const api = await startApi(
      { host: '127.0.0.1', port: 0, databaseUrl: postgres.appUrl, administratorToken: token },
      pino({ level: 'warn' }, pino.destination(2)),
    );
    const ask = async () => {
      const from = performance.now();
      const url = `${api.url}/api/v1${path}${path.includes('?') ? '&' : '?'}organization=${FLEET}`;
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
      return { took: performance.now() - from, text };
    };
    try {
      // Connections and code are there in a service that runs; rows are not.
      await fetch(`${api.url}/readyz`);
      const cold = await ask();
      const warm: number[] = [];
      for (let round = 0; round < WARM; round += 1) warm.push((await ask()).took);
      const median = warm.sort((one, other) => one - other)[Math.floor(warm.length / 2)] ?? 0;
      return { cold: cold.took, warm: median, note: noteOf(cold.text) };
    } finally {
      await api.close();
    }
  });
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

async function fleetOf(folder: string, servers: number): Promise<{ grown: Grown; taken: readonly Taken[] }> {
  const fleet: LargeFleet = { servers, events: EVENTS, templates: smoke ? 10 : 20, until: UNTIL };
  mkdirSync(folder, { recursive: true });
  const mark = join(folder, 'loaded');
  const wanted = JSON.stringify(fleet);
  if (!existsSync(mark)) {
    await load(folder, fleet);
    writeFileSync(mark, wanted);
  } else if (readFileSync(mark, 'utf8') !== wanted) throw new Error(`${folder} holds another fleet.`);
  const grown = await inFolder(folder, ({ ownerUrl }) => grownTo(ownerUrl, fleet));
  const taken: Taken[] = [];
  for (const question of questions(fleet)) {
    const measured = await measure(folder, question);
    taken.push({ title: question.title, servers, ...measured });
    const { cold, warm, note } = measured;
    tell(
      `${question.title.padEnd(42)} cold ${cold.toFixed(0).padStart(6)} ms, warm ${warm.toFixed(0).padStart(6)} ms, ${note}`,
    );
  }
  return { grown, taken };
}

function tableOf(taken: readonly Taken[]): readonly string[] {
  const titles = [...new Set(taken.map(({ title }) => title))];
  return [
    `| question | ${SIZES.map((servers) => `${rounded(servers)} servers: cold, warm ms`).join(' | ')} | answer of the largest | warm grows with the power |`,
    `|---|${SIZES.map(() => '---|').join('')}---|---|`,
    ...titles.map((title) => {
      const own = taken.filter((one) => one.title === title);
      const times = own.map(({ cold, warm }) => `${rounded(Math.round(cold))}, ${rounded(warm)}`).join(' | ');
      const slope = slopeText(own.map(({ servers, warm }) => ({ size: servers, value: warm })));
      return `| ${title} | ${times} | ${own.at(-1)?.note} | ${slope} |`;
    }),
  ];
}

const folder = kept ?? mkdtempSync(join(tmpdir(), 'certfleet-bench-'));
try {
  const found = [];
  for (const servers of SIZES) {
    const own = join(folder, `servers-${servers}`);
    found.push(await fleetOf(own, servers));
    if (kept === undefined) rmSync(own, { recursive: true, force: true });
  }
  const grown = found.map((one) => one.grown);
  const memory = process.resourceUsage().maxRSS / 1024;
  finish({
    rows: [],
    notes: [
      `Cold is a fresh server${dropCaches() ? ' and an empty file cache' : ''}, warm the median of ${WARM}. The process that loads and asks took ${rounded(memory)} MiB at most.`,
      '',
      ...growthLines(grown),
      ...(grown.length < 2
        ? []
        : [
            `* The database grows with the power ${slopeText(bytesBySize(grown))} of the number of servers: 1 is in proportion.`,
          ]),
      '',
      ...tableOf(found.flatMap(({ taken }) => taken)),
    ],
  });
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
