import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { observe } from '#libs/fleet/observe.js';
import { decode } from '#libs/formats/formats.js';
import type { Report } from '#libs/formats/report.js';
import { select } from '#libs/selection/select.js';
import { readFleetDocument } from '#libs/formats/fleet-document/fleet-document.js';
import { type CollectorScript, readCollectorScript } from './collector-script.js';

const FOLDER = new URL('../../collector/samples/', import.meta.url);
const FILES = readdirSync(FOLDER).sort();
const bytesOf = (file: string) => readFileSync(new URL(file, FOLDER));

let script: CollectorScript;
beforeAll(async () => {
  script = await readCollectorScript();
});

function reportOf(file: string): Report {
  const decoded = decode(bytesOf(file));
  if (!decoded.ok) throw new Error(`${file}: ${decoded.refusal.place} ${decoded.refusal.message}`);
  return decoded.report;
}

function serverOf(file: string, fqdn: string) {
  const found = reportOf(file).servers.find(({ server }) => server.fqdn === fqdn);
  if (found === undefined) throw new Error(`${file} has no ${fqdn}.`);
  return found;
}

function outcomesOf(file: string) {
  const read = readFleetDocument(bytesOf(file));
  if (!read.ok) throw new Error(read.refusal.message);
  return Object.fromEntries(
    select(read.document, read.document.at ?? '2026-06-01T00:00:00Z').map((one) => [
      `${one.server} ${one.endpoint}`,
      one.outcome,
    ]),
  );
}

test.each(FILES)('%s is a document, and its only warnings are the notes of the collector', (file) => {
  const report = reportOf(file);
  expect(report.format).toBe('fleet-document');
  const { collector } = JSON.parse(bytesOf(file).toString('utf8'));
  expect(report.warnings).toHaveLength(collector.notes.length);
  expect(report.warnings.every(({ place }) => place.startsWith('collector.notes['))).toBe(true);
  expect(report.observedAt).toMatch(/^2026-06-01T0[56]:\d\d:\d\d\.\d{3}Z$/);
});

describe('every sample is as the script writes', () => {
  const tables: readonly (readonly [string, readonly string[]])[] = [
    ['certificates', ['Certificate', 'ExchangeState']],
    ['receiveConnectors', ['ReceiveConnector']],
    ['sendConnectors', ['SendConnector']],
    ['edgeSubscriptions', ['EdgeSubscription']],
    ['hybrid', ['Hybrid']],
    ['authConfig', ['AuthConfig']],
    ['popSettings', ['ClientProtocol']],
    ['servers', ['Server']],
  ];

  test.each(FILES)('%s: in ASCII, with the keys of the tables in their order', (file) => {
    const text = bytesOf(file).toString('latin1');
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    const found = new Map<string, (readonly string[])[]>();
    collect(JSON.parse(text), found);
    for (const [key, names] of tables) {
      const rows = names.flatMap((name) => script.tables.get(name) ?? []).map((row) => row.key);
      for (const keys of found.get(key) ?? []) {
        const ofTable = keys.filter((one) => rows.includes(one));
        expect({ key, keys: ofTable }).toEqual({ key, keys: rows.filter((one) => ofTable.includes(one)) });
      }
    }
  });

  test('all of them together have every key of the tables', () => {
    const found = new Map<string, (readonly string[])[]>();
    for (const file of FILES) collect(JSON.parse(bytesOf(file).toString('utf8')), found);
    for (const [key, names] of tables) {
      const rows = names.flatMap((name) => script.tables.get(name) ?? []).map((row) => row.key);
      const seen = new Set((found.get(key) ?? []).flat());
      expect({ key, missing: rows.filter((one) => !seen.has(one)) }).toEqual({ key, missing: [] });
    }
  });
});

/** The keys of every object that stands under a name, alone or in a list. */
function collect(value: unknown, found: Map<string, (readonly string[])[]>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const one of Array.isArray(inner) ? inner : [inner]) {
      if (typeof one !== 'object' || one === null) continue;
      found.set(key, [...(found.get(key) ?? []), Object.keys(one)]);
      collect(one, found);
    }
  }
}

