import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from '#libs/fleet/document.js';
import { inTls, oddServer, scripted, type OddServer } from '../../test/support/odd-server.js';
import { serverCertificate } from '../../test/support/server-certificate.js';
import { LIMITS } from './limits.js';
import { PACE } from './pace.js';
import { presentationEvent } from './presentation.js';
import { PLAIN, type Registration } from './registration.js';
import { round, type RoundSettings } from './round.js';

const shown = serverCertificate('ex01.contoso.com');
let smtp: OddServer;
beforeAll(async () => {
  smtp = await oddServer(
    scripted('220 ready\r\n', [
      [/^EHLO/, '250-x\r\n250 STARTTLS\r\n'],
      [/^STARTTLS/, (socket) => void socket.write('220 go\r\ninjected\r\n', () => inTls(shown)(socket))],
    ]),
  );
});
afterAll(() => smtp.stop());

const HERE: Registration = { ...PLAIN, address: '127.0.0.1' };

function settings(more: Partial<RoundSettings> = {}): RoundSettings {
  const clock = { now: () => Date.UTC(2026, 5, 1), wait: () => Promise.resolve() };
  const limits = { ...LIMITS, totalMs: 2_000, goodbyeMs: 100 };
  return { from: 'ams', pace: PACE, clock, stop: new AbortController().signal, limits, ...more };
}

function server(port: number, more: Partial<Server> = {}): Server {
  const remoteIpRanges = ['0.0.0.0-255.255.255.255'];
  return {
    fqdn: 'ex01.contoso.com',
    receiveConnectors: [{ name: 'Front', enabled: true, bindings: [`0.0.0.0:${port}`], remoteIpRanges }],
    ...more,
  };
}

async function seen(
  known: Server,
  registration: Registration,
  more: Partial<RoundSettings> = {},
  partial: string[] = [],
) {
  const [one] = await round([{ known: { server: known, partial }, registration }], settings(more));
  return one?.sights ?? [];
}

describe('a round', () => {
  test('sees the endpoint that took the connection', async () => {
    const [sight] = await seen(server(smtp.port), HERE);
    expect(sight?.presentation).toEqual({
      endpoint: 'receive:Front:starttls',
      outcome: 'PRESENTED',
      chain: [shown.thumbprint],
      observedFrom: 'ams',
      protocol: 'smtp',
      port: smtp.port,
      serverName: null,
      injectedBytes: 10,
    });
    expect(sight?.at).toBe('2026-06-01T00:00:00.000Z');
  });

  test.each<[string, Registration, string[], string]>([
    [
      'addresses that are changed on the way',
      { ...HERE, translated: true },
      [],
      'whether Front takes the connection is unknown',
    ],
    [
      'connectors of which only some are known',
      HERE,
      ['receiveConnectors'],
      'only some of its receiveConnectors are known',
    ],
  ])(
    'with %s it is not told whose answer it was, and nothing is recorded',
    async (_what, registration, partial, unknown) => {
      const [sight] = await seen(server(smtp.port), registration, {}, partial);
      expect(sight?.look.outcome.kind).toBe('presented');
      expect(sight).toMatchObject({ taker: { unknown }, presentation: null });
    },
  );

  test('another port than the server\u2019s own counts as a way on which addresses are changed', async () => {
    const [sight] = await seen(server(25), { ...HERE, ports: { '25': smtp.port } });
    expect(sight).toMatchObject({ taker: { unknown: expect.any(String) }, presentation: null });
  });

  test('a connector that takes nobody from here', async () => {
    const connectors = [
      { name: 'Relay', bindings: [`0.0.0.0:${smtp.port}`], enabled: true, remoteIpRanges: ['10.0.0.1'] },
    ];
    const [sight] = await seen(server(smtp.port, { receiveConnectors: connectors }), HERE);
    expect(sight).toMatchObject({ taker: { none: 'no Receive connector takes this connection' }, presentation: null });
  });

  test.each([
    ['localhost', 'address-not-allowed'],
    ['127.0.0.1', 'no-address'],
    ['2130706433', 'no-address'],
    ['0x7f.1', 'no-address'],
    ['nobody.invalid', 'no-address'],
  ])('the name %s leads nowhere unless its address is registered', async (fqdn, reason) => {
    const before = smtp.connections();
    const [sight] = await seen(server(smtp.port, { fqdn }), PLAIN);
    expect(sight).toMatchObject({
      look: { outcome: { kind: 'unreachable', reason } },
      taker: null,
      presentation: null,
    });
    expect(smtp.connections()).toBe(before);
  });

  test('of one endpoint only', async () => {
    const known = server(smtp.port, { imapSettings: { x509CertificateName: 'x' } });
    expect(await seen(known, HERE, { endpoint: 'receive:front:STARTTLS' })).toHaveLength(1);
    expect(await seen(known, HERE, { endpoint: 'receive:Nobody:starttls' })).toEqual([]);
  });

  test('that is stopped before it begins connects to nobody', async () => {
    const before = smtp.connections();
    expect(await seen(server(smtp.port), HERE, { stop: AbortSignal.abort() })).toEqual([]);
    expect(smtp.connections()).toBe(before);
  });
});

test('the id of an event comes from what was seen and when', () => {
  const about = { organization: 'contoso', server: 'EX01.contoso.com' };
  const data = { endpoint: 'pop', chain: [shown.thumbprint] };
  const event = presentationEvent(about, '2026-06-01T00:00:00.000Z', data);
  expect(event).toEqual(presentationEvent(about, '2026-06-01T00:00:00.000Z', { ...data }));
  expect(event).toMatchObject({
    source: '/organizations/contoso/servers/ex01.contoso.com',
    tool: 'certfleet probe',
    data,
  });
  expect(event['id']).not.toBe(presentationEvent(about, '2026-06-01T00:00:01.000Z', data)['id']);
});
