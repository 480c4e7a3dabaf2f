import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../formats.js';
import { needed } from '../needed.js';
import type { Report } from '../report.js';
import { IIS } from './netsh-sslcert.js';
import { anyCharacter } from '../../../test/support/any-character.js';
import { share } from '../../../test/support/share.js';

const sample = readFileSync(new URL('./sample.txt', import.meta.url), 'utf8');
const utf8 = (text: string) => new TextEncoder().encode(text);
const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

function reportOf(bytes: Uint8Array): Report {
  const decoded = decode(bytes);
  if (!decoded.ok) throw new Error(decoded.refusal.message);
  return decoded.report;
}

const read = (text: string) => reportOf(utf8(text));
const bindings = (report: Report) => report.servers.flatMap(({ server }) => server.iisBindings ?? []);
const messages = (report: Report) => report.warnings.map(({ place, message }) => `${place}: ${message}`).join('\n');

/** An entry in English; each value may be another one. */
const entry = (address: string, hash = A, application = IIS, store = 'My') =>
  `    ${address.startsWith('0') || address.startsWith('[') ? 'IP' : 'Hostname'}:port                      : ${address} \r\n` +
  `    Certificate Hash             : ${hash} \r\n    Application ID               : ${application} \r\n` +
  `    Certificate Store Name       : ${store} \r\n    Ctl Identifier               : (null) \r\n\r\n`;
const HEAD = '\r\nSSL Certificate bindings: \r\n------------------------- \r\n\r\n';

test('the sample: what Exchange’s setup binds is read, and how is said', () => {
  const report = read(sample);
  expect(report.servers).toEqual([
    {
      server: {
        fqdn: null,
        iisBindings: [
          {
            site: 'Default Web Site',
            protocol: 'https',
            ipAddress: '*',
            port: 443,
            hostName: '',
            sni: false,
            thumbprint: '9F2A4C1D7E8B3A5F60718293A4B5C6D7E8F901C1',
          },
          expect.objectContaining({ site: 'Default Web Site', ipAddress: '127.0.0.1', port: 443 }),
          expect.objectContaining({ site: 'Exchange Back End', ipAddress: '*', port: 444, hostName: '' }),
          expect.objectContaining({ ipAddress: '*', port: 443, hostName: 'mail.contoso.com', sni: true }),
        ],
      },
      complete: [],
    },
  ]);
  expect(messages(report)).toMatch(/^line 5, 0\.0\.0\.0:443: netsh names no web sites\. 4 entries of IIS/);
  expect(messages(report)).toContain('line 35, 0.0.0.0:8172: 1 entry of other applications than IIS left out.');
  expect(needed(report, {}).map(({ fact }) => fact)).toEqual(['server', 'observedAt']);
});

describe('Windows in other languages', () => {
  const german =
    '\r\nSSL-Zertifikatbindungen: \r\n------------------------ \r\n\r\n' +
    `    IP:Port                      : [::]:443 \r\n    Zertifikathash               : ${A} \r\n` +
    `    Anwendungs-ID                : ${IIS.toUpperCase()} \r\n    Zertifikatspeichername       : MY \r\n` +
    '    Clientzertifikatsperre überprüfen : Aktiviert \r\n    URL-Abruftimeout             : 0 \r\n';
  const japanese = `    ホスト名:ポート : mail.contoso.com:443\n    証明書ハッシュ : ${B}\n    アプリケーション ID : ${IIS}\n    証明書ストア名 : My\n`;

  test('are read by what stands where', () => {
    expect(bindings(read(german))).toMatchObject([{ ipAddress: '[::]', port: 443, thumbprint: A.toUpperCase() }]);
    expect(bindings(read(japanese))).toMatchObject([{ hostName: 'mail.contoso.com', thumbprint: B.toUpperCase() }]);
  });

  test('also in the old code page that cmd.exe writes, and in UTF-16', () => {
    const cp850 = Uint8Array.from(Buffer.from(german.replaceAll('ü', '\u0081'), 'latin1'));
    expect(bindings(reportOf(cp850))).toHaveLength(1);
    expect(bindings(reportOf(new Uint8Array(Buffer.from(`\ufeff${german}`, 'utf16le'))))).toHaveLength(1);
  });
});

