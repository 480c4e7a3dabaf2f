/**
 * A whole fleet's HealthChecker reports, one request a file, until the last of them is decided on: how many a second, and with what memory.
 *
 *   node dist/bench/ingest.js [--smoke]
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { startProjector } from '../apps/projector/projector.js';
import { startWorker } from '../apps/worker/worker.js';
import { reporting } from './harness/report.js';
import { rounded } from './harness/row.js';
import { withScratch } from './harness/scratch.js';

const { smoke, finish } = reporting('ingest', 'Reports of a whole fleet');
const REPORTS = smoke ? 3 : 10_000;
const ORGANIZATION = 'ingest';
const AT_ONCE = 8;
const SAMPLE = readFileSync(
  fileURLToPath(new URL('../libs/formats/health-checker/sample.xml', import.meta.url)),
  'utf8',
);

function report(index: number): string {
  const name = `ix${String(index).padStart(5, '0')}`;
  return SAMPLE.replaceAll('EX01', name.toUpperCase()).replaceAll('ex01', name);
}

await withScratch(smoke, async ({ appUrl, settings }) => {
  const silent = pino({ level: 'silent' });
  const db = await openDatabase(appUrl, 2);
  await openOrganization(db, ORGANIZATION);
  const token = newToken();
  const worker = await startWorker({ databaseUrl: appUrl }, silent);
  const projector = await startProjector({ databaseUrl: appUrl, decidesAlerts: false }, silent);
  const api = await startApi({ host: '127.0.0.1', port: 0, databaseUrl: appUrl, administratorToken: token }, silent);
  const count = async (sql: string) => {
    const [row] = await inOrganization(db, ORGANIZATION, (inside) =>
      inside.query<{ count: string }>(sql, [ORGANIZATION]),
    );
    return Number(row?.count);
  };
  const started = performance.now();
  const sinceStart = () => (performance.now() - started) / 1000;
  let next = 0;
  const send = async () => {
    for (let index = next++; index < REPORTS; index = next++) {
      const response = await fetch(`${api.url}/api/v1/imports?organization=${ORGANIZATION}&filename=${index}.xml`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
        body: report(index),
      });
      const text = await response.text();
      if (response.status !== 202) throw new Error(`${response.status} ${text.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  const accepted = sinceStart();
  const until = async (sql: string, least: number) => {
    while ((await count(sql)) < least) await sleep(50);
    return sinceStart();
  };
  const ended = await until(
    `select count(*) as count from certfleet.inbox where organization = $1 and state = 'recorded'`,
    REPORTS,
  );
  const projected = await until(
    'select count(*) as count from certfleet.server_state where organization = $1',
    REPORTS,
  );
  const peak = process.resourceUsage().maxRSS / 1024;
  await api.close();
  await projector.close();
  await worker.close();
  await db.destroy();
  finish({
    rows: [],
    settings,
    notes: [
      `${rounded(REPORTS)} reports of ${rounded(SAMPLE.length / 1024)} KiB, 8 at a time, everything in one process: taken in after ${rounded(accepted)} s,`,
      `recorded after ${rounded(ended)} s (${rounded(REPORTS / ended)}/s), projected after ${rounded(projected)} s (${rounded(REPORTS / projected)}/s); peak memory ${rounded(peak)} MiB.`,
    ],
  });
});
