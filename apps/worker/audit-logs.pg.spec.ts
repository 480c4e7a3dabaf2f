/**
 * The whole path of logs: an inventory, then what the logs of the server tell, in the inbox, the log, the projection and the answers.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { receive } from '#libs/store/inbox.js';
import { openOrganization } from '#libs/store/organizations.js';
import { certificate, thumbprint } from '../../test/support/events.js';
import { project } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { openDecoder, type Decoder } from '../decoder/decoder.js';
import { ingest } from './ingest.js';

const EX01 = 'ex01.contoso.com';
const OLD = thumbprint('A');
/** As the samples of the log formats name it. */
const NEW = '9F2A4C1B7E5D3A6F8091B2C3D4E5F60718293AC1';

const INVENTORY = {
  format: 'certfleet.fleet/1',
  at: '2026-06-01T00:00:00Z',
  servers: [
    {
      fqdn: EX01,
      netbiosName: 'EX01',
      version: '2019',
      roles: ['Mailbox'],
      internalTransportCertificate: OLD,
      certificates: [
        certificate('A', { services: ['SMTP', 'IIS'], notAfter: '2099-01-01T00:00:00Z' }),
        certificate('C', { thumbprint: NEW, services: [], notAfter: '2099-01-01T00:00:00Z' }),
      ],
      receiveConnectors: [
        {
          name: 'Default Frontend EX01',
          transportRole: 'FrontendTransport',
          enabled: true,
          bindings: ['0.0.0.0:25'],
          tlsCertificateName: null,
        },
      ],
      iisBindings: [
        { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '', thumbprint: OLD },
      ],
    },
  ],
};

let api: RunningTestApi;
let decoder: Decoder;
const log = pino({ level: 'silent' });
const sample = (path: string) => new Uint8Array(readFileSync(new URL(`../../libs/formats/${path}`, import.meta.url)));
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

beforeAll(async () => {
  api = await runningApi();
  decoder = openDecoder({});
});
afterAll(async () => {
  await decoder?.close();
  await api?.close();
});

async function send(organization: string, bytes: Uint8Array): Promise<string> {
  const inboxId = await receive(api.db, organization, { kind: 'import', bytes });
  const ending = await ingest(
    { database: api.db, decoder, holder: 'test', leaseSeconds: 60, log },
    { organization, inboxId },
  );
  await project(api.db, organization);
  return ending;
}

async function organizationWith(name: string): Promise<string> {
  await openOrganization(api.db, name);
  expect(await send(name, json(INVENTORY))).toBe('recorded');
  return name;
}

async function asked<T>(path: string): Promise<T> {
  const { status, text } = await api.ask(`/api/v1${path}`);
  if (status !== 200) throw new Error(text);
  return JSON.parse(text);
}

interface ServerBody {
  readonly internalTransportCertificate?: string | null;
  readonly certificates: readonly { readonly thumbprint: string; readonly services?: readonly string[] }[];
  readonly receiveConnectors: readonly object[];
  readonly iisBindings: readonly { readonly thumbprint: string }[];
}

const serverOf = (organization: string) => asked<ServerBody>(`/servers/${EX01}?organization=${organization}`);

interface Entry {
  readonly occurredAt: string;
  readonly type: string;
  readonly what: string;
  readonly server: string | null;
  readonly changes: readonly {
    readonly endpoint: string;
    readonly after: { readonly thumbprint: string | null } | null;
  }[];
}

async function timelineOf(organization: string): Promise<readonly Entry[]> {
  const { items } = await asked<{ readonly items: readonly Entry[] }>(
    `/servers/${EX01}/timeline?organization=${organization}`,
  );
  return items.filter(({ type }) => type !== 'certfleet.inventory.observed.v1');
}

