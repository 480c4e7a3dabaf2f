import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { der, integer, makeCertificate, oid, sequence } from '../../../test/support/make-certificate.js';
import { findPrivateKey } from './find.js';
import { share } from '../../../test/support/share.js';

const CORPUS = '../shared/corpus';
const inCorpus = existsSync(CORPUS) || process.env['CERTFLEET_TEST_EVERYTHING'] !== undefined ? test : test.skip;

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;
const secret = { cipher: 'aes-256-cbc', passphrase: 'secret' };

const asDer = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1') => key.export({ format: 'der', type });
const encrypted = rsa.export({ format: 'der', type: 'pkcs8', ...secret });
/** The beginning of a PFX as RFC 7292 builds it; its inside does not matter here. */
const pfx = sequence(integer(3), sequence(oid('1.2.840.113549.1.7.1'), der(0xa0, der(0x04, Buffer.alloc(900, 5)))));

const BINARY: readonly (readonly [string, Uint8Array])[] = [
  ['PKCS#8, RSA', asDer(rsa, 'pkcs8')],
  ['PKCS#8, curve', asDer(curve, 'pkcs8')],
  ['PKCS#8, Ed25519', asDer(edwards, 'pkcs8')],
  ['PKCS#8, encrypted', encrypted],
  ['PKCS#1', asDer(rsa, 'pkcs1')],
  ['PKCS#1, 1024 bits', asDer(small, 'pkcs1')],
  ['SEC1', asDer(curve, 'sec1')],
  ['PKCS#12', pfx],
];

describe('keys are found', () => {
  test.each(BINARY)('%s: DER, after a certificate, base64 in one line, wrapped, in CLIXML, in UTF-16', (_, key) => {
    const base64 = Buffer.from(key).toString('base64');
    const carriers = [
      key,
      Buffer.concat([makeCertificate(), key]),
      Buffer.from(base64),
      Buffer.from(base64.replace(/(.{64})/g, '$1\r\n')),
      Buffer.from(`<Objs><BA N="FileData">${base64}</BA></Objs>`),
      Buffer.from(`{"pfx":"${base64}"}`, 'utf16le'),
      Buffer.from(`{"pfx":"${base64.replaceAll('/', '\\/')}"}`),
      Buffer.from(JSON.stringify({ FileData: [...key] }, null, 4)),
      Buffer.from(Buffer.from(key).toString('base64url')),
      Buffer.from(`<LST>${[...key].map((byte) => `<By>${byte}</By>`).join('\r\n        ')}</LST>`),
    ];
    for (const bytes of carriers) expect(findPrivateKey(bytes)).toMatchObject({ kind: 'private-key' });
  });

  test.each([
    ['PKCS#8', rsa.export({ format: 'pem', type: 'pkcs8' })],
    ['encrypted', rsa.export({ format: 'pem', type: 'pkcs8', ...secret })],
    ['RSA', rsa.export({ format: 'pem', type: 'pkcs1' })],
    ['RSA, encrypted', rsa.export({ format: 'pem', type: 'pkcs1', ...secret })],
    ['EC', curve.export({ format: 'pem', type: 'sec1' })],
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n'],
    ['SSH2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA'],
    ['PuTTY', 'PuTTY-User-Key-File-2: ssh-rsa\n'],
    ['.NET XML', '<RSAKeyValue><Modulus>AA==</Modulus><InverseQ>AA==</InverseQ></RSAKeyValue>'],
    ['JWK', JSON.stringify(rsa.export({ format: 'jwk' }))],
  ])('%s as text, alone, in JSON, after a certificate, in any Unicode', (_, text) => {
    const words = String(text);
    const carriers = [
      Buffer.from(words),
      Buffer.from(words, 'utf16le'),
      Buffer.from(words, 'utf16le').swap16(),
      Buffer.concat([Buffer.from(`${Buffer.from(makeCertificate()).toString('base64')}\n`), Buffer.from(words)]),
    ];
    for (const bytes of carriers) expect(findPrivateKey(bytes)).toMatchObject({ kind: 'private-key' });
    if (!words.startsWith('{')) expect(findPrivateKey(Buffer.from(JSON.stringify({ a: words })))).not.toBeNull();
  });

  test.each([
    ['PVK', [0x1e, 0xf1, 0xb5, 0xb0, 0, 0, 0, 0]],
    ['PRIVATEKEYBLOB', [7, 2, 0, 0, 0, 0xa4, 0, 0]],
    ['CNG', [0x52, 0x53, 0x41, 0x33, 0, 8, 0, 0]],
    ['Java', [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]],
  ])('%s by its beginning', (_, bytes) => {
    expect(findPrivateKey(Uint8Array.from(bytes))).not.toBeNull();
  });

  test('the refusal says what and where, and quotes nothing of the key', () => {
    const pem = String(rsa.export({ format: 'pem', type: 'pkcs8' }));
    const refusal = findPrivateKey(Buffer.from(`x\n${pem}`));
    expect(refusal).toMatchObject({ place: 'about byte 2', message: expect.stringContaining('PEM') });
    expect(JSON.stringify(refusal)).not.toContain(pem.slice(40, 60));
  });
});

describe('nothing else is', () => {
  const certificate = Buffer.from(makeCertificate({ dnsNames: ['a.b'] }));
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a certificate', certificate],
    ['two of them', Buffer.concat([certificate, certificate])],
    ['PEM', Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`)],
    ['CLIXML', Buffer.from(`<Objs><BA>${certificate.toString('base64')}</BA></Objs>`)],
    ['a public key', publicKey.export({ format: 'der', type: 'spki' })],
    ['a public key of PKCS#1', publicKey.export({ format: 'der', type: 'pkcs1' })],
    ['a public JWK', Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' })))],
    ['words', Buffer.from('HasPrivateKey true; the private key is exportable; "d": "x"; RSA2')],
  ])('%s', (_, bytes) => {
    expect(findPrivateKey(bytes)).toBeNull();
  });

  inCorpus('no file of the corpus', () => {
    for (const name of readdirSync(CORPUS))
      expect([name, findPrivateKey(readFileSync(`${CORPUS}/${name}`))]).toEqual([name, null]);
  });

  test('random bytes are neither a fault nor a key', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => expect(findPrivateKey(bytes)).toBeNull()));
  });
});

test.each([
  ['letters', 'M'.repeat(share(16_000_000))],
  ['dashes', '-'.repeat(share(16_000_000))],
  ['beginnings', '-----BEGIN '.repeat(share(1_500_000))],
  ['tokens', `${'MIIE'.padEnd(30, 'A')} `.repeat(share(500_000))],
  ['key types', '"kty":'.repeat(share(2_500_000))],
  ['blanks', `"d"${' '.repeat(8)}`.repeat(share(1_000_000))],
  ['numbers', '[48,1,2,3,4,5,6,7,'.repeat(share(800_000))],
  ['structures', '\x30\x00'.repeat(share(8_000_000))],
])('16 MB of %s take no longer than their length', (_, text) => {
  const start = process.cpuUsage();
  findPrivateKey(Buffer.from(text, 'latin1'));
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(6000);
});
