import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute } from '../../test/support/events.js';
import { ex01, PUB26 } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on, organizationInventory } from '../../test/support/lasting-fleet.js';
import { FEW_SERVERS } from './plan-in-thread.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';

const EX01 = 'ex01.contoso.com';
const EDGE = { edgeServer: 'edge01.contoso.com', adSite: 'AMS' };

/** 1 to 3: an organization, EX01 and EX05, both in the site AMS. 4: an Edge is subscribed to it. */
const STORY = [
  organizationInventory({ name: 'contoso', edgeSubscriptions: [], sendConnectors: [] }, minute(0)),
  inventoryOf(lasting(ex01()), minute(0)),
  inventoryOf(anotherServer(5), minute(1)),
  on(null, happened('edge-subscription.added', EDGE, { occurredAt: minute(10) })),
];

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'contoso', STORY);
  await project(api.db, 'contoso');
});
afterAll(() => api.close());

const LINE = `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26.thumbprint} -Services SMTP -Force`;

async function plan(request: unknown, { token, query = '' }: { token?: string; query?: string } = {}) {
  const body = typeof request === 'string' ? request : JSON.stringify(request);
  const answer = await api.ask(`/api/v1/plans?organization=contoso${query}`, {
    method: 'POST',
    body,
    ...(token !== undefined && { token }),
  });
  const json: unknown = answer.json;
  return { status: answer.status, body: json as Plan };
}

interface Plan {
  readonly outcome: string;
  readonly risks: readonly { readonly id: string; readonly introduced: boolean }[];
  readonly commands: readonly unknown[];
  readonly changes: readonly { readonly endpoint: string }[];
  readonly partlyKnown: readonly unknown[];
  readonly warnings: readonly unknown[];
  readonly position: number;
  readonly detail: string;
  readonly place: string;
  readonly remedy: string;
  readonly errors: readonly unknown[];
}

const introduced = ({ risks }: Plan) => risks.filter((risk) => risk.introduced).map(({ id }) => id);

describe('POST /plans', () => {
  test('plans over what is known now, and records nothing', async () => {
    const { status, body } = await plan({ commands: [LINE], asOf: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: 'applied',
      position: 4,
      searched: { servers: 2 },
      commands: [{ cmdlet: 'Enable-ExchangeCertificate', answer: 'force', services: ['SMTP'] }],
      safer: { commands: [{ answer: 'no' }] },
    });
    expect(introduced(body)).toEqual(expect.arrayContaining(['RO-01', 'RO-11']));
    expect(body.changes.map(({ endpoint }) => endpoint)).toContain('internal-transport');
    const again = await api.ask('/api/v1/events?organization=contoso');
    expect(again.json.total).toBe(4);
  });

  test('plans over what was, before the Edge was subscribed', async () => {
    const { body } = await plan({ commands: [LINE], asOf: minute(5) });
    expect(introduced(body)).toContain('RO-11');
    expect(introduced(body)).not.toContain('RO-01');
  });

  test('takes objects, lines and a text of lines, for servers that patterns choose', async () => {
    const object = {
      cmdlet: 'Enable-ExchangeCertificate',
      server: EX01,
      thumbprint: PUB26.thumbprint,
      services: ['SMTP'],
    };
    const both = await plan({ commands: [object, LINE], answer: 'no' });
    expect(both.body.commands).toMatchObject([{ answer: 'no' }, { answer: 'force' }]);
    const text = await plan({ commands: `# all of them\n${LINE.replace(' -Server EX01', '')}\n`, servers: ['EX*'] });
    expect(text.body.commands).toMatchObject([{ server: EX01 }, { server: 'ex05.contoso.com' }]);
  });

  test('says which lists are known in part only', async () => {
    const connector = happened('receive-connector.configured', { name: 'Relay' }, { occurredAt: minute(20) });
    await record(api.db, 'parts', [on('ex09.contoso.com', connector)]);
    await project(api.db, 'parts');
    const commands = [{ cmdlet: 'Set-ReceiveConnector', identity: 'EX09\\Relay', requireTls: true }];
    const answer = await api.ask('/api/v1/plans?organization=parts', {
      method: 'POST',
      body: JSON.stringify({ commands }),
    });
    expect(answer.json).toMatchObject({
      partlyKnown: [{ server: 'ex09.contoso.com', key: 'receiveConnectors' }],
    });
  });

  test('a large fleet is planned for in a thread, with the same answer, refusals included', async () => {
    const many = Array.from({ length: FEW_SERVERS }, (_, n) => inventoryOf(anotherServer(n + 10), minute(1)));
    await record(api.db, 'large', [...STORY, ...many]);
    await project(api.db, 'large');
    const send = (commands: unknown) =>
      api.ask('/api/v1/plans?organization=large', { method: 'POST', body: JSON.stringify({ commands }) });
    const answer = await send([LINE]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.json).toMatchObject({
      outcome: 'applied',
      searched: { servers: FEW_SERVERS + 2 },
      position: 4 + FEW_SERVERS,
    });
    const small = await plan({ commands: [LINE] });
    const here = ({ changes }: Plan) => changes;
    const large: unknown = answer.json;
    expect(here(large as Plan)).toEqual(here(small.body));
    expect(await send([LINE.replace('-Thumb', '-Tumb')])).toMatchObject({
      status: 422,
      json: { place: '[0], column 41' },
    });
  });

  test('ignores what it does not know, with a warning', async () => {
    const { status, body } = await plan({ commands: [LINE], colour: 'red' });
    expect(status).toBe(200);
    expect(body.warnings).toContainEqual({ place: 'colour', message: 'Unknown key, ignored.' });
  });
});

describe('bad input', () => {
  test.each<[string, unknown, number, string]>([
    ['no JSON', '{"commands":', 400, 'line 1'],
    ['no commands', {}, 400, 'commands'],
    ['an instant that is none', { commands: [], asOf: 'soon' }, 400, 'asOf'],
    ['an answer that is none', { commands: [], answer: 'maybe' }, 400, 'answer'],
    ['a line that cannot be read', { commands: [LINE.replace('-Thumb', '-Tumb')] }, 422, '[0], column 41'],
    [
      'a key that is missing',
      { commands: [{ cmdlet: 'Remove-ExchangeCertificate', server: EX01 }] },
      422,
      '[0].thumbprint',
    ],
  ])('%s is refused with its place and a remedy', async (_, request, code, place) => {
    const { status, body } = await plan(request);
    expect(status).toBe(code);
    expect(body.place).toContain(place);
    expect(body.remedy).not.toBe('');
    expect(body.errors).not.toEqual([]);
  });

  test('a pattern that chooses no server is refused', async () => {
    const { status, body } = await plan({ commands: [LINE], servers: ['MBX*'] });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ parameter: 'servers', place: 'MBX*' }]);
  });

  test('a private key is refused and never repeated', async () => {
    const key = '-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----';
    const { status, body } = await plan(`{"commands":[],"note":"${key}"}`);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).not.toContain('MIIB');
    expect(api.logged.join()).not.toContain('MIIB');
  });

  test('readers may plan, collectors may not', async () => {
    const grant = (role: 'reader' | 'collector') => api.grant({ name: role, role, organization: 'contoso' });
    expect((await plan({ commands: [LINE] }, { token: await grant('reader') })).status).toBe(200);
    expect((await plan({ commands: [LINE] }, { token: await grant('collector') })).status).toBe(403);
  });
});
