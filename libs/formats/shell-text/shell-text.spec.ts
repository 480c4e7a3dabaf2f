import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wrapped } from '../../../test/support/clothes.js';
import { decode } from '../formats.js';
import { needed } from '../needed.js';
import type { Report } from '../report.js';
import { rejoin } from './rejoin.js';
import { share } from '../../../test/support/share.js';

const THUMBPRINT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';
const OTHER = '88F86F6E9F8846A7781CD1F5CE9588D1C5DBA8D2';
const utf8 = (text: string) => new TextEncoder().encode(text);
const sample = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

function report(text: string): Report {
  const decoded = decode(utf8(text));
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  expect(decoded.report.format).toBe('shell-text');
  return decoded.report;
}

const certificates = ({ servers }: Report) => servers.flatMap(({ server }) => server.certificates ?? []);

test('a list: what it says of each certificate, and what it cannot say', () => {
  const read = report(sample('./sample.txt'));
  expect(read.servers.map(({ server, complete }) => [server.fqdn, complete])).toEqual([[null, []]]);
  expect(certificates(read)).toEqual([
    {
      thumbprint: THUMBPRINT,
      subject: 'CN=mail.contoso.com, O=Contoso',
      issuer: 'CN=Trust CA1, OU=Certification Services Division, O="Trust, Inc.", C=US',
      subjectAlternativeNames: ['mail.contoso.com', 'autodiscover.contoso.com', '*.contoso.com'],
      keySize: 2048,
      serialNumber: '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      status: 'Valid',
      rootCaType: 'ThirdParty',
      isSelfSigned: false,
      hasPrivateKey: true,
    },
    {
      thumbprint: OTHER,
      subject: 'CN=EX01',
      issuer: 'CN=EX01',
      serialNumber: '7FB6D2209F1DE22FFD32A4D2E0236CF532DC9CA8',
      services: ['SMTP'],
      status: 'Valid',
      rootCaType: 'Registry',
      isSelfSigned: true,
      hasPrivateKey: true,
    },
  ]);
  expect(read.warnings).toEqual([
    { place: 'line 4, line 23', message: expect.stringContaining('Export-Clixml') },
    { place: 'line 4, line 23', message: expect.stringMatching(/^NotAfter, NotBefore: unknown.*time zone/) },
    { place: 'line 23', message: expect.stringMatching(/^CertificateDomains.*\$FormatEnumerationLimit = -1/) },
  ]);
  expect(needed(read, {}).map(({ fact }) => fact)).toEqual(['server', 'observedAt']);
});

test('a table: thumbprints and services, nothing of the subject that is cut', () => {
  expect(certificates(report(sample('./sample-table.txt')))).toEqual([
    { thumbprint: THUMBPRINT, services: ['IMAP', 'POP', 'IIS', 'SMTP'] },
    { thumbprint: OTHER, services: ['SMTP'] },
    { thumbprint: '0CEB5AC90A9E4BB9E4F8F1F0D7FC8F4EEA4F2CA2', services: [] },
  ]);
});

const HEADER = 'Thumbprint                                Services   Subject';

