import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  commonName,
  der,
  makeCertificate,
  name,
  rsaKey,
  utf8,
  type Attributes,
  type CertificateParts,
} from '../../test/support/make-certificate.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { elementAt } from './der.js';
import { readCertificate, type CertificateCache, type CertificateReading } from './x509.js';
import { windowsName } from './x509-name.js';
import { share } from '../../test/support/share.js';

type Read = Extract<CertificateReading, { kind: 'read' }>;

function read(bytes: Uint8Array): Read {
  const reading = readCertificate(bytes, new Map());
  if (reading.kind !== 'read') throw new Error(reading.reason);
  return reading;
}

const make = (parts: CertificateParts) => read(makeCertificate(parts)).certificate;

test('everything that the DER says, in the words of Get-ExchangeCertificate', () => {
  const bytes = makeCertificate({
    subject: name(
      [['2.5.4.6', utf8('DE')]],
      [['2.5.4.10', utf8('Contoso, Ltd.')]],
      [['2.5.4.3', utf8('mail.contoso.com')]],
    ),
    dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
    usages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  });
  expect(read(bytes)).toEqual({
    kind: 'read',
    der: new Uint8Array(bytes),
    doubts: [],
    certificate: {
      thumbprint: createHash('sha1').update(bytes).digest('hex').toUpperCase(),
      sha256: createHash('sha256').update(bytes).digest('hex').toUpperCase(),
      subject: 'CN=mail.contoso.com, O="Contoso, Ltd.", C=DE',
      issuer: 'CN=mail.contoso.com, O="Contoso, Ltd.", C=DE',
      subjectAlternativeNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
      version: 3,
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2031-01-01T00:00:00Z',
      keyAlgorithm: 'RSA',
      keySize: 2048,
      signatureAlgorithm: 'sha256RSA',
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      isSelfSigned: true,
      serialNumber: '9ABC',
    },
  });
});

test('no extension: no names, no restriction of purposes; version 1', () => {
  expect(make({})).toMatchObject({ subjectAlternativeNames: [], extendedKeyUsages: null, version: 3 });
  expect(make({ version1: true })).toMatchObject({ version: 1, extendedKeyUsages: null });
});

test('bytes after the certificate do not change its thumbprint', () => {
  const bytes = makeCertificate();
  expect(make({}).thumbprint).toBe(read(Buffer.concat([bytes, Buffer.alloc(40, 7)])).certificate.thumbprint);
});

test('an elliptic key', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  expect(make({ key: pair.privateKey, publicKey: pair.publicKey })).toMatchObject({
    keyAlgorithm: 'ECC',
    keySize: 384,
    signatureAlgorithm: 'sha256ECDSA',
    isSelfSigned: true,
  });
});

test('self-signed is claimed only with a signature by the own key', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  expect(make({ issuer: commonName('Trust CA1'), key: other }).isSelfSigned).toBe(false);
  expect(make({ key: other })).not.toHaveProperty('isSelfSigned');
});

describe('names as Windows prints them', () => {
  const print = (...sets: Attributes[]) => {
    const bytes = name(...sets);
    const element = elementAt(bytes, 0);
    return element === null ? null : windowsName(bytes, element)?.text;
  };

  test.each<[string, Attributes[]]>([
    ['CN=b, CN=a', [[['2.5.4.3', utf8('a')]], [['2.5.4.3', utf8('b')]]]],
    [
      'CN=a + OU=b, C=DE',
      [
        [['2.5.4.6', utf8('DE')]],
        [
          ['2.5.4.3', utf8('a')],
          ['2.5.4.11', utf8('b')],
        ],
      ],
    ],
    ['E=a@b.c, S=NRW', [[['2.5.4.8', utf8('NRW')]], [['1.2.840.113549.1.9.1', der(0x16, Buffer.from('a@b.c'))]]]],
    [
      'OID.2.5.4.15=Private Organization, SERIALNUMBER=7',
      [[['2.5.4.5', utf8('7')]], [['2.5.4.15', utf8('Private Organization')]]],
    ],
    ['CN="a ""b"" c"', [[['2.5.4.3', utf8('a "b" c')]]]],
    ['CN=" a"', [[['2.5.4.3', utf8(' a')]]]],
    ['CN=""', [[['2.5.4.3', utf8('')]]]],
    [
      'CN="a;b", O="x+y", OU="p=q", L="#1", S="<z>"',
      [
        [['2.5.4.8', utf8('<z>')]],
        [['2.5.4.7', utf8('#1')]],
        [['2.5.4.11', utf8('p=q')]],
        [['2.5.4.10', utf8('x+y')]],
        [['2.5.4.3', utf8('a;b')]],
      ],
    ],
    ['CN=Größe', [[['2.5.4.3', der(0x1e, Buffer.from('Größe', 'utf16le').swap16())]]]],
    ['CN=Größe', [[['2.5.4.3', der(0x14, Buffer.from('Größe', 'latin1'))]]]],
    ['CN=😀', [[['2.5.4.3', der(0x1c, Uint8Array.of(0, 1, 0xf6, 0))]]]],
    ['CN=#0102', [[['2.5.4.3', der(0x04, Uint8Array.of(1, 2))]]]],
    ['', []],
  ])('%s', (text, sets) => {
    expect(print(...sets)).toBe(text);
  });

  test('a NUL in a name is shown and said', () => {
    const reading = read(makeCertificate({ subject: commonName('bank.com\0.evil.com'), dnsNames: ['a\0b'] }));
    expect(reading.certificate).toMatchObject({
      subject: 'CN=bank.com\ufffd.evil.com',
      subjectAlternativeNames: ['a\ufffdb'],
    });
    expect(reading.doubts).toEqual([expect.stringContaining('CN holds'), expect.stringContaining('DNS name holds')]);
  });
});

