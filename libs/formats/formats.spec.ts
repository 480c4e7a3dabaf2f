import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonName, makeCertificate } from '../../test/support/make-certificate.js';
import { decode, FORMATS } from './formats.js';
import { inspection } from './inspect.js';
import { readInput } from './text.js';
import { anyCharacter } from '../../test/support/any-character.js';
import { share } from '../../test/support/share.js';

const file = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

const SAMPLES: readonly (readonly [format: string, bytes: Uint8Array])[] = [
  ...[
    'auth-config',
    'exchange-certificate',
    'exchange-server',
    'health-checker',
    'plain-certificate',
    'receive-connector',
  ].map((folder) => ['clixml', file(`./${folder}/sample.xml`)] as const),
  ...['client-protocol', 'edge-subscription', 'hybrid-configuration', 'send-connector'].map(
    (folder) => ['clixml', file(`./${folder}/sample.xml`)] as const,
  ),
  ...['transport-service', 'virtual-directory', 'web-binding'].map(
    (folder) => ['clixml', file(`./${folder}/sample.xml`)] as const,
  ),
  ['exchange-json', file('./exchange-json/sample.json')],
  ['exchange-csv', file('./exchange-csv/sample.csv')],
  ['shell-text', file('./shell-text/sample.txt')],
  ['shell-text', file('./shell-text/sample-table.txt')],
  ['fleet-document', file('./fleet-document/sample.json')],
  ['fleet-document', utf8('{"servers":[{"fqdn":"ex01.contoso.com"}],"format":"certfleet.fleet/1"}')],
  ['cloudevents', file('./cloudevents/sample.json')],
  ['cloudevents', utf8(`[${new TextDecoder().decode(file('./cloudevents/sample.json'))}]`)],
  ['website-json', file('./website-json/sample.json')],
  ['netsh-sslcert', file('./netsh-sslcert/sample.txt')],
  ['smtp-protocol-log', file('./protocol-log/sample.log')],
  ['smtp-protocol-log', file('./protocol-log/sample-send.log')],
  ['clixml', file('./admin-audit-log/sample-clixml.xml')],
  ['admin-audit-log', file('./admin-audit-log/sample.xml')],
  ['admin-audit-log', file('./admin-audit-log/sample.json')],
  ['windows-event', file('./windows-event/sample.xml')],
  ['windows-event', file('./windows-event/sample-run.xml')],
  ['windows-event', file('./windows-event/sample.json')],
  ['certificate', file('./cloudevents/sample-certificate.pem')],
  ['certificate', makeCertificate()],
];

describe('the list of formats', () => {
  test.each(SAMPLES)('exactly one format recognises a sample of %s, and reads it', (name, bytes) => {
    const input = readInput(bytes);
    expect(FORMATS.filter((format) => format.recognises(input)).map((format) => format.name)).toEqual([name]);
    expect(decode(bytes)).toMatchObject({ ok: true, report: { format: name } });
  });

  test('has a sample of every format, and no name twice', () => {
    expect(new Set(SAMPLES.map(([name]) => name))).toEqual(new Set(FORMATS.map((format) => format.name)));
    expect(new Set(FORMATS.map((format) => format.name)).size).toBe(FORMATS.length);
  });

  test('reads the same in UTF-8, UTF-8 with a mark and UTF-16', () => {
    for (const [, bytes] of SAMPLES) {
      const { text } = readInput(bytes);
      if (text === null) continue;
      expect(decode(utf16(text))).toEqual(decode(bytes));
      expect(decode(utf8(`\ufeff${text}`))).toEqual(decode(bytes));
    }
  });
});

test('inspect shows what the contract says', () => {
  const decoded = decode(file('./website-json/sample.json'));
  if (!decoded.ok) throw new Error(decoded.refusal.message);
  const shown = inspection('sites.json', decoded.report);
  expect(Object.keys(shown)).toEqual(['file', 'format', 'servers', 'organization', 'events', 'warnings']);
  expect(shown.servers).toMatchObject([
    {
      fqdn: null,
      iisBindings: [
        { port: 80 },
        { port: 443, sni: false },
        { ipAddress: '10.0.0.5', hostName: 'mail.contoso.com', sni: true },
        { site: 'Exchange Back End' },
      ],
    },
  ]);
});

test('web sites whose bindings were cut off are read as far as they go', () => {
  const binding = { protocol: 'https', bindingInformation: '*:443:', certificateHash: null, sslFlags: 0 };
  const sites = (bindings: unknown) =>
    decode(utf8(JSON.stringify({ name: 'Default Web Site', bindings, PSComputerName: 'ex01.contoso.com' })));
  expect(sites({ Collection: binding })).toMatchObject({
    ok: true,
    report: { servers: [{ server: { fqdn: 'ex01.contoso.com', iisBindings: [{ thumbprint: null }] } }], warnings: [] },
  });
  expect(sites({ Collection: 'https *:443: sslFlags=0' })).toMatchObject({
    ok: true,
    report: { warnings: [{ message: expect.stringContaining('-Depth') }] },
  });
  expect(sites({ Collection: ['http *:80: net.tcp 808:*'] })).toMatchObject({
    ok: true,
    report: { servers: [], warnings: [{ place: 'bindings[0]' }] },
  });
});

const OBJS = '<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">';
const connector = (name: string) =>
  utf8(
    `${OBJS}<Obj RefId="0"><TN RefId="0"><T>x.ReceiveConnector</T></TN><Props><S N="Name">${name}</S></Props></Obj></Objs>`,
  );
const certificateIn = (der: Uint8Array) =>
  utf8(
    `${OBJS}<Obj RefId="0"><TN RefId="0"><T>x.ExchangeCertificate</T></TN><Props><BA N="RawData">${Buffer.from(der).toString('base64')}</BA></Props></Obj></Objs>`,
  );
