/**
 * Rows 16 to 18: the whole way from a request to the log, and from the log to what is seen.
 *
 *   node dist/bench/pipe.js [--smoke]
 */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { append } from '#libs/store/append.js';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { head } from '#libs/store/queries/head.js';
import { progress } from '#libs/store/queries/progress.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { projecting } from '../apps/projector/project.js';
import { startProjector } from '../apps/projector/projector.js';
import { startWorker } from '../apps/worker/worker.js';
import { BENCH, benchEvents } from './append/events.js';
import { type OpenSide, ours } from './append/sides.js';
import { alternate } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Row, rounded, rowOf } from './harness/row.js';
import { type Scratch, withScratch } from './harness/scratch.js';
import { quartiles } from './harness/statistics.js';

const { smoke, finish } = reporting('pipe', 'The whole way of an event');
const silent = pino({ level: 'silent' });
/** Requests under way at once, as several collectors make them. */
const AT_ONCE = 8;

/** Posts events and waits until the log holds them. */
async function piped(scratch: Scratch, name: string, size: number, requests: number): Promise<OpenSide> {
  const { appUrl } = await scratch.copy(name);
  const token = newToken();
  const worker = await startWorker({ databaseUrl: appUrl }, silent);
  const settings = { host: '127.0.0.1', port: 0, databaseUrl: appUrl, administratorToken: token };
  const api = await startApi(settings, silent);
  const db = await openDatabase(appUrl, 1);
  const take = benchEvents(size);
  const reached = async () => (await inOrganization(db, BENCH, (inside) => head(inside, BENCH)))?.position ?? 0;
  const post = async (body: string) => {
    const response = await fetch(`${api.url}/api/v1/events?organization=${BENCH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' },
      body,
    });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`${response.status} ${text.slice(0, 500)}`);
  };
  return {
    name,
    close: async () => {
      await api.close();
      await worker.close();
      await db.destroy();
    },
    next: async () => {
      const bodies = Array.from({ length: requests }, () => JSON.stringify(take(size).map(cloudEvent)));
      const expected = (await reached()) + size * requests;
      return async () => {
        const waiting = [...bodies];
        const send = async () => {
          for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) await post(body);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, send));
        while ((await reached()) < expected) await sleep(5);
        return size * requests;
      };
    },
  };
}

function cloudEvent(event: ReturnType<ReturnType<typeof benchEvents>>[number]) {
  const { id, source, type, occurredAt, data, actor } = event;
  return { specversion: '1.0', id, source, type: `certfleet.${type}.v1`, time: occurredAt, data, actor };
}

/** Milliseconds from the answer of an append until its projection can be read; a projector is at work, or asks every 50 ms. */
async function delays(scratch: Scratch, how: 'hinted' | 'polled', times: number): Promise<readonly number[]> {
  const { appUrl } = await scratch.copy(`delay_${how}`);
  const db = await openDatabase(appUrl, 4);
  const stop = how === 'hinted' ? await hinted(appUrl) : polled(db);
  const take = benchEvents(18);
  const found: number[] = [];
  for (let time = 0; time < times + 3; time += 1) {
    const { position } = await append(db, BENCH, take(1));
    const from = performance.now();
    for (;;) {
      const seen = await inOrganization(db, BENCH, (inside) => progress(inside, BENCH));
      if (seen.position >= position) break;
      await sleep(1);
    }
    if (time >= 3) found.push(performance.now() - from);
    // At any place between two polls.
    await sleep((time * 17) % 60);
  }
  await stop();
  await db.destroy();
  return found;
}

async function hinted(databaseUrl: string): Promise<() => Promise<void>> {
  const projector = await startProjector({ databaseUrl, decidesAlerts: false }, silent);
  await sleep(200);
  return projector.close;
}

function polled(database: Awaited<ReturnType<typeof openDatabase>>): () => Promise<void> {
  const stopping = new AbortController();
  const tools = { database, holder: 'bench', leaseSeconds: 10, concurrency: 1, log: silent, stopping: stopping.signal };
  const { round, release } = projecting(tools);
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await round();
      await sleep(50);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
    await release();
  };
}

async function delayRow(scratch: Scratch): Promise<Row> {
  const times = smoke ? 2 : 40;
  const [first, second] = [await delays(scratch, 'hinted', times), await delays(scratch, 'polled', times)];
  const [byHint, byPoll] = [quartiles(first), quartiles(second)];
  return {
    number: '18',
    title: 'from append to visible, by notify / by polling every 50 ms (time)',
    target: 0.3,
    better: 'less',
    unit: 'ratio',
    value: {
      low: byHint.low / byPoll.median,
      median: byHint.median / byPoll.median,
      high: byHint.high / byPoll.median,
    },
    processor: null,
    absolute: `${rounded(byHint.median)} ms against ${rounded(byPoll.median)} ms`,
  };
}

await withScratch(smoke, async (scratch) => {
  const db = await openDatabase(scratch.appUrl, 1);
  await openOrganization(db, BENCH);
  await db.destroy();
  const sides = [
    await piped(scratch, 'pipe_100', 100, smoke ? 2 : 20),
    await piped(scratch, 'pipe_1', 1, smoke ? 4 : 40),
    await ours(scratch, 'ours_100', 100),
  ];
  const measured = await alternate(sides, {
    rounds: smoke ? 1 : 11,
    sliceSeconds: smoke ? 0.01 : 0.8,
    postgres: scratch.time,
  });
  for (const { close } of sides) await close();
  finish({
    rows: [
      rowOf(
        {
          number: '16',
          title: 'whole pipe, 100 a request / append in 100s',
          of: 'pipe_100',
          to: 'ours_100',
          target: 0.4,
        },
        measured,
      ),
      rowOf(
        { number: '17', title: 'whole pipe, 100 a request / 1 a request', of: 'pipe_100', to: 'pipe_1', target: 15 },
        measured,
      ),
      await delayRow(scratch),
    ],
    settings: scratch.settings,
  });
});