describe('the administrator audit log, imported after an inventory', () => {
  let organization: string;
  beforeAll(async () => {
    organization = await organizationWith('audited');
    expect(await send(organization, sample('admin-audit-log/sample.xml'))).toBe('recorded');
  });

  test('changes what is known of the server that it calls by its short name', async () => {
    const server = await serverOf(organization);
    expect(server.internalTransportCertificate).toBe(NEW);
    const services = Object.fromEntries(server.certificates.map((one) => [one.thumbprint, one.services]));
    expect(services).toEqual({ [OLD]: ['SMTP'], [NEW]: ['SMTP', 'IIS'] });
    expect(server.iisBindings).toMatchObject([{ thumbprint: NEW }]);
    // Only what was given has changed.
    expect(server.receiveConnectors).toEqual([
      {
        name: 'Default Frontend EX01',
        transportRole: 'FrontendTransport',
        enabled: true,
        bindings: ['0.0.0.0:25', '[::]:25'],
        tlsCertificateName: '<I>CN=Trust CA1, O=Contoso<S>CN=mail.contoso.com',
      },
    ]);
  });

  test('names in the timeline who did it, and what it changed', async () => {
    const [configured, enabled] = await timelineOf(organization);
    expect([configured?.occurredAt, enabled?.occurredAt]).toEqual([
      '2026-06-02T07:20:30.000Z',
      '2026-06-02T07:15:04.000Z',
    ]);
    expect(configured?.what).toMatch(
      /^contoso\.com\/Users\/Jo Admin configured Receive connector "Default Frontend EX01"/,
    );
    expect(enabled).toMatchObject({
      what: 'contoso.com/Users/Jo Admin enabled 9F2A…C1 for SMTP, IIS with -Force',
      server: EX01,
    });
    expect(enabled?.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          endpoint: 'internal-transport',
          after: expect.objectContaining({ thumbprint: NEW }),
        }),
        expect.objectContaining({
          endpoint: 'iis:Default Web Site:*:443:',
          after: expect.objectContaining({ thumbprint: NEW }),
        }),
      ]),
    );
  });

  test('is the same when it is sent again, and the projection is the fold', async () => {
    expect(await send(organization, sample('admin-audit-log/sample.xml'))).toBe('duplicate');
    expect(await timelineOf(organization)).toHaveLength(2);
    expect((await projectionEqualsFold(api.db, organization)).differences).toEqual([]);
  });
});

test('an entry without -Force leaves the internal transport certificate unknown, not guessed', async () => {
  const organization = await organizationWith('unanswered');
  const entry = {
    CmdletName: 'Enable-ExchangeCertificate',
    CmdletParameters: [
      { Name: 'Thumbprint', Value: NEW },
      { Name: 'Services', Value: 'SMTP' },
    ],
    Caller: 'contoso.com/Users/Kim',
    Succeeded: true,
    RunDate: '/Date(1780384504000)/',
    OriginatingServer: 'EX01 (15.02.1544.004)',
  };
  expect(await send(organization, json([entry]))).toBe('recorded');
  const server = await serverOf(organization);
  expect(server).not.toHaveProperty('internalTransportCertificate');
  expect(server.certificates.find((one) => one.thumbprint === NEW)?.services).toEqual(['SMTP']);
});

test('entries with ids are one event however they were exported', async () => {
  const organization = await organizationWith('twice');
  expect(await send(organization, sample('admin-audit-log/sample-clixml.xml'))).toBe('recorded');
  expect(await send(organization, sample('admin-audit-log/sample.json'))).toBe('recorded');
  expect(await send(organization, sample('admin-audit-log/sample-clixml.xml'))).toBe('duplicate');
  expect((await timelineOf(organization)).map(({ type }) => type)).toEqual([
    'certfleet.send-connector.configured.v1',
    'certfleet.certificate.enabled.v1',
  ]);
});

test('Windows events: cmdlets change the state, evidence only tells; in any form they are the same events', async () => {
  const organization = await organizationWith('windows');
  expect(await send(organization, sample('windows-event/sample-run.xml'))).toBe('recorded');
  expect((await serverOf(organization)).internalTransportCertificate).toBe(NEW);
  const before = await serverOf(organization);
  expect(await send(organization, sample('windows-event/sample.xml'))).toBe('recorded');
  for (const file of ['sample.json', 'sample-run.xml', 'sample.xml'])
    expect(await send(organization, sample(`windows-event/${file}`))).toBe('duplicate');
  const { certificates, internalTransportCertificate } = await serverOf(organization);
  expect({ certificates, internalTransportCertificate }).toEqual({
    certificates: before.certificates,
    internalTransportCertificate: NEW,
  });
  expect((await timelineOf(organization)).map(({ what }) => what)).toEqual([
    'Microsoft-Windows-HttpEvent logged event 15021 about 0.0.0.0:444',
    'MSExchangeTransport logged event 12017, certificate 3B77…E0',
    'MSExchangeFrontEndTransport logged event 12014 about Default Frontend EX01',
    'contoso.com/Users/Jo Admin enabled 9F2A…C1 for SMTP, IIS with -Force in the Exchange admin center (Remote-ECP-Unknown)',
  ]);
  expect((await projectionEqualsFold(api.db, organization)).differences).toEqual([]);
});
