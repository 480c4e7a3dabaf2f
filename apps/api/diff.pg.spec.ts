import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, frontend, PUB26, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from '../cli/program.js';

const EX01 = 'ex01.contoso.com';
const NOBODY = '<I>CN=Nobody<S>CN=nobody.contoso.com';

/** EX01 and EX05 at minute 0 and 1; at minute 10 EX01's default is overwritten, at 20 its connector is pinned to no certificate. */
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [] }, minute(0)),
  inventoryOf(lasting(ex01()), minute(0)),
  inventoryOf(anotherServer(5), minute(1)),
  on(EX01, happened('default-smtp-certificate.overwritten', { current: PUB26.thumbprint }, { occurredAt: minute(10) })),
  on(
    EX01,
    happened('receive-connector.configured', frontend({ tlsCertificateName: NOBODY }), { occurredAt: minute(20) }),
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'certfleet-diff-'));
let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', STORY);
  await project(api.db, 'contoso');
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

interface Diff {
  readonly changes: readonly {
    readonly server: string;
    readonly endpoint: string;
    readonly before: { readonly thumbprint: string | null } | null;
    readonly after: { readonly thumbprint: string | null } | null;
  }[];
  readonly unchanged: number;
  readonly searched: { readonly servers: number; readonly endpoints: number };
  readonly findings: { readonly introduced: readonly { readonly id: string }[]; readonly resolved: readonly unknown[] };
  readonly events: Readonly<Record<string, number>>;
}

async function diff(query: string) {
  const { status, json } = await api.ask(`/api/v1/diff?organization=contoso&${query}`);
  const body: unknown = json;
  return { status, body: body as Diff };
}

describe('GET /diff between instants', () => {
  test('tells what is presented otherwise, the risks that came, and how much happened', async () => {
    const { status, body } = await diff(`from=${minute(5)}&to=${minute(15)}`);
    expect(status).toBe(200);
    expect(body.changes).toContainEqual({
      server: EX01,
      endpoint: 'internal-transport',
      before: { outcome: 'PRESENTED', thumbprint: SELF.thumbprint },
      after: { outcome: 'PRESENTED', thumbprint: PUB26.thumbprint },
      rule: 'ANON-4',
    });
    expect(body.changes.every(({ server }) => server === EX01)).toBe(true);
    expect(body.searched).toEqual({ servers: 2, endpoints: body.changes.length + body.unchanged });
    expect(body.events).toEqual({ 'certfleet.default-smtp-certificate.overwritten.v1': 1 });
  });

  test('is empty where nothing happened, and names the risk of a pin that nothing meets', async () => {
    const { body } = await diff(`from=${minute(11)}&to=${minute(19)}`);
    expect(body).toMatchObject({ changes: [], events: {}, findings: { introduced: [], resolved: [] } });
    expect((await diff(`from=${minute(15)}&to=${minute(25)}`)).body.findings.introduced.map(({ id }) => id)).toContain(
      'RO-17',
    );
  });

  test('adds up: what lies between two instants is the sum of its parts', async () => {
    const keys = ({ body }: { body: Diff }) => body.changes.map(({ endpoint }) => endpoint);
    const [first, second, whole] = [
      await diff(`from=${minute(5)}&to=${minute(15)}`),
      await diff(`from=${minute(15)}&to=${minute(25)}`),
      await diff(`from=${minute(5)}&to=${minute(25)}`),
    ];
    expect(new Set(keys(whole))).toEqual(new Set([...keys(first), ...keys(second)]));
  });
});

test('two servers are compared with their own names left open', async () => {
  const { body } = await diff(`server=ex01&other=ex05&asOf=${minute(5)}`);
  const endpoints = body.changes.map(({ endpoint }) => endpoint);
  expect(endpoints).toContain('internal-transport');
  expect(new Set(endpoints).size).toBe(endpoints.length);
  expect(endpoints.filter((endpoint) => endpoint.includes('EX01'))).not.toContain(
    'receive:Default Frontend EX01:starttls',
  );
});

test.each([
  ['nothing to compare with', '', 400],
  ['a time that ends before it begins', `from=${minute(9)}&to=${minute(3)}`, 400],
  ['two servers and two instants', `server=ex01&other=ex05&from=${minute(9)}`, 400],
  ['a server that is not known', `server=ex77&from=${minute(9)}`, 404],
])('%s is refused', async (_, query, status) => {
  expect((await diff(query)).status).toBe(status);
});

describe('certfleet diff', () => {
  const run = async (...argv: string[]) => {
    const { terminal, stdout, stderr } = recordingTerminal(
      { CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token },
      true,
    );
    const exit = await runProgram(['diff', ...argv], terminal);
    return { exit, stdout: stdout(), stderr: stderr() };
  };
  const online = ['--organization', 'contoso'];
  const document = (name: string, server: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ format: 'certfleet.fleet/1', at: '2026-06-01T00:00:00Z', servers: [server] }));
    return path;
  };

  test('between instants, with exit codes', async () => {
    const { exit, stdout } = await run(...online, '--from', minute(5), '--to', minute(25), '--detailed-exitcode');
    expect(exit).toBe(3);
    expect(stdout).toContain('Internal transport ("default SMTP") certificate');
    expect(stdout).toContain('New risks');
    const quiet = await run(...online, '--from', minute(11), '--to', minute(12), '--detailed-exitcode');
    expect(quiet).toMatchObject({ exit: 0, stdout: expect.stringContaining('0 endpoints present something else') });
  });

  test('with a reference: how the server should be, and how it is', async () => {
    const good = document('good.json', lasting(ex01()));
    const { exit, stdout } = await run(...online, 'EX01', '--reference', good);
    expect(exit).toBe(0);
    expect(stdout).toContain('Receive connector "Default Frontend EX01", STARTTLS');
    expect(await run(...online, '--reference', good)).toMatchObject({ exit: 64 });
    expect(await run(...online, 'EX01', '--reference', document('other.json', anotherServer(5)))).toMatchObject({
      exit: 1,
    });
  });

  test('of two documents, without any server', async () => {
    const [before, after] = [
      document('before.json', lasting(ex01())),
      document('after.json', { ...lasting(ex01()), internalTransportCertificate: null }),
    ];
    const { exit, stdout } = await run('--state', before, '--state', after, '--detailed-exitcode');
    expect(exit).toBe(3);
    expect(stdout).toContain('RO-08');
    expect((await run('--state', before)).exit).toBe(64);
    expect((await run('--state', before, '--state', before, '--detailed-exitcode')).exit).toBe(0);
  });
});
