import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Server } from '#libs/fleet/document.js';
import { migrateQueue } from '#libs/queue/migrate.js';
import { inOrganization } from '#libs/store/database.js';
import { observedPresentations, type PresentationEvent } from '#libs/store/queries/presentations.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { project, record } from '../../test/support/fleet-log.js';
import { inventoryOf } from '../../test/support/lasting-fleet.js';
import { minute } from '../../test/support/events.js';
import { inTls, oddServer, scripted, type OddServer } from '../../test/support/odd-server.js';
import { serverCertificate } from '../../test/support/server-certificate.js';
import { until } from '../../test/support/until.js';
import { prober, type ProbingTools } from './probing.js';
import { startWorker } from './worker.js';

const EX01 = 'ex01.contoso.com';
const shown = serverCertificate(EX01);
const folder = mkdtempSync(join(tmpdir(), 'cf-probing-'));
const targets = join(folder, 'targets.json');
const logged: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });

let database: FreshDatabase;
let smtp: OddServer;
let enqueued = 0;

beforeAll(async () => {
  database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
  smtp = await oddServer(
    scripted('220 ready\r\n', [
      [/^EHLO/, '250-x\r\n250 STARTTLS\r\n'],
      [/^STARTTLS/, (socket) => void socket.write('220 go\r\n', () => inTls(shown)(socket))],
    ]),
  );
});
afterAll(async () => {
  await smtp.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function server(fqdn: string): Server {
  const bindings = [`0.0.0.0:${smtp.port}`];
  const everywhere = ['0.0.0.0-255.255.255.255'];
  return { fqdn, receiveConnectors: [{ name: 'Front', enabled: true, bindings, remoteIpRanges: everywhere }] };
}

async function organization(name: string, ...names: readonly string[]): Promise<string> {
  await record(
    database.db,
    name,
    names.map((fqdn) => inventoryOf(server(fqdn), minute(0))),
  );
  await project(database.db, name);
  return name;
}

function register(organizations: Readonly<Record<string, object>>): void {
  writeFileSync(targets, JSON.stringify({ format: 'certfleet.probe-targets/1', organizations }));
}

function tools(holder = 'one'): ProbingTools {
  const settings = { everySeconds: 600, targets, from: 'ams' };
  const queue = { enqueue: (items: readonly unknown[]) => Promise.resolve((enqueued += items.length) > 0) };
  return { database: database.db, queue, holder, log, settings, stop: new AbortController().signal };
}

const seen = (name: string): Promise<PresentationEvent[]> =>
  inOrganization(database.db, name, (db) => observedPresentations(db, name, { since: new Date(0), most: 100 }));

const LOCAL = { address: '127.0.0.1' };

describe('the worker that looks at servers', () => {
  test('looks at registered servers that the inventory knows, and at no others', async () => {
    const name = await organization('some', EX01, 'ex02.contoso.com');
    const other = await organization('others', EX01);
    register({ [name]: { [EX01]: LOCAL, 'nobody.contoso.com': LOCAL, EX02: LOCAL } });
    const before = smtp.connections();
    expect(await prober(tools())()).toEqual({ servers: 1, looks: 1, recorded: 1 });
    expect(smtp.connections() - before).toBe(1);
    expect(enqueued).toBe(1);
    expect(logged.join('')).toContain('registered servers are not in the inventory');
    expect(await seen(other)).toEqual([]);
  });

  test('only one worker looks, until the time between two rounds is over', async () => {
    const name = await organization('leased', EX01);
    register({ [name]: { [EX01]: LOCAL } });
    expect(await prober(tools('one'))()).toMatchObject({ servers: 1 });
    expect(await prober(tools('two'))()).toMatchObject({ servers: 0 });
  });

  test('a targets file that is not right, or not there, has nothing looked at', async () => {
    writeFileSync(
      targets,
      '{"format":"certfleet.probe-targets/1","organizations":{"some":{"ex01":{"adress":"127.0.0.1"}}}}',
    );
    const before = smtp.connections();
    expect(await prober(tools())()).toEqual({ servers: 0, looks: 0, recorded: 0 });
    expect(logged.at(-1)).toContain('organizations.some.ex01.adress');
    const nowhere = tools();
    const away = { ...nowhere, settings: { ...nowhere.settings, targets: join(folder, 'none.json') } };
    await expect(prober(away)()).rejects.toThrow('ENOENT');
    expect(smtp.connections()).toBe(before);
  });

  test('a worker without settings looks at nothing; with them what it sees is recorded, and once only while it stays so', async () => {
    const name = await organization('whole', EX01);
    register({ [name]: { [EX01]: LOCAL } });
    const settings = { databaseUrl: database.appUrl, reconcileSeconds: 0.3, idleSeconds: 0.3 };
    const before = smtp.connections();
    const idle = await startWorker(settings, log);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await idle.close();
    expect(smtp.connections()).toBe(before);

    const worker = await startWorker({ ...settings, probe: { everySeconds: 0.5, targets, from: 'ams' } }, log);
    try {
      await until(async () => (await seen(name)).length > 0);
      await project(database.db, name);
      await until(() => smtp.connections() - before >= 4);
      await until(
        () =>
          logged.filter((line) => line.includes('"organization":"whole"') && line.includes('looked at')).length >= 3,
      );
    } finally {
      await worker.close();
    }
    // Until the first one is recorded another may be sent; none after it.
    const events = await seen(name);
    expect(events.length).toBeLessThan(smtp.connections() - before);
    expect(events[0]).toMatchObject({
      stream: `server:${EX01}`,
      tool: 'certfleet probe',
      data: {
        endpoint: 'receive:Front:starttls',
        chain: [shown.thumbprint],
        outcome: 'PRESENTED',
        observedFrom: 'ams',
        protocol: 'smtp',
        port: smtp.port,
        serverName: null,
      },
    });
    const last = events.length;
    expect(await prober(tools('after'))().then(() => seen(name))).toHaveLength(last);
  });
});