describe('a Mailbox server with everything', () => {
  const { server, complete } = serverOf('mailbox-2019.json', 'ex01.contoso.com');

  test('has its certificates read from their bytes, those without a key too', () => {
    expect(server.certificates).toMatchObject([
      {
        subject: 'CN=mail.contoso.com, O=Contoso',
        subjectAlternativeNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
        services: ['IMAP', 'POP', 'IIS', 'SMTP'],
        keySize: 2048,
        isSelfSigned: false,
        notAfter: '2027-01-15T00:00:00Z',
        keyProvider: 'CAPI',
      },
      { subject: 'CN=Microsoft Exchange Server Auth Certificate', isSelfSigned: true },
      { subject: 'CN=EX01', services: ['IIS', 'SMTP'] },
      { subject: 'CN=*.contoso.com, O=Contoso', hasPrivateKey: false },
    ]);
    expect(server.certificates?.[3]).not.toHaveProperty('services');
    expect(JSON.stringify(server)).not.toContain('"raw"');
    expect([...complete].sort()).toEqual(['certificates', 'iisBindings', 'receiveConnectors', 'virtualDirectories']);
  });

  test('leaves nothing undecided', () => {
    const outcomes = outcomesOf('mailbox-2019.json');
    expect(Object.values(outcomes)).not.toContain('INDETERMINATE');
    expect(outcomes).toMatchObject({
      'ex01.contoso.com internal-transport': 'PRESENTED',
      'ex01.contoso.com receive:Default Frontend EX01:starttls': 'PRESENTED',
      'ex01.contoso.com iis:Default Web Site:*:443:': 'PRESENTED',
      'ex01.contoso.com send:Outbound to Office 365:starttls': 'PRESENTED',
    });
  });

  test('says of the organization what a run without -SkipOrganization says', () => {
    const { organization, organizationComplete } = reportOf('mailbox-2019.json');
    expect(Object.keys(organization)).toEqual(['name', 'sendConnectors', 'edgeSubscriptions', 'hybrid', 'authConfig']);
    expect(organizationComplete).toEqual(['sendConnectors', 'edgeSubscriptions']);
    expect(Object.keys(reportOf('organization-left-out.json').organization)).toEqual([]);
  });
});

test('Exchange 2010: what it has no property for stays unknown, not unset', () => {
  const { server } = serverOf('exchange-2010.json', 'ex10.contoso.com');
  expect(server).toMatchObject({
    version: '2010',
    build: '14.3.123.4',
    roles: ['Mailbox', 'ClientAccess', 'HubTransport'],
  });
  for (const connector of server.receiveConnectors ?? [])
    for (const key of ['tlsCertificateName', 'transportRole', 'suppressXAnonymousTls'])
      expect(connector).not.toHaveProperty(key);
  const { organization } = reportOf('exchange-2010.json');
  expect(organization).not.toHaveProperty('authConfig');
  expect(organization).not.toHaveProperty('hybrid');
});

test('Edge: no organization, no web sites, its site known to be none', () => {
  const { server, complete } = serverOf('edge-2019.json', 'edge01.contoso.com');
  expect(server).toMatchObject({ roles: ['EdgeTransport'], adSite: null, iisBindings: [] });
  expect(complete).toContain('iisBindings');
  for (const key of ['popSettings', 'imapSettings', 'virtualDirectories', 'umSettings'])
    expect(server).not.toHaveProperty(key);
  expect(Object.keys(reportOf('edge-2019.json').organization)).toEqual([]);
  expect(new Set(Object.values(outcomesOf('edge-2019.json')))).toEqual(new Set(['PRESENTED']));
});

test('cmdlets that were refused leave their keys away, and answers that need them are not guessed', () => {
  const { server } = serverOf('cmdlets-refused.json', 'ex01.contoso.com');
  for (const key of ['receiveConnectors', 'iisBindings', 'virtualDirectories']) expect(server).not.toHaveProperty(key);
  expect((server.certificates ?? []).every((one) => !('services' in one) && !('status' in one))).toBe(true);
  expect(reportOf('cmdlets-refused.json').warnings.map(({ message }) => message)).toContain(
    'Get-ExchangeCertificate EX01: The RPC server is unavailable. (Zürich)',
  );
  expect(outcomesOf('cmdlets-refused.json')).toMatchObject({ 'ex01.contoso.com pop': 'INDETERMINATE' });
});

test('all servers from one: what cannot be seen from there is unknown', () => {
  const { server } = serverOf('all-servers.json', 'ex01.contoso.com');
  expect(server).not.toHaveProperty('iisBindings');
  expect((server.certificates ?? []).every((one) => !('keyProvider' in one))).toBe(true);
  const edge = serverOf('all-servers.json', 'edge01.contoso.com');
  expect(Object.keys(edge.server)).toEqual(['fqdn', 'netbiosName', 'version', 'build', 'roles', 'adSite']);
  expect(edge.complete).toEqual([]);
});

test('the same file twice makes the same events', () => {
  for (const file of FILES) {
    const ids = (receivedAt: string) =>
      observe(reportOf(file), { organization: 'contoso', observedAt: receivedAt }).events.map(({ id }) => id);
    expect(ids('2026-06-02T00:00:00.000Z')).toEqual(ids('2026-06-03T00:00:00.000Z'));
    expect(ids('2026-06-02T00:00:00.000Z').length).toBeGreaterThan(0);
  }
});