describe('odd certificates', () => {
  test('what @peculiar/x509 refuses, OpenSSL reads: an EDI party name beside a good DNS name', () => {
    const edi = der(0xa5, der(0xa0, utf8('x')), der(0x02, Uint8Array.of(1)));
    expect(make({ dnsNames: ['mail.contoso.com'], otherNames: [edi], usages: ['1.3.6.1.5.5.7.3.1'] })).toMatchObject({
      subjectAlternativeNames: ['mail.contoso.com'],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.1'],
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: '2031-01-01T00:00:00Z',
    });
  });

  test('10,000 names', () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `host${n}.contoso.com`);
    const bytes = makeCertificate({ dnsNames: names });
    const start = process.cpuUsage();
    expect(read(bytes).certificate.subjectAlternativeNames).toEqual(names);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2000);
  });

  test('one that is too large keeps its thumbprint and says why it is not parsed', () => {
    const bytes = makeCertificate({ dnsNames: Array.from({ length: 60_000 }, (_, n) => `host${n}.contoso.com`) });
    expect(readCertificate(bytes)).toMatchObject({
      kind: 'unparsed',
      certificate: { thumbprint: createHash('sha1').update(bytes).digest('hex').toUpperCase() },
      reason: expect.stringContaining('larger than'),
    });
  });

  test('a name that is no name, dates that are none', () => {
    expect(readCertificate(makeCertificate({ subject: utf8('EX01') }))).toMatchObject({ kind: 'unparsed' });
    const reading = readCertificate(makeCertificate({ notAfter: 'tomorrow' }));
    expect(reading.kind).toBe('unparsed');
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['cut off', makeCertificate().subarray(0, 300)],
    ['another structure', der(0x30, der(0x02, Uint8Array.of(1)))],
    ['text', Buffer.from('-----BEGIN CERTIFICATE-----')],
  ])('%s', (_, bytes) => {
    expect(readCertificate(bytes)).toMatchObject({ kind: 'not-a-certificate', reason: expect.stringMatching(/./) });
  });
});

test('each distinct certificate is parsed once', () => {
  const cache: CertificateCache = new Map();
  const bytes = makeCertificate({ subject: commonName('once') });
  const first = readCertificate(bytes, cache);
  expect(readCertificate(Buffer.concat([bytes, Buffer.alloc(3)]), cache)).toBe(first);
  expect(cache.size).toBe(1);
});

test('mutated certificates and random bytes never throw, and the thumbprint is always that of the bytes', () => {
  const good = makeCertificate({ dnsNames: ['a.b'], usages: ['1.3.6.1.5.5.7.3.1'], key: rsaKey().privateKey });
  const spot = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(spot, { minLength: 1, maxLength: 5 }), (spots) => {
      const bytes = Uint8Array.from(good);
      for (const [at, value] of spots) bytes[at] = value;
      const reading = readCertificate(bytes, new Map());
      if (reading.kind === 'not-a-certificate') return;
      expect(reading.certificate.thumbprint).toBe(createHash('sha1').update(reading.der).digest('hex').toUpperCase());
    }),
    { numRuns: share(1500) },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readCertificate(bytes, new Map())));
});

test('base64 both ways, with line ends and without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(encodeBase64(bytes)).toBe(text);
      expect(decodeBase64(text)).toEqual(bytes);
      expect(decodeBase64(text.replace(/=+$/, '').replace(/(.{5})/g, '$1\r\n'))).toEqual(bytes);
    }),
  );
  for (const wrong of ['AA*A', 'A', 'AAAA=AAA', 'ÄAAA']) expect(decodeBase64(wrong)).toBeNull();
});
