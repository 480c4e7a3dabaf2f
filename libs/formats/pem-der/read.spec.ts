import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonName, der, makeCertificate, oid, sequence } from '../../../test/support/make-certificate.js';
import { readInput } from '../text.js';
import { pemDer } from './pem-der.js';
import { looksLikeDer, looksLikePem, readDer, readPem, type CertificatesRead } from './read.js';
import { share } from '../../../test/support/share.js';

const first = Buffer.from(makeCertificate({ subject: commonName('one') }));
const second = Buffer.from(makeCertificate({ subject: commonName('two') }));

function pem(bytes: Uint8Array, label = 'CERTIFICATE', end = '\n'): string {
  const body = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})/g, `$1${end}`);
  return `-----BEGIN ${label}-----${end}${body}${end}-----END ${label}-----${end}`;
}

const subjects = (read: CertificatesRead) =>
  read.ok
    ? read.certificates.map(({ place, reading }) => [place, reading.kind === 'read' && reading.certificate.subject])
    : read.refusal;

test('one or many, as PEM and as DER, with the place of each', () => {
  expect(subjects(readPem(pem(first)))).toEqual([['certificate 1, line 1', 'CN=one']]);
  const chain = `Bag Attributes\r\n    friendlyName: x\r\n${pem(first, 'CERTIFICATE', '\r\n')}\r\n${pem(second, 'TRUSTED CERTIFICATE', '\r\n')}`;
  const lines = chain.slice(0, chain.indexOf('-----BEGIN TRUSTED')).split('\r\n').length;
  expect(subjects(readPem(chain))).toEqual([
    ['certificate 1, line 3', 'CN=one'],
    [`certificate 2, line ${lines}`, 'CN=two'],
  ]);
  expect(subjects(readDer(Buffer.concat([first, second])))).toEqual([
    ['certificate 1, byte 0', 'CN=one'],
    [`certificate 2, byte ${first.length}`, 'CN=two'],
  ]);
});

test('other blocks are skipped aloud', () => {
  expect(readPem(pem(Uint8Array.of(1), 'DH PARAMETERS') + pem(first))).toMatchObject({
    ok: true,
    certificates: [{ place: 'certificate 1, line 4' }],
    warnings: [{ place: 'line 1', message: 'The "DH PARAMETERS" was skipped.' }],
  });
});

test('an odd certificate is kept by its thumbprint', () => {
  expect(readDer(makeCertificate({ notAfter: 'never' }))).toMatchObject({
    ok: true,
    certificates: [{ reading: { kind: 'unparsed' } }],
  });
});

describe('refusals', () => {
  const p7 = sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, sequence()));
  test.each<[string, CertificatesRead, object]>([
    ['a cut PEM', readPem(pem(first).slice(0, -40)), { kind: 'malformed', place: 'certificate 1, line 1' }],
    ['a block in a block', readPem(pem(first).slice(0, 200) + '\n' + pem(second)), { kind: 'malformed' }],
    [
      'no base64',
      readPem(pem(first).replace(/\nM/, '\n*')),
      { kind: 'malformed', message: expect.stringContaining('base64') },
    ],
    [
      'no certificate inside',
      readPem(pem(first) + pem(Uint8Array.of(1, 2))),
      { kind: 'malformed', place: expect.stringMatching(/^certificate 2/) },
    ],
    ['no block', readPem('hello'), { kind: 'not-recognised' }],
    [
      'a cut DER',
      readDer(Buffer.concat([first, second.subarray(0, 200)])),
      { place: `certificate 2, byte ${first.length}` },
    ],
    ['bytes after the last', readDer(Buffer.concat([first, Uint8Array.of(0)])), { kind: 'malformed' }],
    ['nothing', readDer(new Uint8Array()), { kind: 'not-recognised' }],
    ['PKCS#7', readDer(p7), { message: expect.stringContaining('PKCS#7') }],
    ['PKCS#7 as PEM', readPem(pem(p7, 'PKCS7')), { remedy: expect.stringContaining('openssl pkcs7') }],
    ['10,001 certificates', readPem(pem(first).repeat(10_001)), { kind: 'too-large' }],
  ])('%s', (_, read, expected) => {
    expect(read).toMatchObject({ ok: false, refusal: expected });
  });
});

test('recognised by content', () => {
  expect([looksLikePem(pem(first)), looksLikePem('hello'), looksLikePem('{"a":"-----BEGIN X-----"}')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([looksLikeDer(first), looksLikeDer(Buffer.from('0\x80')), looksLikeDer(new Uint8Array())]).toEqual([
    true,
    false,
    false,
  ]);
});

test('mutated and random inputs end in a value', () => {
  const text = pem(first) + pem(second);
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(80), fc.string(), (at, cut, put) => {
      expect(typeof readPem(text.slice(0, at) + put + text.slice(at + cut), new Map()).ok).toBe('boolean');
    }),
    { numRuns: share(500) },
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(readDer(bytes).ok).toBe(false)));
});

test('as a report: certificates of no named server, each once', () => {
  const decoded = pemDer.decode(readInput(Buffer.from(pem(first) + pem(second) + pem(first))));
  expect(decoded).toMatchObject({
    ok: true,
    report: {
      servers: [{ server: { fqdn: null, certificates: [{ subject: 'CN=one' }, { subject: 'CN=two' }] } }],
      warnings: [],
    },
  });
  expect(pemDer.decode(readInput(first))).toMatchObject({ ok: true });
  expect(pemDer.decode(readInput(first.subarray(0, 100)))).toMatchObject({ ok: false, refusal: { kind: 'malformed' } });
  const odd = pemDer.decode(readInput(makeCertificate({ notAfter: 'never' })));
  expect(odd).toMatchObject({ ok: true, report: { warnings: [{ message: expect.stringContaining('unparsed') }] } });
  for (const bytes of [first, Buffer.from(pem(first))]) expect(pemDer.recognises(readInput(bytes))).toBe(true);
  for (const text of ['{"a":1}', '<Objs/>', '']) expect(pemDer.recognises(readInput(Buffer.from(text)))).toBe(false);
});