const crowded = makeCertificate({ dnsNames: Array.from({ length: 10_000 }, (_, i) => `n${i}.contoso.com`) });

describe('bad input is refused with its place and a remedy', () => {
  test.each<[string, Uint8Array, string, string | RegExp]>([
    ['an empty file', utf8(''), 'empty', ''],
    ['blanks', utf8(' \r\n '), 'empty', ''],
    ['a mark and nothing else', Uint8Array.of(0xff, 0xfe), 'empty', ''],
    ['text', utf8('hello'), 'not-recognised', ''],
    ['a web page', utf8('<!DOCTYPE html><html></html>'), 'not-recognised', ''],
    ['other XML', utf8('<?xml version="1.0"?><a/>'), 'not-recognised', ''],
    ['other JSON', utf8('{"a":1}'), 'not-recognised', ''],
    ['an empty list', utf8('[]'), 'not-recognised', ''],
    ['binary', Uint8Array.of(1, 2, 3, 200, 0), 'not-recognised', ''],
    ['broken UTF-8', new Uint8Array([...utf8('<Objs><S>'.repeat(10)), 0xff, 0xfe, 0x41]), 'malformed', /byte/],
    ['truncated CLIXML', file('./receive-connector/sample.xml').subarray(0, 900), 'malformed', /line/],
    ['a document type', utf8(`<!DOCTYPE Objs [<!ENTITY a "b">]>${OBJS}</Objs>`), 'malformed', /line/],
    ['200,000 levels of XML', utf8(`${OBJS}${'<Obj RefId="0"><LST>'.repeat(100_000)}`), 'too-large', /line/],
    ['200,000 levels of JSON', utf8(`{"servers":${'['.repeat(200_000)}`), 'malformed', 'line 1, column 139'],
    ['truncated JSON', utf8('{"format":"certfleet.fleet/1",'), 'malformed', /line 1/],
    ['truncated DER', makeCertificate().slice(0, 300), 'malformed', /byte/],
    ['NUL in a name of CLIXML', connector('a_x0000_b'), 'malformed', /^servers\[0\]\.receiveConnectors\[0\]\.name$/],
    ['half a surrogate pair in CLIXML', connector('a_xD800_b'), 'malformed', /name$/],
    ['a name without end', connector('a'.repeat(5000)), 'malformed', 'servers[0].receiveConnectors[0].name'],
    [
      '10,000 names of a certificate in CLIXML',
      certificateIn(crowded),
      'malformed',
      /^servers\[0\], certificate [0-9A-F]{40}$/,
    ],
    ['10,000 names of a certificate file', crowded, 'malformed', /certificate/],
    ['a private key', utf8('-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n'), 'private-key', /byte/],
    [
      'a private key in an event',
      utf8(JSON.stringify({ specversion: '1.0', data: { certificate: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' } })),
      'private-key',
      /byte/,
    ],
  ])('%s', (_, bytes, kind, place) => {
    const decoded = decode(bytes);
    if (decoded.ok) throw new Error('expected a refusal');
    expect(decoded.refusal.kind).toBe(kind);
    expect(decoded.refusal.message).not.toBe('');
    expect(decoded.refusal.remedy).not.toBe('');
    if (typeof place === 'string') expect(decoded.refusal.place).toBe(place);
    else expect(decoded.refusal.place).toMatch(place);
  });
});

test('a NUL in a certificate is shown as U+FFFD and said aloud', () => {
  const decoded = decode(certificateIn(makeCertificate({ subject: commonName('mail.contoso.com\0.evil.com') })));
  expect(decoded).toMatchObject({
    ok: true,
    report: { servers: [{ server: { certificates: [{ subject: 'CN=mail.contoso.com\ufffd.evil.com' }] } }] },
  });
  expect(decoded.ok && decoded.report.warnings.map((w) => w.message).join()).toContain('NUL');
});

test('a certificate that is none has the file refused: what else it says could be as wrong', () => {
  expect(decode(certificateIn(Uint8Array.of(1, 2, 3)))).toMatchObject({
    ok: false,
    refusal: { kind: 'malformed', place: 'object 1', message: expect.stringContaining('RawData is no certificate') },
  });
});

describe('nothing makes decode throw', () => {
  const answered = (bytes: Uint8Array) => expect(typeof decode(bytes).ok).toBe('boolean');

  test('no bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), answered), { numRuns: share(500) }));

  test('no text, behind any beginning', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          '',
          OBJS,
          '{"format":',
          '{"specversion":',
          '[{"name":1,"bindings":',
          '[{"CmdletName":"Enable-ExchangeCertificate","RunDate":',
          '{"ProviderName":"MSExchange CmdletLogs","Id":1,"TimeCreated":',
          '<SearchResults><Event Cmdlet="Set-SendConnector">',
          "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>",
          '{"Thumbprint":"a","Services":',
          '"Thumbprint","Services","NotAfter"\r\n',
          'Services   : SMTP\r\nThumbprint : ',
          '-----BEGIN CERTIFICATE-----\n',
        ),
        fc.string({ maxLength: 300, unit: anyCharacter }),
        (start, text) => answered(utf8(start + text)),
      ),
      { numRuns: share(500) },
    ));

  test('no sample with bytes cut, changed or doubled', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...SAMPLES),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        ([, bytes], at, more, byte) => {
          const changed = bytes.slice();
          changed[at % bytes.length] = byte;
          answered(changed);
          answered(bytes.subarray(0, more % bytes.length));
          answered(new Uint8Array([...bytes, ...bytes.subarray(at % bytes.length)]));
        },
      ),
      { numRuns: share(300) },
    ));
});
