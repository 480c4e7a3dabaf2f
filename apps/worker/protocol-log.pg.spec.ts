/** A protocol log from the upload to the timeline: what a server showed, beside what was predicted of it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { inOrganization } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { verifyLog } from '#libs/store/verify.js';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';

const sample = (name: string) => readFileSync(new URL(`../../libs/formats/${name}`, import.meta.url), 'utf8');
const RECEIVED = sample('protocol-log/sample.log');
const SENT = sample('protocol-log/sample-send.log');
const NETSH = sample('netsh-sslcert/sample.txt');
const PUBLIC = '9F2A4C1D7E8B3A5F60718293A4B5C6D7E8F901C1';
const OWN = '3B77000000000000000000000000000000000A02';

/** The server of the logs. Its front connector has no pin, so what carries the server's own name is predicted. */
const STATE = {
  format: 'certfleet.fleet/1',
  at: '2026-06-01T07:00:00Z',
  organization: {
    sendConnectors: [
      {
        name: 'Outbound to Office 365',
        enabled: true,
        sourceServers: ['ex01.contoso.com'],
        fqdn: 'mail.contoso.com',
        tlsCertificateName: null,
        ignoreStartTls: false,
        frontendProxyEnabled: false,
      },
    ],
  },
  servers: [
    {
      fqdn: 'ex01.contoso.com',
      netbiosName: 'EX01',
      version: '2019',
      roles: ['Mailbox'],
      internalTransportCertificate: OWN,
      certificates: [
        certificate(PUBLIC, 'CN=mail.contoso.com, O=Contoso', ['mail.contoso.com'], '2027-01-01T00:00:00Z'),
        certificate(OWN, 'CN=EX01', ['EX01', 'ex01.contoso.com'], '2029-05-01T00:00:00Z'),
      ],
      receiveConnectors: [
        {
          name: 'Default Frontend EX01',
          enabled: true,
          bindings: ['0.0.0.0:25'],
          authMechanism: ['Tls', 'ExchangeServer'],
          fqdn: 'ex01.contoso.com',
          tlsCertificateName: null,
          suppressXAnonymousTls: false,
        },
      ],
    },
  ],
};

function certificate(thumbprint: string, subject: string, names: readonly string[], notAfter: string) {
  const isSelfSigned = thumbprint === OWN;
  return {
    thumbprint,
    subject,
    issuer: isSelfSigned ? subject : 'CN=Trust CA1',
    subjectAlternativeNames: names,
    version: 3,
    notBefore: '2024-05-01T00:00:00Z',
    notAfter,
    hasPrivateKey: true,
    extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
    isSelfSigned,
    status: 'Valid',
    services: ['SMTP'],
  };
}

let api: RunningTestApi;
let decoder: Decoder;
const log = pino({ level: 'silent' });
let organizations = 0;

beforeAll(async () => {
  api = await runningApi();
  decoder = openDecoder({});
}, 60_000);
afterAll(async () => {
  await decoder.close();
  await api.close();
});

/** Sends a file as a collector does, and works on it as the worker does. */
async function send(organization: string, body: string, query = ''): Promise<string> {
  const answer = await api.ask(`/api/v1/imports?organization=${organization}${query}`, { body });
  if (answer.status !== 202) return `${answer.status} ${answer.json.detail}`;
  const [upload] = await inOrganization(api.db, organization, (db) =>
    db.query<{ inbox_id: string }>(
      `select inbox_id from certfleet.inbox where organization = $1 and state = 'queued'`,
      [organization],
    ),
  );
  if (upload === undefined) throw new Error('nothing was stored');
  return ingest(
    { database: api.db, decoder, holder: 'test', leaseSeconds: 60, log },
    { organization, inboxId: upload.inbox_id },
  );
}

async function freshOrganization(): Promise<string> {
  const name = `logs${(organizations += 1)}`;
  await openOrganization(api.db, name);
  expect(await send(name, JSON.stringify(STATE))).toBe('recorded');
  return name;
}

interface Item {
  readonly type: string;
  readonly server: string | null;
  readonly occurredAt: string;
  readonly what: string;
  readonly tool: string | null;
  readonly changes: readonly unknown[];
  readonly comparison: unknown;
}

async function timeline(organization: string): Promise<readonly Item[]> {
  await project(api.db, organization);
  const { text } = await api.ask(`/api/v1/servers/ex01.contoso.com/timeline?organization=${organization}`);
  const { items }: { items: readonly Item[] } = JSON.parse(text);
  return items;
}

