import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { commonName, makeCertificate } from '../../../test/support/make-certificate.js';
import { decode } from '../formats.js';
import { exchangeJson } from './exchange-json.js';
import { needed } from '../needed.js';
import type { Report } from '../report.js';
import { readInput } from '../text.js';
import { share } from '../../../test/support/share.js';

const THUMBPRINT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';
const utf8 = (text: string) => new TextEncoder().encode(text);
const file = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));

function reportOf(bytes: Uint8Array): Report {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  return decoded.report;
}

const report = (value: unknown) => reportOf(utf8(JSON.stringify(value)));
const certificateOf = ({ servers }: Report) => servers[0]?.server.certificates?.[0];
const messages = ({ warnings }: Report) => warnings.map(({ message }) => message);
const certificate = (more: object) => ({ Thumbprint: THUMBPRINT, Services: 'SMTP', ...more });

test('the sample: a certificate by its bytes with what Exchange says beside it, a connector, and what joins their server', () => {
  const { servers, warnings } = reportOf(file('./sample.json'));
  const byBytes = certificateOf(reportOf(file('../exchange-certificate/sample.xml')));
  expect(servers).toMatchObject([
    {
      server: {
        fqdn: 'ex01.contoso.com',
        netbiosName: 'EX01',
        internalTransportCertificate: byBytes?.thumbprint,
        popSettings: { x509CertificateName: 'mail.contoso.com' },
        receiveConnectors: [{ name: 'Default Frontend EX01', bindings: ['[::]:25', '0.0.0.0:25'] }],
      },
      complete: [],
    },
  ]);
  expect(certificateOf({ servers, warnings, format: '', organization: {}, events: [] })).toEqual({
    ...byBytes,
    services: ['IMAP', 'POP', 'IIS', 'SMTP'],
    status: 'Valid',
    rootCaType: 'Registry',
    isSelfSigned: true,
    hasPrivateKey: true,
    friendlyName: 'Microsoft Exchange',
  });
  expect(warnings).toEqual([]);
});

test('without its bytes a certificate says nothing else than with them, only less', () => {
  const sample: Record<string, unknown>[] = JSON.parse(new TextDecoder().decode(file('./sample.json')));
  const [whole] = sample;
  const withBytes = certificateOf(report([whole]));
  const bare = Object.fromEntries(Object.entries(whole ?? {}).filter(([name]) => name !== 'RawData'));
  const without = report([bare]);
  const said = certificateOf(without);
  expect(withBytes).toMatchObject({ ...said });
  const lacking = Object.keys(withBytes ?? {}).filter((key) => !Object.hasOwn(said ?? {}, key));
  expect(lacking).toEqual(['sha256', 'keyAlgorithm', 'extendedKeyUsages']);
  expect(messages(without)).toEqual([expect.stringContaining('RawData')]);
});

test('instants, however PowerShell writes them; a local time is not guessed', () => {
  const notAfter = (NotAfter: unknown) => {
    const { servers, warnings, ...rest } = report(certificate({ NotAfter }));
    const told = certificateOf({ servers, warnings, ...rest })?.notAfter;
    return [told, warnings.some(({ message }) => message.includes('NotAfter'))];
  };
  expect(notAfter('/Date(1807487999000)/')).toEqual(['2027-04-11T23:59:59Z', false]);
  expect(notAfter('/Date(1807487999000+0200)/')).toEqual(['2027-04-11T23:59:59Z', false]);
  expect(notAfter({ value: '/Date(1807487999000)/', DisplayHint: 2, DateTime: 'Monday' })).toEqual([
    '2027-04-11T23:59:59Z',
    false,
  ]);
  expect(notAfter('2027-04-12T01:59:59+02:00')).toEqual(['2027-04-11T23:59:59Z', false]);
  expect(notAfter('2027-04-11T23:59:59.0000000Z')).toEqual(['2027-04-11T23:59:59Z', false]);
  expect(notAfter('2027-04-11 23:59:59Z')).toEqual(['2027-04-11T23:59:59Z', false]);
  expect(notAfter(null)).toEqual([undefined, false]);
  for (const local of ['2027-04-12T01:59:59', '4/12/2027 1:59:59 AM', '30.04.2027 01:59:59', 'Monday', 1, {}, ['x']])
    expect([local, ...notAfter(local)]).toEqual([local, undefined, true]);
  expect(notAfter('/Date(999999999999999)/')).toEqual([undefined, true]);
});

