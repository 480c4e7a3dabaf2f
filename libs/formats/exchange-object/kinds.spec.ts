import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isObject } from '../clixml/access.js';
import { readClixml } from '../clixml/read.js';
import { decode } from '../formats.js';
import { needed, withGiven } from '../needed.js';
import type { Report } from '../report.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { join } from './join.js';
import { KINDS } from './kinds.js';
import { share } from '../../../test/support/share.js';

const FOLDERS = [
  'auth-config',
  'client-protocol',
  'edge-subscription',
  'exchange-certificate',
  'exchange-server',
  'health-checker',
  'hybrid-configuration',
  'receive-connector',
  'send-connector',
  'transport-service',
  'virtual-directory',
  'web-binding',
];
const THUMBPRINT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';

const sample = (folder: string) => readFileSync(new URL(`../${folder}/sample.xml`, import.meta.url), 'utf8');
const body = (folder: string) => sample(folder).replace(/^<Objs[^>]*>|<\/Objs>\s*$/g, '');

function report(xml: string): Report {
  const decoded = decode(new TextEncoder().encode(xml));
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

describe('every kind', () => {
  test.each(FOLDERS)('%s: its sample is of that kind and of no other', (folder) => {
    const read = readClixml(sample(folder));
    if (!read.ok) throw new Error(read.refusal.message);
    for (const object of read.values.filter(isObject)) expect(KINDS.filter((kind) => kind.is(object))).toHaveLength(1);
  });
});

test('a server says its names, version, build, roles and site', () => {
  const { servers, warnings } = report(sample('exchange-server'));
  expect(servers.map(({ server }) => server)).toEqual([
    {
      fqdn: 'ex01.contoso.com',
      netbiosName: 'EX01',
      version: '2019',
      build: '15.2.1544.4',
      roles: ['Mailbox'],
      adSite: 'AMS',
    },
    {
      fqdn: 'ex02.contoso.com',
      netbiosName: 'EX02',
      version: 'SE',
      build: '15.2.2562.17',
      roles: ['Mailbox'],
      adSite: 'AMS',
    },
    {
      fqdn: 'ex10.contoso.com',
      netbiosName: 'EX10',
      version: '2010',
      build: '14.3.123.4',
      roles: ['Mailbox', 'ClientAccess', 'HubTransport'],
      adSite: 'NYC',
    },
    {
      fqdn: 'edge01.contoso.com',
      netbiosName: 'EDGE01',
      version: '2016',
      build: '15.1.2507.6',
      roles: ['EdgeTransport'],
      adSite: null,
    },
    { fqdn: 'next01.contoso.com', netbiosName: 'NEXT01', build: '16.0.1.1', roles: ['Mailbox'], adSite: 'AMS' },
  ]);
  expect(warnings).toEqual([{ place: 'object 5', message: expect.stringContaining('16.0.1.1') }]);
});

test('a Receive connector stands under its server, which is not always the one that was asked', () => {
  const { servers, warnings } = report(sample('receive-connector'));
  expect(servers).toEqual([
    {
      server: {
        fqdn: 'EX01.contoso.com',
        netbiosName: 'EX01',
        receiveConnectors: [
          {
            name: 'Default Frontend EX01',
            transportRole: 'FrontendTransport',
            enabled: true,
            bindings: ['[::]:25', '0.0.0.0:25'],
            remoteIpRanges: ['0.0.0.0-255.255.255.255'],
            authMechanism: ['Tls', 'ExchangeServer'],
            fqdn: 'EX01.contoso.com',
            tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com',
            requireTls: false,
            domainSecureEnabled: false,
            suppressXAnonymousTls: true,
            tlsDomainCapabilities: [],
          },
        ],
      },
      complete: [],
    },
    {
      server: {
        fqdn: null,
        netbiosName: 'EX02',
        receiveConnectors: [
          {
            name: 'Relay',
            transportRole: 'HubTransport',
            bindings: null,
            authMechanism: ['Tls', 'ExchangeServer', 'ExternalAuthoritative'],
            fqdn: null,
            tlsCertificateName: null,
          },
        ],
      },
      complete: [],
    },
  ]);
  expect(warnings).toEqual([{ place: 'object 3', message: expect.stringContaining('without a name') }]);
});

test('a Send connector, OAuth, hybrid and Edge subscriptions belong to the organization', () => {
  const all = `<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">${['send-connector', 'auth-config', 'hybrid-configuration', 'edge-subscription'].map(body).join('')}</Objs>`;
  // Every sample numbers its types from 0; a later definition of a number stands for what follows it.
  expect(report(all)).toMatchObject({
    servers: [],
    organization: {
      sendConnectors: [
        {
          name: 'Internet',
          enabled: true,
          sourceServers: ['EX01', 'EX02'],
          fqdn: 'mail.contoso.com',
          tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com',
          requireTls: false,
          tlsAuthLevel: 'DomainValidation',
          tlsDomain: null,
          domainSecureEnabled: false,
          ignoreStartTls: false,
          dnsRoutingEnabled: true,
          smartHosts: ['[10.0.0.9]'],
          smartHostAuthMechanism: 'None',
          frontendProxyEnabled: false,
          cloudServicesMailEnabled: false,
          addressSpaces: ['SMTP:*;1'],
        },
      ],
      authConfig: { currentThumbprint: THUMBPRINT, nextThumbprint: null, previousThumbprint: null },
      hybrid: {
        tlsCertificateName: '<I>CN=Trust CA1<S>CN=mail.contoso.com',
        sendingServers: ['EX01'],
        receivingServers: ['EX01', 'EX02'],
        edgeServers: [],
      },
      edgeSubscriptions: [{ edgeServer: 'EDGE01.contoso.com', adSite: 'AMS' }],
    },
    warnings: [],
  });
});

test('transport service, POP, IMAP and virtual directories join their server', () => {
  const all = `<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">${['transport-service', 'client-protocol', 'virtual-directory'].map(body).join('')}</Objs>`;
  const { servers } = report(all);
  expect(servers).toEqual([
    {
      server: {
        fqdn: 'EX01.contoso.com',
        netbiosName: 'EX01',
        internalTransportCertificate: THUMBPRINT,
        popSettings: { x509CertificateName: 'mail.contoso.com' },
        imapSettings: { x509CertificateName: null },
        umSettings: { startupMode: 'Dual' },
        virtualDirectories: [
          { kind: 'owa', internalUrl: 'https://mail.contoso.com/owa', externalUrl: null },
          { kind: 'mapi', internalUrl: 'https://mail.contoso.com/mapi', externalUrl: 'https://mail.contoso.com/mapi' },
          { kind: 'outlookAnywhere', internalUrl: 'https://mail.contoso.com/rpc', externalUrl: null },
        ],
      },
      complete: [],
    },
  ]);
});

test('web bindings name no server; a central certificate store leaves the certificate unknown', () => {
  const { servers, warnings } = report(sample('web-binding'));
  const binding = {
    site: 'Default Web Site',
    protocol: 'https',
    ipAddress: '*',
    port: 443,
    hostName: '',
    sni: false,
    thumbprint: THUMBPRINT,
  };
  expect(servers).toEqual([
    {
      server: {
        fqdn: null,
        iisBindings: [
          { ...binding, protocol: 'http', port: 80, thumbprint: null },
          binding,
          { ...binding, ipAddress: '[::1]', hostName: 'mail.contoso.com', sni: true },
          { site: 'Exchange Back End', protocol: 'https', ipAddress: '*', port: 444, hostName: '', sni: false },
        ],
      },
      complete: [],
    },
  ]);
  expect(warnings).toEqual([{ place: 'object 6', message: expect.stringContaining('site') }]);
});

test('a new analysis of the Health Checker is read whole', () => {
  const read = report(sample('health-checker'));
  const [{ server, complete }] = read.servers as [Report['servers'][number]];
  expect(read.servers).toHaveLength(1);
  expect(server).toMatchObject({
    fqdn: 'ex01.contoso.com',
    netbiosName: 'EX01',
    version: '2019',
    build: '15.2.1544.4',
    adSite: 'AMS',
  });
  expect(server.certificates).toMatchObject([
    { thumbprint: THUMBPRINT, services: ['SMTP', 'IIS'], status: 'Valid' },
    { subject: 'CN=mail.contoso.com, O=Contoso', services: ['SMTP'], status: 'Valid' },
  ]);
  expect(server.receiveConnectors).toEqual([
    {
      name: 'Default Frontend EX01',
      enabled: true,
      requireTls: false,
      tlsCertificateName: null,
      transportRole: 'FrontendTransport',
    },
  ]);
  expect(server.iisBindings).toMatchObject([
    { site: 'Default Web Site', ipAddress: '*', thumbprint: THUMBPRINT },
    { site: 'Default Web Site', ipAddress: '127.0.0.1' },
    { site: 'Exchange Back End', port: 444, thumbprint: THUMBPRINT },
  ]);
  expect(server.iisBindings?.[1]).not.toHaveProperty('thumbprint');
  expect(server.virtualDirectories).toEqual([
    { kind: 'owa', internalUrl: 'https://mail.contoso.com/owa', externalUrl: null },
  ]);
  expect([...complete].sort()).toEqual(['certificates', 'iisBindings', 'receiveConnectors', 'virtualDirectories']);
  expect(read.organization).toEqual({
    hybrid: null,
    authConfig: { currentThumbprint: THUMBPRINT },
    sendConnectors: [
      {
        name: 'Internet',
        enabled: true,
        requireTls: true,
        tlsCertificateName: '<I>CN=a<S>CN=b',
        cloudServicesMailEnabled: true,
        smartHosts: ['relay.contoso.com'],
        addressSpaces: ['SMTP:*;1'],
        tlsAuthLevel: null,
        tlsDomain: null,
      },
    ],
  });
  expect(read.organizationComplete).toEqual(['sendConnectors']);
  expect(read.observedAt).toBe('2026-06-01T08:30:00.123Z');
});

test('a plain certificate that names no server is a certificate of an unnamed server, and no more', () => {
  const { servers } = report(sample('plain-certificate'));
  expect(servers[0]?.server).toMatchObject({
    fqdn: null,
    certificates: [{ subject: 'CN=mail.contoso.com, O=Contoso' }],
  });
  expect(servers[0]?.server).not.toHaveProperty('internalTransportCertificate');
});

test('no object makes a kind throw, whatever its members hold', () => {
  const members = [
    ...new Set(FOLDERS.flatMap((folder) => [...sample(folder).matchAll(/ N="(\w+)"/g)].map(([, name]) => name ?? ''))),
  ];
  const types = [
    ...new Set(
      FOLDERS.flatMap((folder) => [...sample(folder).matchAll(/<T>([^<]+)<\/T>/g)].map(([, name]) => name ?? '')),
    ),
  ];
  const { value } = fc.letrec<{ value: PsValue; object: PsObject }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<PsValue>(
        null,
        '',
        'https *:443: sslFlags=0',
        'EX01\\x',
        '__proto__',
        true,
        16,
        -1,
        0.5,
        2n ** 70n,
        Uint8Array.of(48, 1),
      ),
      tie('object'),
    ),
    object: fc.record({
      typeNames: fc.array(fc.constantFrom(...types), { maxLength: 2 }),
      text: fc.option(fc.string()),
      properties: fc
        .array(fc.tuple(fc.constantFrom(...members), tie('value')), { maxLength: 12 })
        .map((pairs) => new Map(pairs)),
      items: fc.array(tie('value'), { maxLength: 3 }),
    }),
  }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      for (const object of values.filter(isObject)) for (const kind of KINDS) join(kind.read(object));
    }),
    { numRuns: share(400) },
  );
});

