import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode } from '../formats.js';
import type { Report } from '../report.js';
import { rowsOf } from './read-csv.js';
import { share } from '../../../test/support/share.js';

const THUMBPRINT = 'B0F49B77E744FAEA88C0FF266FECB71A431C700F';
const EXCHANGE = 'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate';
const CONNECTOR = 'Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector';
const utf8 = (text: string) => new TextEncoder().encode(text);

function report(csv: string): Report {
  const decoded = decode(utf8(csv));
  if (!decoded.ok) throw new Error(`${decoded.refusal.place}: ${decoded.refusal.message}`);
  expect(decoded.report.format).toBe('exchange-csv');
  return decoded.report;
}

const certificates = ({ servers }: Report) => servers.flatMap(({ server }) => server.certificates ?? []);

test('the sample says what its cells can say, and names what they cannot', () => {
  const { servers, warnings } = report(readFileSync(new URL('./sample.csv', import.meta.url), 'utf8'));
  expect(servers).toEqual([
    {
      server: {
        fqdn: 'ex01.contoso.com',
        certificates: [
          {
            thumbprint: THUMBPRINT,
            subject: 'CN=mail.contoso.com, O=Contoso',
            issuer: 'CN=Trust CA1, O="Trust, Inc.", C=US',
            subjectAlternativeNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
            version: 3,
            keySize: 2048,
            serialNumber: '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
            services: ['IMAP', 'POP', 'IIS', 'SMTP'],
            status: 'Valid',
            rootCaType: 'ThirdParty',
            isSelfSigned: false,
            hasPrivateKey: true,
            friendlyName: 'mail "2026"',
          },
          {
            thumbprint: '88F86F6E9F8846A7781CD1F5CE9588D1C5DBA8D2',
            subject: 'CN=EX01',
            issuer: 'CN=EX01',
            version: 3,
            notBefore: '2026-11-24T01:36:53Z',
            notAfter: '2046-11-19T01:36:53Z',
            keySize: 2048,
            serialNumber: '7FB6D2209F1DE22FFD32A4D2E0236CF532DC9CA8',
            services: ['SMTP'],
            status: 'Valid',
            rootCaType: 'Registry',
            isSelfSigned: true,
            hasPrivateKey: true,
            friendlyName: 'Microsoft Exchange',
          },
        ],
      },
      complete: [],
    },
  ]);
  expect(warnings.map(({ place, message }) => `${place}: ${message.slice(0, 60)}`)).toEqual([
    'line 3, line 4: The export holds certificates without their bytes (RawData):',
    expect.stringMatching(/^line 3, line 4: EnhancedKeyUsageList, RawData, SignatureAlgorithm/),
    expect.stringMatching(/^line 3: NotAfter, NotBefore: unknown/),
  ]);
});

test.each([
  ['commas', `Thumbprint,Services\n${THUMBPRINT},SMTP\n`],
  ['semicolons', `Thumbprint;Services\n${THUMBPRINT};SMTP\n`],
  ['tabs', `Thumbprint\tServices\n${THUMBPRINT}\tSMTP\n`],
  ['quotation marks', `"Thumbprint","Services"\r\n"${THUMBPRINT}","SMTP"\r\n`],
  ['quotation marks and semicolons', `"Thumbprint";"Services"\r\n"${THUMBPRINT}";"SMTP"\r\n`],
  ['no end of the last line', `Thumbprint,Services\n${THUMBPRINT},SMTP`],
  ['ends of lines of old', `Thumbprint,Services\r${THUMBPRINT},SMTP\r`],
  ['blank lines', `Thumbprint,Services\n\n${THUMBPRINT},SMTP\n\n\n`],
  ['a type', `#TYPE ${EXCHANGE}\r\n"Thumbprint","Services"\r\n"${THUMBPRINT}","SMTP"\r\n`],
  ['a selected type', `#TYPE Selected.${EXCHANGE}\nThumbprint,Services\n${THUMBPRINT},SMTP`],
  ['a type that says nothing', `#TYPE System.Object\nThumbprint,Services\n${THUMBPRINT},SMTP`],
  ['blanks around the names', `Thumbprint, Services\n${THUMBPRINT}, SMTP`],
  ['columns without a name', `Thumbprint;Services;;\n${THUMBPRINT};SMTP;;`],
])('with %s', (_, csv) => {
  expect(certificates(report(csv))).toEqual([{ thumbprint: THUMBPRINT, services: ['SMTP'] }]);
});

test('a type tells what the names alone could not', () => {
  const selection = `"Name";"Fqdn";"TlsCertificateName";"PSComputerName"\r\n"Relay";;"<I>CN=a;b<S>CN=c";"ex01.contoso.com"`;
  expect(report(`#TYPE Selected.${CONNECTOR}\r\n${selection}`).servers).toMatchObject([
    { server: { receiveConnectors: [{ name: 'Relay', fqdn: null, tlsCertificateName: '<I>CN=a;b<S>CN=c' }] } },
  ]);
  expect(decode(utf8(selection))).toMatchObject({ ok: false, refusal: { kind: 'not-recognised' } });
});

