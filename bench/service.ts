/**
 * No ratios: how soon it starts, how fast it answers fleets of two sizes, how the database grows.
 *
 *   node dist/bench/service.js [--smoke]
 */
import 'reflect-metadata';
import autocannon from 'autocannon';
import { pino } from 'pino';
import { openDatabase } from '#libs/store/database.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { reporting } from './harness/report.js';
import { rounded } from './harness/row.js';
import { asking, type Scratch, type ScratchDatabase, withScratch } from './harness/scratch.js';
import { FLEET, loadFleet, serverName } from './large-fleet/load.js';
import { startLines } from './service/start.js';

const { smoke, finish } = reporting('service', 'Starting, answering, growing');
const SIZES = smoke ? [20] : [1_000, 10_000];
const CLIENTS = [1, 32];
const SECONDS = smoke ? 1 : 5;
const EVENTS = 12;
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const WEEK = 7 * 86_400_000;
const THEN = new Date(UNTIL - (EVENTS / 2) * WEEK + WEEK / 2).toISOString();

interface Asked {
  readonly title: string;
  readonly path: string;
  readonly commands?: readonly object[];
}

function questions(servers: number): readonly Asked[] {
  const server = `${serverName(Math.floor(servers / 2))}.corp.contoso.com`;
  const command = { cmdlet: 'Enable-ExchangeCertificate', server, thumbprint: 'A'.repeat(40), services: ['SMTP'] };
  return [
    { title: 'first page of bindings', path: '/bindings' },
    { title: 'one server', path: `/servers/${server}` },
    { title: 'one server as of another time', path: `/servers/${server}?asOf=${THEN}` },
    ...(smoke ? [] : [{ title: 'a plan', path: '/plans', commands: [{ ...command, answer: 'no' }] }]),
  ];
}

async function answers(urls: ScratchDatabase, servers: number): Promise<readonly string[]> {
  const token = newToken();
  const settings = { host: '127.0.0.1', port: 0, databaseUrl: urls.appUrl, administratorToken: token };
  const api = await startApi(settings, pino({ level: 'silent' }));
  const lines: string[] = [];
  try {
    for (const { title, path, commands } of questions(servers))
      for (const connections of CLIENTS) {
        const { latency, requests, non2xx, errors } = await autocannon({
          url: `${api.url}/api/v1${path}${path.includes('?') ? '&' : '?'}organization=${FLEET}`,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          connections,
          duration: SECONDS,
          timeout: 60,
          workers: 1,
          ...(commands !== undefined && { method: 'POST', body: JSON.stringify({ commands, asOf: null }) }),
        });
        const wrong = non2xx + errors === 0 ? '' : ` (${non2xx + errors} failed)`;
        lines.push(
          `| ${title} | ${rounded(servers)} | ${connections} | ${rounded(latency.p50)} | ${rounded(latency.p99)} | ${rounded(requests.average)}${wrong} |`,
        );
      }
  } finally {
    await api.close();
  }
  return lines;
}

const LOG = ['event', 'stream', 'commit'];
const PROJECTION = ['server_state', 'installation', 'neighbour', 'binding', 'finding', 'server_alias', 'certificate'];

async function growth({ ownerUrl }: ScratchDatabase, servers: number): Promise<string> {
  const sizeOf = (tables: readonly string[]) =>
    asking(ownerUrl, async (client) => {
      const { rows } = await client.query<{ size: string }>(
        `select sum(pg_total_relation_size(format('certfleet.%I', name)::regclass)) as size from unnest($1::text[]) as t (name)`,
        [tables],
      );
      return Number(rows[0]?.size);
    });
  const [log, projection] = [await sizeOf(LOG), await sizeOf(PROJECTION)];
  return `* ${rounded(servers)} servers with ${EVENTS} events each: ${rounded(log / servers / EVENTS)} bytes of log an event, ${rounded(projection / servers / 1024)} KiB of projection a server, indexes included.`;
}

async function fleet(scratch: Scratch, servers: number) {
  const urls = await scratch.copy(`fleet_${servers}`);
  const db = await openDatabase(urls.appUrl, 2);
  const large = { servers, events: EVENTS, templates: smoke ? 5 : 10, until: UNTIL };
  await loadFleet(db, urls.ownerUrl, large, () => undefined);
  await db.destroy();
  return { grown: await growth(urls, servers), table: await answers(urls, servers) };
}

await withScratch(smoke, async (scratch) => {
  const found = [];
  for (const servers of SIZES) found.push(await fleet(scratch, servers));
  finish({
    rows: [],
    settings: scratch.settings,
    notes: [
      ...(smoke ? [] : await startLines()),
      ...found.map(({ grown }) => grown),
      '',
      '| question | servers | clients | p50 ms | p99 ms | requests/s |',
      '|---|---|---|---|---|---|',
      ...found.flatMap(({ table }) => table),
    ],
  });
});