test('one warning tells of all instants and all certificates that had no zone', () => {
  const local = { NotBefore: '4/12/2026 2:00:00 AM', NotAfter: '4/12/2027 1:59:59 AM' };
  const { warnings } = report([certificate(local), certificate({ ...local, Thumbprint: 'A'.repeat(40) })]);
  expect(warnings.filter(({ message }) => message.includes('zone'))).toEqual([
    { place: '[0], [1]', message: expect.stringMatching(/^NotBefore, NotAfter: unknown.*Export-Clixml/) },
  ]);
});

test.each<[string, object, object, string | null]>([
  ['services as words', { Services: 'IMAP, POP, IIS, SMTP' }, { services: ['IMAP', 'POP', 'IIS', 'SMTP'] }, null],
  ['services as a number', { Services: 27 }, { services: ['IMAP', 'POP', 'IIS', 'SMTP'] }, null],
  ['no services', { Services: 'None' }, { services: [] }, null],
  ['no services as a number', { Services: 0 }, { services: [] }, null],
  ['as PowerShell wraps an enumeration', { Services: { value: 16, Value: 'SMTP' } }, { services: ['SMTP'] }, null],
  ['wrapped without a name', { Services: { value: 16 } }, { services: ['SMTP'] }, null],
  ['a bit without a name', { Services: 128 }, {}, 'Services'],
  ['a word that is no service', { Services: 'SMTP, Pigeon' }, {}, 'Services'],
  [
    'letters',
    { Services: undefined, ServicesStringForm: 'IP.WS.C' },
    { services: ['IMAP', 'POP', 'IIS', 'SMTP', 'UMCallRouter'] },
    null,
  ],
  ['a status as a word', { Status: 'DateInvalid' }, { services: ['SMTP'], status: 'DateInvalid' }, null],
  ['a status as a number', { Status: 3 }, { services: ['SMTP'], status: 'DateInvalid' }, null],
  ['a status nobody knows', { Status: 'Splendid' }, { services: ['SMTP'] }, 'Status'],
  ['a root as a word', { RootCAType: 'GroupPolicy' }, { services: ['SMTP'], rootCaType: 'GroupPolicy' }, null],
  ['a key size', { PublicKeySize: 2048 }, { services: ['SMTP'], keySize: 2048 }, null],
  ['no RSA key', { PublicKeySize: 0 }, { services: ['SMTP'] }, null],
  ['truth in another language', { HasPrivateKey: 'Wahr' }, { services: ['SMTP'] }, 'HasPrivateKey'],
  [
    'usages',
    { EnhancedKeyUsageList: [{ FriendlyName: 'Server Authentication', ObjectId: '1.3.6.1.5.5.7.3.1' }] },
    { services: ['SMTP'], extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'] },
    null,
  ],
  ['no usages', { EnhancedKeyUsageList: [] }, { services: ['SMTP'], extendedKeyUsages: null }, null],
  [
    'names',
    { CertificateDomains: 'a.contoso.com *.b.contoso.com' },
    { services: ['SMTP'], subjectAlternativeNames: ['a.contoso.com', '*.b.contoso.com'] },
    null,
  ],
  [
    'names as objects',
    {
      CertificateDomains: [
        { SmtpDomain: {}, Domain: 'contoso.com', IncludeSubDomains: true, Address: '*.contoso.com' },
      ],
    },
    { services: ['SMTP'], subjectAlternativeNames: ['*.contoso.com'] },
    null,
  ],
  [
    'names as a type',
    { CertificateDomains: 'System.Collections.ObjectModel.ReadOnlyCollection`1[x]' },
    { services: ['SMTP'] },
    'CertificateDomains',
  ],
  [
    'names that are not all there',
    { CertificateDomains: '{a.contoso.com, b.contoso.com...}' },
    { services: ['SMTP'] },
    '$FormatEnumerationLimit = -1',
  ],
  [
    'names of no known shape',
    { CertificateDomains: [{ Punycode: 'x' }] },
    { services: ['SMTP'] },
    'CertificateDomains',
  ],
  ['bytes as a type', { RawData: 'System.Byte[]' }, { services: ['SMTP'] }, 'RawData'],
])('a certificate with %s', (_, properties, expected, doubted) => {
  const read = report(certificate(properties));
  expect(certificateOf(read)).toEqual({ thumbprint: THUMBPRINT, ...expected });
  const others = messages(read).filter((message) => !message.startsWith('The export holds'));
  expect(others).toEqual(doubted === null ? [] : [expect.stringContaining(doubted)]);
});

test('a certificate says its server by Identity, if that names itself', () => {
  const named = (Identity: string) => report(certificate({ Identity })).servers[0]?.server.fqdn;
  expect(named(`ex01.contoso.com\\${THUMBPRINT.toLowerCase()}`)).toBe('ex01.contoso.com');
  expect(named(`ex01.contoso.com\\${'A'.repeat(40)}`)).toBeNull();
  const nameless = report(certificate({}));
  expect(needed(nameless, {}).map(({ fact }) => fact)).toEqual(['server', 'observedAt']);
});

describe('a connector', () => {
  const connector = (more: object) =>
    report({ Name: 'Relay', SuppressXAnonymousTls: false, PSComputerName: 'ex01.contoso.com', ...more });
  const read = (more: object) => connector(more).servers[0]?.server.receiveConnectors?.[0];

  test.each<[string, object, object]>([
    ['lists as text', { Bindings: '[::]:25 0.0.0.0:25' }, { bindings: ['[::]:25', '0.0.0.0:25'] }],
    ['one element without its list', { Bindings: '0.0.0.0:25' }, { bindings: ['0.0.0.0:25'] }],
    ['an empty list as text', { Bindings: '' }, { bindings: null }],
    [
      'addresses as members',
      { Bindings: [{ Address: { IPAddressToString: '::' }, Port: 25 }] },
      { bindings: ['[::]:25'] },
    ],
    [
      'ranges as members',
      { RemoteIPRanges: [{ LowerBound: {}, UpperBound: {}, Expression: '10.0.0.0/8' }] },
      { remoteIpRanges: ['10.0.0.0/8'] },
    ],
    [
      'ranges as text',
      { RemoteIPRanges: '10.0.0.1, 10.0.0.0/8, ::1-::2, 10.0.0.0(255.0.0.0)' },
      { remoteIpRanges: ['10.0.0.1', '10.0.0.0/8', '::1-::2', '10.0.0.0(255.0.0.0)'] },
    ],
    [
      'a pin as members',
      { TlsCertificateName: { CertificateIssuer: 'CN=a', CertificateSubject: 'CN=b' } },
      { tlsCertificateName: '<I>CN=a<S>CN=b' },
    ],
    ['a name as members', { Fqdn: { Domain: 'ex01.contoso.com' } }, { fqdn: 'ex01.contoso.com' }],
    ['mechanisms as a number', { AuthMechanism: 17 }, { authMechanism: ['Tls', 'ExchangeServer'] }],
  ])('with %s', (_, properties, expected) => {
    expect(read(properties)).toEqual({ name: 'Relay', suppressXAnonymousTls: false, ...expected });
    expect(connector(properties).warnings).toEqual([]);
  });

  test.each<[string, object]>([
    ['Bindings', { Bindings: 'System.Collections.ArrayList' }],
    ['Bindings', { Bindings: 'Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.IPBinding]' }],
    ['Bindings', { Bindings: ['Microsoft.Exchange.Data.IPBinding'] }],
    ['Bindings', { Bindings: [{ Address: { Address: 0 }, Port: 25 }] }],
    ['Bindings', { Bindings: 'anything else' }],
    ['RemoteIPRanges', { RemoteIPRanges: [null] }],
    ['TlsCertificateName', { TlsCertificateName: { Something: 1 } }],
    ['TlsDomainCapabilities', { TlsDomainCapabilities: [{ Domain: 'a.com', Capabilities: 4 }] }],
    ['Fqdn', { Fqdn: ['a', 'b'] }],
    ['Enabled', { Enabled: 1 }],
  ])('whose %s cannot be read has it unknown', (name, properties) => {
    expect(read(properties)).toEqual({ name: 'Relay', suppressXAnonymousTls: false });
    expect(messages(connector(properties))).toEqual([expect.stringMatching(new RegExp(`^${name}: unknown`))]);
  });
});

test('enumerations of other objects as numbers', () => {
  const send = { Name: 'Out', DNSRoutingEnabled: true, TlsAuthLevel: 4, SmartHostAuthMechanism: 2 };
  const { organization } = report([send, { ...send, Name: 'Out 2', TlsAuthLevel: 3, SmartHostAuthMechanism: 0 }]);
  expect(organization.sendConnectors).toEqual([
    { name: 'Out', dnsRoutingEnabled: true, tlsAuthLevel: 'DomainValidation' },
    { name: 'Out 2', dnsRoutingEnabled: true, smartHostAuthMechanism: 'None' },
  ]);
  const um = report({ Name: 'EX01', UMStartupMode: 1, Status: 0 });
  expect(um.servers[0]?.server.umSettings).toEqual({ startupMode: 'TLS' });
});

test('what two cmdlets have in common is not guessed', () => {
  const pop = { X509CertificateName: 'mail.contoso.com', Server: 'EX01' };
  expect(report(pop)).toMatchObject({ servers: [], warnings: [{ message: expect.stringContaining('ProtocolName') }] });
  expect(report({ ...pop, MessageRetrievalSortOrder: 0 }).servers[0]?.server).toHaveProperty('popSettings');
  expect(report({ ...pop, ShowHiddenFoldersEnabled: false }).servers[0]?.server).toHaveProperty('imapSettings');
  const owa = { InternalUrl: 'https://mail.contoso.com/owa', ExternalUrl: null, Server: 'EX01' };
  expect(report(owa)).toMatchObject({ servers: [], warnings: [{ message: expect.stringContaining('Identity') }] });
  expect(report({ ...owa, Identity: 'EX01\\owa (Default Web Site)' }).servers[0]?.server.virtualDirectories).toEqual([
    { kind: 'owa', internalUrl: owa.InternalUrl, externalUrl: null },
  ]);
});

test.each<[string, string]>([
  [
    'an administrator audit log',
    '[{"CmdletName":"Set-ReceiveConnector","CmdletParameters":[{"Name":"Fqdn"}],"Caller":"a"}]',
  ],
  [
    'Get-WinEvent',
    '[{"Id":12014,"Version":0,"Level":2,"ProviderName":"MSExchangeTransport","Properties":[],"Message":"a"}]',
  ],
  ['a selection that any cmdlet may have made', '[{"Name":"EX01","Domain":"contoso.com","Site":"AMS"}]'],
  ['Get-ForeignConnector', '[{"AddressSpaces":["X400:c=US;1"],"SourceTransportServers":["EX01"],"DropDirectory":"a"}]'],
  ['Get-UMCallRouterSettings', '[{"UMStartupMode":0,"MaxCallsAllowed":100,"SipTcpListeningPort":5060}]'],
  ['Get-OutboundConnector', '[{"Name":"a","SmartHosts":[],"TlsDomain":"a","CloudServicesMailEnabled":true}]'],
  ['a certificate of anybody', '[{"Thumbprint":"a","Subject":"b","NotAfter":"c","RawData":[1]}]'],
  ['names one level down', '{"a":{"Thumbprint":"x","Services":1}}'],
  ['an empty list in a list', '{"value":[],"Count":0}'],
  ['a list of other things', '{"value":[{"specversion":"1.0"}],"Count":1}'],
])('%s is not taken', (_, json) => {
  expect(exchangeJson.recognises(readInput(utf8(json)))).toBe(false);
});

describe('hostile JSON', () => {
  test.each<[string, string, string, string | RegExp]>([
    ['cut off', '[{"Thumbprint":"a","Services":1,', 'malformed', /line 1/],
    ['a NUL in a name', JSON.stringify({ Name: 'a\0b', RemoteIPRanges: [] }), 'malformed', 'Name'],
    ['half a surrogate pair', '{"Name":"\\ud800","RemoteIPRanges":[]}', 'malformed', 'Name'],
    ['200,000 levels', `{"RemoteIPRanges":${'['.repeat(200_000)}`, 'malformed', /line 1/],
    ['a name without end', JSON.stringify({ Name: 'a'.repeat(5000), RemoteIPRanges: [] }), 'malformed', /name$/],
    [
      'bytes of another certificate',
      JSON.stringify({ ...certificate({}), RawData: [...makeCertificate()] }),
      'malformed',
      '',
    ],
    ['bytes of no certificate', JSON.stringify([{ ...certificate({}), RawData: [1, 2, 3] }]), 'malformed', '[0]'],
    [
      '10,000 names',
      JSON.stringify(
        certificate({ CertificateDomains: Array.from({ length: 10_000 }, (_, i) => `n${i}.contoso.com`) }),
      ),
      'malformed',
      /certificate/,
    ],
  ])('%s is refused with its place', (_, json, kind, place) => {
    const decoded = decode(utf8(json));
    if (decoded.ok) throw new Error('expected a refusal');
    expect(decoded.refusal).toMatchObject({ kind, remedy: expect.stringMatching(/\w/) });
    if (typeof place === 'string') expect(decoded.refusal.place).toBe(place);
    else expect(decoded.refusal.place).toMatch(place);
  });

  test('elements that are no objects, and objects of nobody, are left out with a warning', () => {
    const { warnings, servers } = report([certificate({}), null, 1, 'x', [], { a: 1, ['__proto__']: 2 }]);
    expect(servers).toHaveLength(1);
    expect(warnings.map(({ place }) => place).sort()).toEqual(['[0]', '[1]', '[2]', '[3]', '[4]', '[5]']);
  });

  test('names of every object’s prototype are no properties', () => {
    const { servers } = report(JSON.parse('{"__proto__":{"Name":"x"},"constructor":1,"RemoteIPRanges":[],"Name":"R"}'));
    expect(servers[0]?.server.receiveConnectors).toEqual([{ name: 'R', remoteIpRanges: [] }]);
  });

  test('a certificate by its bytes, in every form in which they come', () => {
    const der = makeCertificate({ subject: commonName('mail.contoso.com') });
    const expected = certificateOf(report({ RawData: [...der], SerializationData: null }));
    expect(expected).toMatchObject({ subject: 'CN=mail.contoso.com' });
    for (const RawData of [
      Buffer.from(der).toString('base64'),
      [...der].join(' '),
      `{${[...der].join(', ')}}`,
      { value: [...der], Count: der.length },
    ])
      expect(certificateOf(report({ RawData, SerializationData: null }))).toEqual(expected);
  });

  test('a megabyte of numbers that are no bytes, and 300,000 keys, take no time', () => {
    const started = performance.now();
    report(certificate({ RawData: '48 '.repeat(share(400_000)) + 'x' }));
    report(certificate(Object.fromEntries(Array.from({ length: share(300_000) }, (_, i) => [`k${i}`, i]))));
    decode(utf8(`[{${Array.from({ length: share(300_000) }, (_, i) => `"k${i}":1`).join()}}]`));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