test.each<[string, readonly string[] | undefined]>([
  ['IPUWSF', ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation']],
  ['IPUWSFC', ['IMAP', 'POP', 'UM', 'IIS', 'SMTP', 'Federation', 'UMCallRouter']],
  ['......', []],
  ['...W...', ['IIS']],
  ['.....F', ['Federation']],
  ['SMTP', undefined],
  ['S......', undefined],
  ['IP.WS.X', undefined],
  ['IP...', undefined],
  ['IP.WS...', undefined],
])('the letters %s', (letters, services) => {
  const read = report(`${HEADER}\n${THUMBPRINT}  ${letters}  CN=a`);
  if (letters === 'SMTP') return expect(certificates(read)[0]?.services).toEqual(['SMTP']);
  expect(certificates(read)[0]?.services).toEqual(services);
  const doubted = read.warnings.filter(({ message }) => message.includes('has no known meaning'));
  expect(doubted).toHaveLength(services === undefined ? 1 : 0);
});

test('a thumbprint that was blurred before it was posted names no certificate', () => {
  const read = report(
    `${HEADER}\n8490765C4C47D81***E2F46BEBB98EF9084A3B  I..WS..    CN=a\n${THUMBPRINT}  ....S..  CN=b`,
  );
  expect(certificates(read)).toEqual([{ thumbprint: THUMBPRINT, services: ['SMTP'] }]);
  expect(read.warnings).toContainEqual({ place: 'line 2', message: expect.stringContaining('left out') });
});

test('a list and a table of the same certificate are one certificate', () => {
  const read = report(
    `${HEADER}\n${THUMBPRINT}  IP.WS.  CN=a...\n\nThumbprint : ${THUMBPRINT}\nCertificateDomains : {a.contoso.com}\nStatus : Valid\n` +
      `\nThumbprint         : ${THUMBPRINT}\nCertificateDomains : {a.contoso.com}\nStatus             : Valid\n`,
  );
  expect(certificates(read)).toEqual([
    {
      thumbprint: THUMBPRINT,
      services: ['IMAP', 'POP', 'IIS', 'SMTP'],
      subjectAlternativeNames: ['a.contoso.com'],
      status: 'Valid',
    },
  ]);
});

describe('how it was pasted does not matter', () => {
  const text = sample('./sample.txt');
  const expected = certificates(report(text));
  test.each<[string, string]>([
    ['as Windows ends lines', text.replaceAll('\n', '\r\n')],
    ['indented, as in a page', text.replace(/^/gm, '        ')],
    ['filled with blanks, as some consoles copy it', text.replace(/^.*$/gm, (line) => line.padEnd(80))],
    ['without the lines around it', text.trim().split('\n').slice(3, -4).join('\n')],
    ['without blank lines', text.replace(/\n\n+/g, '\n')],
    ['with more blank lines', text.replace(/\n\n/g, '\n\n\n\n')],
    ['with a text before it', `Hello,\nplease look: this is it.\nName : x\n\n${text}`],
  ])('%s', (_, pasted) => {
    expect(certificates(report(pasted))).toEqual(expected);
  });
});

describe('a wrapped value', () => {
  const WORDS = fc.array(fc.string({ unit: fc.constantFrom('a', ',', '=', '.'), minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 12,
  });

  test.each([true, false])(
    'is never put together wrongly: it is the same, or not certain (blanks lost: %s)',
    (trim) => {
      let certain = 0;
      fc.assert(
        fc.property(WORDS, fc.integer({ min: 5, max: 60 }), (words, width) => {
          const text = words.join(' ');
          const lines = wrapped(text, width).map((line) => (trim ? line.trimEnd() : line));
          const widest = Math.max(...lines.map((line) => line.length));
          const read = rejoin(lines, widest);
          if (read !== null) certain++;
          expect([text, null]).toContain(read);
        }),
        { numRuns: share(2000) },
      );
      expect(certain).toBeGreaterThan(share(500, 1));
    },
  );

  test('that is not certain stays unknown, and the warning says how to avoid it', () => {
    const long = 'x'.repeat(40);
    const read = report(
      `Thumbprint : ${THUMBPRINT}\nServices   : SMTP\nSubject    : CN=${long}\n             ${long}, O=a\n`,
    );
    expect(certificates(read)).toEqual([{ thumbprint: THUMBPRINT, services: ['SMTP'] }]);
    expect(read.warnings).toContainEqual({ place: 'line 1', message: expect.stringMatching(/^Subject.*Out-File/) });
  });
});

test('lists of anything else in the text say nothing', () => {
  const read = report(`Name    : Fido\nSpecies : Dog\n\nThumbprint : ${THUMBPRINT}\nServices   : SMTP\n`);
  expect(read.warnings.filter(({ message }) => message.includes('left out'))).toEqual([]);
  expect(certificates(read)).toHaveLength(1);
});

test('lists of other cmdlets are read, too', () => {
  const text = `Name                                   : EX01\nInternalTransportCertificateThumbprint : ${THUMBPRINT}\n`;
  expect(report(text).servers).toEqual([
    { server: { fqdn: null, netbiosName: 'EX01', internalTransportCertificate: THUMBPRINT }, complete: [] },
  ]);
});

test('PowerShell 7 ends a list that it cut with one character', () => {
  const read = report(`Thumbprint         : ${THUMBPRINT}\nCertificateDomains : {a.contoso.com, b.contoso.com…}\n`);
  expect(certificates(read)).toEqual([{ thumbprint: THUMBPRINT }]);
  expect(read.warnings).toContainEqual({
    place: 'line 1',
    message: expect.stringContaining('$FormatEnumerationLimit'),
  });
});

describe('hostile text', () => {
  test.each<[string, string]>([
    ['a mention of the names', 'Look at Thumbprint and Services.'],
    ['a table without its header', `${THUMBPRINT}  IP.WS.  CN=a`],
    ['a header of something else', 'Thumbprint  Subject\n1  2'],
    ['blanks and colons', ' : '.repeat(10_000)],
  ])('%s is not taken', (_, text) => {
    expect(decode(utf8(text))).toMatchObject({ ok: false, refusal: { kind: 'not-recognised' } });
  });

  test('a NUL in a name is refused', () => {
    expect(decode(utf8('RemoteIPRanges : {}\nName           : a\0b\n'))).toMatchObject({
      ok: false,
      refusal: { kind: 'malformed', place: 'servers[0].receiveConnectors[0].name' },
    });
  });

  test('more text than anybody prints is refused', () => {
    const text = `Thumbprint : ${THUMBPRINT}\nServices   : SMTP\n${'x'.repeat(9 * 1024 * 1024)}`;
    expect(decode(utf8(text))).toMatchObject({ ok: false, refusal: { kind: 'too-large' } });
  });

  test('a value of 400,000 lines, a line of 5 MB and 100,000 certificates take no time', () => {
    const started = performance.now();
    const head = `Thumbprint : ${THUMBPRINT}\nServices   : SMTP\n`;
    decode(utf8(`${head}Subject    : a\n${`${' '.repeat(13)}a\n`.repeat(share(400_000))}`));
    decode(utf8(`${head}Subject    : ${'a b'.repeat(share(1_700_000))}\n`));
    decode(utf8(`${head}\n`.repeat(share(100_000))));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
