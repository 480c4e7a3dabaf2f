import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { acrossOrganizations, applicationUrl, openDatabase } from '#libs/store/database.js';
import { type FaultFleet, PARTS, startFaultFleet } from '../support/fault-fleet.js';
import { until } from '../support/until.js';

/** What was acknowledged: the ticket, and the ids of the events in it. */
type Acknowledged = Map<string, readonly string[]>;

/** How often something is killed. FAULT_ROUNDS=200 for a night. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 6);
let fleet: FaultFleet;
let db: DataSource;
beforeAll(async () => {
  fleet = await startFaultFleet();
  db = await openDatabase(applicationUrl(fleet.databaseUrl), 2);
  await fleet.ready();
});
afterAll(async () => {
  await db.destroy();
  await fleet.close();
});

test(
  'kill -9 of the API, the worker, the projector and PostgreSQL, again and again, loses no acknowledged report and records none twice',
  async () => {
    const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
    const random = generator(seed);
    const acknowledged: Acknowledged = new Map();
    let over = false;
    const senders = [0, 1, 2].map(async (sender) => {
      for (let n = 0; !over; n += 1) await sendUntilAcknowledged(report(sender, n), acknowledged, () => over);
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      // Something must be under way, or there is nothing to lose.
      const before = acknowledged.size;
      await until(() => acknowledged.size > before, { within: 60_000 });
      await pause(random() * 800);
      const victim = [...PARTS, 'database' as const][Math.floor(random() * 4)] ?? 'worker';
      if (victim === 'database') await fleet.killDatabase();
      else {
        await fleet.kill(victim);
        await pause(random() * 300);
        fleet.start(victim);
      }
    }
    await fleet.ready();
    over = true;
    await Promise.all(senders);
    const told = `seed ${seed}, ${acknowledged.size} acknowledged requests`;

    await until(async () => (await waiting()) === 0, { within: 60_000, every: 250 });
    const sent = [...acknowledged.values()].flat();
    const recorded = await recordedIds();
    expect({ told, enough: acknowledged.size >= ROUNDS }).toEqual({ told, enough: true });
    expect({ told, lost: [...new Set(sent)].filter((id) => !recorded.includes(id)) }).toEqual({ told, lost: [] });
    expect({ told, twice: recorded.length - new Set(recorded).size }).toEqual({ told, twice: 0 });
    expect({ told, gone: fleet.gone() }).toEqual({ told, gone: [] });

    const { last } = await positions();
    const verification = await ask(`/api/v1/verification?waitFor=${last}`);
    expect(verification).toMatchObject({ verified: true, log: { intact: true }, projection: { equal: true } });
  },
  ROUNDS * 20_000 + 180_000,
);

test('a worker killed five times on the same upload leaves it to the next one, and holds up nobody else', async () => {
  const slow = await send('/api/v1/imports?observedAt=2026-05-01T00:00:00Z', 'application/json', largeFleet(4_000));
  for (let killed = 0; killed < 5; killed += 1) {
    await until(async () => (await leased(slow)) > killed, { within: 60_000, every: 5 });
    await fleet.kill('worker');
    fleet.start('worker');
    const quick = await send('/api/v1/events', 'application/cloudevents-batch+json', report(9, killed).body);
    expect(quick).toMatch(/^[0-9a-f-]{36}$/);
  }
  await until(async () => (await waiting()) === 0, { within: 180_000, every: 250 });
  expect(await ask(`/api/v1/tickets/${slow}`)).toMatchObject({ state: 'done', outcome: 'recorded', error: null });
  const recorded = await recordedIds();
  expect(recorded.length - new Set(recorded).size).toBe(0);
  for (let killed = 0; killed < 5; killed += 1)
    expect(recorded).toEqual(expect.arrayContaining([...report(9, killed).ids]));
}, 420_000);

/** A batch of three events on one of five servers; every third one repeats an event of the batch before, as a nervous collector would. */
function report(sender: number, n: number): { readonly body: string; readonly ids: readonly string[] } {
  const ids = [0, 1, 2].map((k) => `${sender}-${k === 2 && n > 0 && n % 3 === 0 ? n - 1 : n}-${k}`);
  const events = ids.map((id) => {
    const [, of = '0', k = '0'] = id.split('-');
    return {
      specversion: '1.0',
      id,
      source: `/organizations/default/servers/ex0${(sender + Number(of)) % 5}.contoso.com`,
      type: 'certfleet.certificate.enabled.v1',
      time: new Date(Date.UTC(2026, 0, 1) + (Number(of) * 7919 + Number(k) * 104729) * 1000).toISOString(),
      data: { thumbprint: `${k}`.repeat(40), services: ['SMTP'], answer: 'force' },
    };
  });
  return { body: JSON.stringify(events), ids };
}

async function sendUntilAcknowledged(
  { body, ids }: { readonly body: string; readonly ids: readonly string[] },
  acknowledged: Acknowledged,
  over: () => boolean,
): Promise<void> {
  while (!over()) {
    const ticket = await send('/api/v1/events', 'application/cloudevents-batch+json', body).catch(() => null);
    if (ticket === null) {
      await pause(20);
      continue;
    }
    acknowledged.set(ticket, ids);
    return;
  }
}

/** The ticket. @throws Error when the report was not acknowledged; it may have been stored all the same. */
async function send(path: string, contentType: string, body: string): Promise<string> {
  const response = await fetch(`${fleet.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${fleet.token}`, 'content-type': contentType },
    body,
    signal: AbortSignal.timeout(20_000),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return String(Object(await response.json()).ticket);
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${fleet.url}${path}`, { headers: { authorization: `Bearer ${fleet.token}` } });
  return response.json();
}

/** A question of this test to the database, which may just be coming back. */
async function question<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await acrossOrganizations(db, (transaction) => transaction.query<Row>(sql, parameters));
    } catch (error) {
      if (attempt === 20) throw error;
      await pause(200);
    }
  }
}

async function waiting(): Promise<number> {
  const [row] = await question<{ n: string }>(`select count(*) as n from certfleet.inbox where state = 'queued'`);
  return Number(row?.n);
}

async function leased(ticket: string): Promise<number> {
  const [row] = await question<{ attempts: number }>('select attempts from certfleet.inbox where inbox_id = $1', [
    ticket,
  ]);
  return row?.attempts ?? 0;
}

async function recordedIds(): Promise<string[]> {
  const rows = await question<{ source: string; id: string }>(
    'select source, id from certfleet.event order by position',
  );
  return rows.map(({ id }) => id);
}

async function positions(): Promise<{ last: number }> {
  const [row] = await question<{ last: string; n: string }>(
    'select max(position) as last, count(*) as n from certfleet.event',
  );
  expect(row?.last).toBe(row?.n); // dense
  return { last: Number(row?.last) };
}

/** Takes a worker a second or more to read, so that it can be killed while it holds it. */
function largeFleet(servers: number): string {
  return JSON.stringify({
    format: 'certfleet.fleet/1',
    servers: Array.from({ length: servers }, (_, n) => ({
      fqdn: `big${n}.contoso.com`,
      version: '2019',
      roles: ['Mailbox'],
      certificates: Array.from({ length: 4 }, (__, k) => ({
        thumbprint: (n * 4 + k).toString(16).toUpperCase().padStart(40, '0'),
        subject: `CN=big${n}`,
        services: ['SMTP'],
      })),
    })),
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A small generator of numbers from 0 to 1, so that a run can be repeated from its seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