const presentations = async (organization: string) =>
  (await timeline(organization)).filter(({ type }) => type === 'certfleet.presentation.observed.v1');

describe('a Receive log', () => {
  test('is recorded under its server and compared with what was predicted for that instant', async () => {
    const organization = await freshOrganization();
    expect(await send(organization, RECEIVED)).toBe('recorded');
    expect(await presentations(organization)).toEqual([
      expect.objectContaining({
        server: 'ex01.contoso.com',
        occurredAt: '2026-06-01T08:00:00.693Z',
        what: expect.stringContaining('receive:Default Frontend EX01:anonymous presented 3B77…02'),
        tool: 'SMTP protocol log',
        changes: [],
        comparison: {
          verdict: 'agrees',
          seen: OWN,
          inStore: true,
          predicted: { outcome: 'PRESENTED', thumbprint: OWN, certainty: 'high', rule: 'ANON-4' },
          version: '2019',
        },
      }),
      expect.objectContaining({
        occurredAt: '2026-06-01T08:00:00.475Z',
        comparison: {
          verdict: 'disagrees',
          seen: PUBLIC,
          inStore: true,
          predicted: { outcome: 'PRESENTED', thumbprint: OWN, certainty: 'high', rule: 'STLS-10' },
          version: '2019',
        },
      }),
    ]);
    const others = (await timeline(organization)).filter(({ type }) => type !== 'certfleet.presentation.observed.v1');
    expect(others.map(({ comparison }) => comparison)).toEqual(others.map(() => null));
    expect(await verifyLog(api.db, organization)).toMatchObject({ intact: true });
  });

  test('sent again, in part, or under another file name, says nothing new', async () => {
    const organization = await freshOrganization();
    const part = RECEIVED.split('\n').slice(0, 20).join('\n');
    expect(await send(organization, part, '&filename=RECV20260601-1.LOG')).toBe('recorded');
    expect(await send(organization, RECEIVED, '&filename=RECV20260601-1.LOG')).toBe('duplicate');
    expect(await send(organization, RECEIVED, '&filename=all.log')).toBe('duplicate');
    expect(await presentations(organization)).toHaveLength(2);
  });

  test('from a collector that is bound to its server may use the short name, if the full one is given', async () => {
    const organization = await freshOrganization();
    const token = await api.grant({
      name: 'collector',
      role: 'collector',
      organization,
      servers: ['ex01.contoso.com'],
    });
    const sent = (query: string) =>
      api.ask(`/api/v1/imports?organization=${organization}${query}`, { body: RECEIVED, token });
    expect(await sent('')).toMatchObject({ status: 403 });
    expect(await sent('&server=ex02.contoso.com')).toMatchObject({ status: 403 });
    expect(await sent('&server=ex01.contoso.com')).toMatchObject({ status: 202 });
  });
});

describe('a file that does not name its server', () => {
  test('a Send log is taken when the server is given', async () => {
    const organization = await freshOrganization();
    expect(await send(organization, SENT)).toMatch(/^422 The file does not say of which server it is/);
    expect(await send(organization, SENT, '&server=ex01.contoso.com')).toBe('recorded');
    expect(await presentations(organization)).toMatchObject([
      {
        what: expect.stringContaining('send:Outbound to Office 365:starttls presented 9F2A…C1'),
        comparison: { verdict: 'agrees', predicted: { rule: 'OUT-4' } },
      },
    ]);
  });

  test('what netsh prints becomes bindings of the server that is given, at the instant that is given', async () => {
    const organization = await freshOrganization();
    expect(await send(organization, NETSH, '&server=ex01.contoso.com')).toMatch(/^422 .*--observed-at/);
    const given = '&server=ex01.contoso.com&observedAt=2026-06-01T07:30:00Z';
    expect(await send(organization, NETSH, given)).toBe('recorded');
    await project(api.db, organization);
    const path = `/api/v1/servers/ex01.contoso.com/selections?organization=${organization}`;
    const { json } = await api.ask(path);
    const shown = json.selections.filter(({ endpoint }) => endpoint.startsWith('iis:'));
    expect(shown.map(({ endpoint, thumbprint }) => [endpoint, thumbprint]).sort()).toEqual([
      ['iis:Default Web Site:*:443:', PUBLIC],
      ['iis:Default Web Site:*:443:mail.contoso.com', PUBLIC],
      ['iis:Default Web Site:127.0.0.1:443:', OWN],
      ['iis:Exchange Back End:*:444:', OWN],
    ]);
  });
});