test('POP and IMAP settings in one file: each line says its own', () => {
  const csv = 'ProtocolName,Server,X509CertificateName\nPOP3,EX01,mail.contoso.com\nIMAP4,EX01,\n,EX01,x';
  const { servers, warnings } = report(csv);
  expect(servers).toEqual([
    {
      server: {
        fqdn: null,
        netbiosName: 'EX01',
        popSettings: { x509CertificateName: 'mail.contoso.com' },
        imapSettings: { x509CertificateName: null },
      },
      complete: [],
    },
  ]);
  expect(warnings).toEqual([{ place: 'line 4', message: expect.stringContaining('ProtocolName') }]);
});

test('nothing in a cell is more than text: formulas, markup and line ends stay what they are', () => {
  const names = ['=HYPERLINK("http://x")', '@SUM(1)', '<b>x</b>', 'two\r\nlines', "'; drop table x"];
  const rows = names.map((name) => `"${name.replaceAll('"', '""')}","10.0.0.1"`);
  const { servers } = report(['"Name","RemoteIPRanges"', ...rows].join('\n'));
  expect(servers[0]?.server.receiveConnectors?.map(({ name }) => name)).toEqual(names);
});

describe('a file that was cut or edited is refused with its line', () => {
  const HEAD = '"Thumbprint","Services"';
  test.each<[string, string, string, string]>([
    ['a quotation mark that is never closed', `${HEAD}\n"${THUMBPRINT}","SM`, 'malformed', 'line 2'],
    ['one behind a cell of several lines', `${HEAD}\n"a\nb","c"\n"x`, 'malformed', 'line 4'],
    ['text behind a quotation mark', `${HEAD}\n"${THUMBPRINT}"x,SMTP`, 'malformed', 'line 2'],
    ['a quotation mark inside a cell', `${HEAD}\n${THUMBPRINT}"",SMTP`, 'malformed', 'line 2'],
    ['too few cells', `${HEAD}\n"a","b"\n"a"`, 'malformed', 'line 3'],
    ['too many cells', `${HEAD}\n"a","b","c"`, 'malformed', 'line 2'],
    ['a column twice', `Thumbprint,Services,Services\na,b,c`, 'malformed', 'line 1'],
    ['100,000 columns', `${HEAD}${',"x"'.repeat(100_000)}\n`, 'malformed', 'line 1'],
    ['a header that is cut', `Thumbprint,Services,"NotAf`, 'malformed', 'line 1'],
    ['a NUL in a name', `Name,RemoteIPRanges\na\0b,10.0.0.1`, 'malformed', 'servers[0].receiveConnectors[0].name'],
    ['a million cells in a line', `${HEAD}\n${'x,'.repeat(1_000_000)}`, 'malformed', 'line 2'],
    ['more lines than any fleet has', `${HEAD}\n${'a,b\n'.repeat(200_001)}`, 'too-large', 'line 200002'],
  ])('%s', (_, csv, kind, place) => {
    const decoded = decode(utf8(csv));
    if (decoded.ok) throw new Error('expected a refusal');
    expect(decoded.refusal).toMatchObject({ kind, place, remedy: expect.stringContaining('xport') });
  });
});

test.each([
  ['a CSV of something else', 'Name,Address\nx,y'],
  ['a table of certificates of anybody', 'Thumbprint,Subject,NotAfter\nx,y,z'],
  ['names inside one cell', '"Thumbprint,Services"\nx'],
  ['a sentence', 'The properties Thumbprint, Services and more.'],
])('%s is not taken', (_, csv) => {
  expect(decode(utf8(csv))).toMatchObject({ ok: false, refusal: { kind: 'not-recognised' } });
});

describe('the reader of rows', () => {
  const SEPARATORS = fc.constantFrom(',', ';', '\t');
  const CELL = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', '\r', ' ', '=', 'é', '\0') });

  test('gives back exactly the cells that were written, and their lines', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(CELL, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
        SEPARATORS,
        (rows, separator) => {
          const text = rows
            .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator))
            .join('\r\n');
          const read = [...rowsOf(text, { at: 0, line: 1, separator })];
          expect(read.map(({ cells }) => cells)).toEqual(rows);
          expect(read.some((row) => 'fault' in row)).toBe(false);
          let line = 1;
          for (const [i, row] of read.entries()) {
            expect(row.line).toBe(line);
            line += (rows[i]?.join('|').match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
          }
        },
      ),
    );
  });

  test('ends on any text, with a fault at most once and last', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r') }), (text) => {
        const read = [...rowsOf(text, { at: 0, line: 1, separator: ',' })];
        const faults = read.filter((row) => 'fault' in row);
        expect(faults.length).toBeLessThanOrEqual(1);
        expect(faults.every((fault) => fault === read.at(-1))).toBe(true);
      }),
      { numRuns: share(500) },
    );
  });
});