describe('a file with several kinds and servers', () => {
  const objs = (inner: string) =>
    report(`<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`);

  test('joins a short name to the full one that another object knows', () => {
    const { servers } = objs(body('receive-connector') + body('exchange-server'));
    expect(servers.map(({ server }) => server.fqdn)).toEqual([
      'ex01.contoso.com',
      'ex02.contoso.com',
      'ex10.contoso.com',
      'edge01.contoso.com',
      'next01.contoso.com',
    ]);
    expect(servers.map(({ server }) => server.receiveConnectors?.length)).toEqual([
      1,
      1,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('says the same in a list, in a custom object and twice', () => {
    const alone = objs(body('exchange-server')).servers;
    expect(objs(`<Obj RefId="90"><LST>${body('exchange-server')}</LST></Obj>`).servers).toEqual(alone);
    expect(
      objs(`<Obj RefId="90"><MS><Obj N="Servers" RefId="91"><LST>${body('exchange-server')}</LST></Obj></MS></Obj>`)
        .servers,
    ).toEqual(alone);
    expect(objs(body('exchange-server') + body('exchange-server')).servers).toEqual(alone);
  });

  test('leaves objects of other kinds out, with one warning each kind', () => {
    const other =
      '<Obj RefId="95"><TN RefId="95"><T>Deserialized.Contoso.Thing</T></TN><MS><S N="Name">x</S></MS></Obj>';
    const { servers, warnings } = objs(other + body('transport-service') + other + '<S>text</S>');
    expect(servers).toHaveLength(1);
    expect(warnings).toEqual([{ place: 'object 1, object 3', message: expect.stringContaining('Contoso.Thing') }]);
  });

  test('doubts aloud what is said twice and differently', () => {
    const changed = body('transport-service').replace(THUMBPRINT, 'F'.repeat(40));
    const { servers, warnings } = objs(body('transport-service') + changed);
    expect(servers[0]?.server.internalTransportCertificate).toBe(THUMBPRINT);
    expect(warnings).toEqual([{ place: 'object 2', message: expect.stringContaining('internalTransportCertificate') }]);
  });

  test('with 20,000 connectors is joined in reasonable time', () => {
    const one =
      '<Obj RefId="0"><TN RefId="0"><T>x.ReceiveConnector</T></TN><Props><S N="Name">c#</S><S N="Identity">EX01\\c</S></Props></Obj>';
    const many = Array.from({ length: 20_000 }, (_, i) => one.replace('#', String(i))).join('');
    expect(objs(many).servers[0]?.server.receiveConnectors).toHaveLength(20_000);
  }, 10_000);
});

test.each(['localhost', '10.0.0.5', 'fe80::1', '[::1]:5985'])('a session to %s names no server', (asked) => {
  const xml = sample('web-binding').replaceAll(
    '</Props>',
    `<S N="x">y</S></Props><MS><S N="PSComputerName">${asked}</S></MS>`,
  );
  expect(xml).toContain(asked);
  expect(report(xml).servers.map(({ server }) => [server.fqdn, server.netbiosName])).toEqual([[null, undefined]]);
});

describe('what a file cannot say', () => {
  test('is asked for: the server of objects that name none, and the time', () => {
    const read = report(sample('web-binding'));
    expect(needed(read, {})).toMatchObject([
      { fact: 'server', message: expect.stringContaining('--server') },
      { fact: 'observedAt', message: expect.stringContaining('--observed-at') },
    ]);
    const given = { server: 'ex01.contoso.com', observedAt: '2026-06-01T02:00:00+02:00' };
    expect(needed(read, given)).toEqual([]);
    expect(withGiven(read, given).servers.map(({ server }) => server.fqdn)).toEqual(['ex01.contoso.com']);
    expect(withGiven(read, given).observedAt).toBe('2026-06-01T00:00:00.000Z');
  });

  test('a short name is a name: it is recorded as it is, unless a full one that fits is given', () => {
    const read = report(sample('receive-connector'));
    const names = (server?: string) =>
      withGiven(read, server === undefined ? {} : { server }).servers.map((one) => one.server.fqdn);
    expect(needed(read, { observedAt: '2026-06-01T00:00:00Z' })).toEqual([]);
    expect(names()).toEqual(['EX01.contoso.com', 'EX02']);
    expect(names('ex02.contoso.com')).toEqual(['EX01.contoso.com', 'ex02.contoso.com']);
    expect(names('ex07.contoso.com')).toEqual(['EX01.contoso.com', 'EX02']);
  });

  test('is not asked for again when the file says it', () => {
    const read = report(sample('health-checker'));
    expect(needed(read, {})).toEqual([]);
    const given = withGiven(read, { server: 'other.contoso.com', observedAt: '2030-01-01T00:00:00Z' });
    expect(given).toEqual(read);
  });
});