describe('what cannot be told stays unknown, and is said', () => {
  test('a binding without a certificate holds none', () => {
    expect(bindings(read(HEAD + entry('0.0.0.0:444', '(null)')))).toMatchObject([{ thumbprint: null }]);
    expect(bindings(read(HEAD + entry('0.0.0.0:444', '')))).toMatchObject([{ thumbprint: null }]);
  });

  test.each([
    ['a hash that is none', entry('0.0.0.0:443', 'f00'), 'without a readable certificate hash'],
    ['a certificate of another store', entry('0.0.0.0:443', A, IIS, 'WebHosting'), 'from another store than My'],
  ])('%s', (_, text, message) => {
    const report = read(HEAD + text);
    expect(bindings(report)).toHaveLength(1);
    expect(bindings(report)[0]).not.toHaveProperty('thumbprint');
    expect(messages(report)).toContain(message);
  });

  test('the usual store may be unsaid', () => {
    expect(bindings(read(HEAD + entry('0.0.0.0:443', A, IIS, '(null)')))).toMatchObject([
      { thumbprint: A.toUpperCase() },
    ]);
  });

  test.each([
    [
      'of another application',
      entry('0.0.0.0:3389', A, `{${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}`),
      'other applications',
    ],
    [
      'bound by hand on a port of Exchange',
      entry('0.0.0.0:444', A, '{4dcc9b81-e3ec-4a21-b012-59fc61bc0914}'),
      'on port 443 or 444 left out',
    ],
    ['of IIS on another port', entry('0.0.0.0:8443'), 'on other ports than 443 and 444'],
    [
      'of the central store',
      `    Central Certificate Store    : 443\r\n    Application ID : ${IIS}\r\n`,
      'without an address',
    ],
  ])('an entry %s is left out', (_, text, message) => {
    const report = read(HEAD + text);
    expect(report.servers).toEqual([]);
    expect(messages(report)).toContain(message);
  });

  test('an entry of the central store does not lend its id to the one before', () => {
    const torn = `    IP:port : 0.0.0.0:443\n    Certificate Hash : ${A}\n    Application ID : ${IIS}\n    Certificate Store Name : My\n`;
    const report = read(`${torn}    Central Certificate Store : 443\n    Application ID : ${IIS}\n`);
    expect(bindings(report)).toHaveLength(1);
    expect(messages(report)).toContain('line 6: 1 entry without an address');
  });

  test('an empty list', () => {
    expect(read(HEAD)).toMatchObject({ servers: [], warnings: [{ message: /no entry/ }] });
  });

  test('the same address twice: the first stands', () => {
    expect(bindings(read(HEAD + entry('0.0.0.0:443') + entry('0.0.0.0:443', B)))).toMatchObject([
      { thumbprint: A.toUpperCase() },
    ]);
  });
});

describe('hostile text', () => {
  test('other text with a colon is not taken for it', () => {
    for (const text of [`a : b:443\n`, `Id : ${IIS}\n`, `x : 0.0.0.0:443\ny : ${A}\n`, ' : '.repeat(1000)])
      expect(decode(utf8(text))).toMatchObject({ ok: false, refusal: { kind: 'not-recognised' } });
  });

  test('a million bad entries make few warnings', () => {
    const report = read(HEAD + entry('0.0.0.0:443') + entry('0.0.0.0:9443').repeat(20_000));
    expect(report.warnings).toHaveLength(2);
    expect(messages(report)).toContain('20000 entries of IIS on other ports');
  });

  test('a host name that no index could keep is refused as a whole', () => {
    expect(decode(utf8(HEAD + entry('ma\0il:443')))).toMatchObject({ ok: false, refusal: { kind: 'malformed' } });
  });

  test('lines without end are read in time', () => {
    const from = performance.now();
    decode(utf8(`${HEAD}${' '.repeat(4_000_000)}: ${' '.repeat(4_000_000)}\n${entry('0.0.0.0:443')}`));
    expect(performance.now() - from).toBeLessThan(5_000);
  });

  test('nothing makes it throw', () => {
    const piece = fc.oneof(
      fc.constantFrom(...entry('0.0.0.0:443').split('\n'), 'x : {}', ':', '[::1]:443', `a : ${'9'.repeat(99)}:9`),
      fc.string({ unit: anyCharacter, maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(typeof decode(utf8(HEAD + pieces.join('\n'))).ok).toBe('boolean');
      }),
      { numRuns: share(300) },
    );
  });
});
