/** Alerts over real processes: decider and deliverer are killed again and again, a receiver keeps a journal. */
import { createServer, type Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AlertMessage } from '#libs/alerts/message.js';
import { readKeys } from '#libs/delivery/secrets.js';
import { sealSettings } from '#libs/delivery/sealed-settings.js';
import { migrateQueue } from '#libs/queue/migrate.js';
import { openOrganization } from '#libs/store/organizations.js';
import { allAlerts, channelFor, outbox } from '../../test/support/alerting.js';
import { overwritten, server, subscription } from '../../test/support/alert-fleet.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { record } from '../../test/support/fleet-log.js';
import { startProcess, type TestProcess } from '../../test/support/processes.js';
import { until } from '../../test/support/until.js';

interface Received {
  readonly sending: string;
  readonly at: number;
  readonly body: string;
}

let database: FreshDatabase;
let receiver: Server;
let url = '';
const received: Received[] = [];
/** How many requests are answered with 503 from here on. */
let refusing = 0;
const keys = `k1:${randomBytes(32).toString('base64')}`;
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const processes: TestProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (refusing > 0) {
        refusing -= 1;
        response.writeHead(503).end();
        return;
      }
      const body = Buffer.concat(parts).toString('utf8');
      received.push({ sending: String(request.headers['webhook-id']), at: Date.now(), body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/` : '';
}, 60_000);
afterEach(async () => {
  for (const process of processes.splice(0)) await process.kill();
  received.length = 0;
});
afterAll(async () => {
  receiver.close();
  await database.close();
});

async function start(part: 'projector' | 'worker'): Promise<TestProcess> {
  const started = await startProcess({
    projector: part === 'projector',
    databaseUrl: database.appUrl,
    leaseSeconds: 1,
    pollMilliseconds: 150,
    deliverMilliseconds: 150,
    logLevel: 'error',
    deliveryEnvironment: {
      CERTFLEET_SECRET_KEYS: keys,
      CERTFLEET_EGRESS: '127.0.0.1',
      CERTFLEET_EGRESS_HTTP: 'true',
    },
  });
  processes.push(started);
  return started;
}

/** An organization of so many servers with an Edge, whose channel is the receiver. */
async function fleet(organization: string, servers: number): Promise<void> {
  const read = readKeys(keys);
  if ('fault' in read) throw new Error(read.fault);
  await openOrganization(database.db, organization);
  const settings = sealSettings(
    { url, secrets: [secret] },
    ['secrets', 'headers'],
    { organization, channelId: 'duty' },
    read,
  );
  await channelFor(database.db, organization, 'duty', settings);
  await record(database.db, organization, [subscription(), ...Array.from({ length: servers }, (_, n) => server(n))]);
}

const overwrites = async (organization: string) =>
  (await allAlerts(database.db, organization)).filter(({ facts }) => facts.rule === 'default-smtp-overwritten');

const laid = async (organization: string): Promise<readonly AlertMessage[]> =>
  (await outbox(database.db, organization))
    .map(({ message }) => message)
    .filter(({ rule }) => rule?.id === 'default-smtp-overwritten');

test('an overwrite reaches the receiver within half a minute, once', async () => {
  await fleet('prompt', 2);
  await Promise.all([start('projector'), start('worker')]);
  const begun = Date.now();
  await record(database.db, 'prompt', [overwritten(1, 'AB', 1)]);
  await until(() => received.some(({ body }) => body.includes('default SMTP certificate overwritten')), {
    within: 25_000,
  });
  expect(Date.now() - begun).toBeLessThan(30_000);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(received.filter(({ body }) => body.includes('default SMTP certificate overwritten'))).toHaveLength(1);
  expect(received[0]?.body).toContain('Enable-ExchangeCertificate');
}, 90_000);

test('kill -9 of decider and deliverer at any point: every change is told, one alert each, under one id', async () => {
  const servers = 40;
  await fleet('killed', servers);
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
  const random = generator(seed);
  const running = { projector: await start('projector'), worker: await start('worker') };
  refusing = 2;
  for (let n = 0; n < servers; n += 4) {
    const events = [0, 1, 2, 3].map((k) => overwritten(n + k, 'AB', 1, `change ${n}`));
    await record(database.db, 'killed', events);
    await new Promise((resolve) => setTimeout(resolve, random() * 900));
    const victim = random() < 0.6 ? 'projector' : 'worker';
    await running[victim].kill();
    running[victim] = await start(victim);
  }
  const recovered = Date.now();
  const toldOf = () => {
    const bodies = received.map(({ body }) => body).join('\n');
    return Array.from({ length: servers }, (_, n) => n).filter((n) =>
      bodies.includes(server(n).source.split('/').at(-1) ?? '-'),
    );
  };
  await until(() => toldOf().length === servers, { within: 60_000, every: 250 });
  const told = `seed ${seed}`;
  expect({ told, within: Date.now() - recovered < 60_000 }).toEqual({ told, within: true });
  const alerts = await overwrites('killed');
  expect({ told, alerts: alerts.length, ids: new Set(alerts.map(({ id }) => id)).size }).toEqual({
    told,
    alerts: servers,
    ids: servers,
  });
  expect({ told, episodes: [...new Set(alerts.map(({ episode, state }) => `${state} ${episode}`))] }).toEqual({
    told,
    episodes: ['firing 1'],
  });
  // A message whose answer was lost comes again under the same id of its sending; no other message exists twice.
  const messages = await laid('killed');
  expect({ told, ids: messages.every(({ id }) => alerts.some((alert) => alert.id === id)) }).toEqual({
    told,
    ids: true,
  });
}, 240_000);

/** A generator of numbers from 0 to 1 that a seed decides (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
