import 'reflect-metadata';
import { generateKeyPairSync, X509Certificate as Openssl } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { ExtendedKeyUsageExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import fc from 'fast-check';
import { commonName, der, makeCertificate, oid, rsaKey, sequence } from '../../test/support/make-certificate.js';
import { share } from '../../test/support/share.js';
import { walkedKeySize, walkedReadings } from './x509-walk.js';
import { keySizeOf, openssl, opensslReadings, type Readings } from './x509-openssl.js';
import { certificateShape, dnsNamesOf, isShape, type Shape } from './x509-shape.js';

const elliptic = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
const SAMPLES = [
  makeCertificate(),
  makeCertificate({ dnsNames: ['mail.contoso.com', '*.contoso.com', 'EX01'], usages: ['1.3.6.1.5.5.7.3.1'] }),
  makeCertificate({ version1: true }),
  makeCertificate({
    subject: commonName('elliptic'),
    issuer: commonName('CA'),
    publicKey: elliptic.publicKey,
    dnsNames: ['ecc.contoso.com'],
    otherNames: [der(0x87, Uint8Array.of(10, 0, 0, 1))],
    usages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.20.2.2'],
    notBefore: '20500101000000Z',
    notAfter: '99991231235959Z',
  }),
  // Real ones of many makers.
  ...rootCertificates.map((pem) => new Uint8Array(new Openssl(pem).raw)),
];

function shapeOf(bytes: Uint8Array): Shape | null {
  const shape = certificateShape(bytes);
  return isShape(shape) ? shape : null;
}

function peculiar(bytes: Uint8Array): Readings | null {
  try {
    const certificate = new X509Certificate(bytes.slice());
    const usages = certificate.getExtension(ExtendedKeyUsageExtension)?.usages;
    const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
    return {
      notBefore: certificate.notBefore.getTime(),
      notAfter: certificate.notAfter.getTime(),
      extendedKeyUsages: usages === undefined ? null : usages.map(String),
      dnsNames: names.filter(({ type }) => type === 'dns').map(({ value }) => value),
    };
  } catch {
    return null;
  }
}

/** What the walk says must be what each of the others says, as far as they say anything. */
function expectAgreement(shape: Shape): 'agreed' | 'not walked' | 'alone' {
  const walked = walkedReadings(shape);
  const opened = openssl(shape.der);
  const size = walkedKeySize(shape);
  const theirSize = keySizeOf(opened);
  if (size !== undefined && theirSize !== undefined) expect(size).toBe(theirSize);
  if (walked === null) return 'not walked';
  const first = peculiar(shape.der);
  const names = shape.extensions.get('2.5.29.17');
  const second = opensslReadings(opened, names === undefined ? [] : dnsNamesOf(shape.der, names));
  if (first !== null) expect(walked).toEqual(first);
  if (second !== null) expect(walked).toEqual(second);
  return first === null && second === null ? 'alone' : 'agreed';
}

describe('the walk along the DER', () => {
  test.each(SAMPLES.map((bytes, number) => [number, bytes] as const))('says what both parsers say: %i', (_, bytes) => {
    const shape = shapeOf(bytes);
    if (shape === null) throw new Error('it is a certificate');
    expect(expectAgreement(shape)).toBe('agreed');
    expect(walkedKeySize(shape)).toBe(keySizeOf(new Openssl(shape.der)));
  });

  test('says nothing else of certificates that somebody broke', () => {
    const count = { agreed: 0, 'not walked': 0, alone: 0 };
    const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0x00, 0x30, 0x80, 0xff, 0x04, 0x0c, 0x17)));
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(change, { minLength: 1, maxLength: 3 }), (sample, changes) => {
        const bytes = sample.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const shape = shapeOf(bytes);
        if (shape !== null) count[expectAgreement(shape)] += 1;
      }),
      { numRuns: share(1500) },
    );
    // Else the test would say little.
    expect(count.agreed).toBeGreaterThan(share(300, 1));
    expect(count['not walked']).toBeGreaterThan(share(20, 1) / 2);
  });

  test.each([
    ['a time without seconds', makeCertificate({ notBefore: '202601010000Z' })],
    ['a time with an offset', makeCertificate({ notBefore: '20260101000000+0100' })],
    ['a day that is none', makeCertificate({ notBefore: '20260230000000Z' })],
    ['a year before 1000', makeCertificate({ notBefore: '09990101000000Z' })],
    ['a DNS name beyond ASCII', makeCertificate({ dnsNames: ['m\u00e4il.contoso.com'] })],
    ['a DNS name with a NUL', makeCertificate({ dnsNames: ['mail\0.contoso.com'] })],
    ['purposes that are none', makeCertificate({ usages: [] })],
    ['a name of no known form', makeCertificate({ otherNames: [der(0x8f, Uint8Array.of(1))] })],
  ])('leaves to others: %s', (_, bytes) => {
    const shape = shapeOf(bytes);
    expect(shape === null ? null : walkedReadings(shape)).toBeNull();
  });

  test('takes 100,000 names, and a tower of elements, in no time', () => {
    const many = makeCertificate({ dnsNames: Array.from({ length: 40_000 }, (_, index) => `a${index}.contoso.com`) });
    let tower = der(0x05);
    for (let depth = 0; depth < 300; depth += 1) tower = sequence(tower);
    const deep = makeCertificate({ otherNames: [der(0xa0, oid('1.2.3'), tower)] });
    const started = performance.now();
    const [first, second] = [shapeOf(many), shapeOf(deep)];
    expect(first === null ? 0 : walkedReadings(first)?.dnsNames.length).toBe(40_000);
    expect(second === null ? null : walkedReadings(second)?.dnsNames).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('a key whose numbers are odd is left to OpenSSL', () => {
    const shape = shapeOf(makeCertificate());
    if (shape === null) throw new Error('it is a certificate');
    const bytes = shape.der.slice();
    // The BIT STRING's unused bits.
    const at = Buffer.from(bytes).indexOf(Buffer.from([0x00, 0x30, 0x82, 0x01, 0x0a]));
    bytes[at] = 3;
    expect(walkedKeySize({ ...shape, der: bytes })).toBeUndefined();
    expect(rsaKey().publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });
});
