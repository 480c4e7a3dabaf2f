import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import type { Certificate } from '#libs/certificates/certificate.js';
import { encodeBase64 } from '#libs/certificates/base64.js';
import { makeCertificate } from '../../../test/support/make-certificate.js';
import {
  certificateState,
  envelope,
  int32,
  keyProvider,
  storeProperty,
  type StateParts,
} from '../../../test/support/make-net-binary.js';
import { readClixml } from '../clixml/read.js';
import { isObject } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { decodeText } from '../text.js';
import { isCertificateObject, readExchangeCertificate, type ExchangeCertificateRead } from './read.js';

const CORPUS = '../shared/corpus';
const inCorpus = existsSync(CORPUS) || process.env['CERTFLEET_TEST_EVERYTHING'] !== undefined ? test : test.skip;

const DER = makeCertificate({ dnsNames: ['mail.contoso.com'] });

function exported(state: Uint8Array | null, raw: Uint8Array | null = DER): PsObject {
  const text =
    '<Objs><Obj RefId="0"><TN RefId="0"><T>Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate</T></TN>' +
    `<Props>${raw === null ? '' : `<BA N="RawData">${encodeBase64(raw)}</BA>`}</Props><MS><S N="PSComputerName">ex01.contoso.com</S>` +
    `${state === null ? '' : `<BA N="SerializationData">${encodeBase64(state)}</BA>`}</MS></Obj></Objs>`;
  const read = readClixml(text);
  const object = read.ok ? read.values[0] : undefined;
  if (!isCertificateObject(object)) throw new Error('no certificate object');
  return object;
}

function taken(read: ExchangeCertificateRead): Extract<ExchangeCertificateRead, { ok: true }> {
  if (!read.ok) throw new Error(read.reason);
  return read;
}

const store = (...properties: readonly Uint8Array[]) => Buffer.concat([...properties, storeProperty(32, DER)]);
const withState = (parts: StateParts) => taken(readExchangeCertificate(exported(certificateState(parts))));

test('the state beside the certificate', () => {
  const name = Buffer.from('Contoso mail\0', 'utf16le');
  const certData = store(storeProperty(2, keyProvider(12)), storeProperty(11, name));
  const { thumbprint } = taken(readExchangeCertificate(exported(null))).certificate;
  const read = withState({
    certData,
    services: 27,
    status: 1,
    rootCaType: 3,
    selfSigned: false,
    identity: `EX01.contoso.com\\${thumbprint}`,
  });
  expect(read).toMatchObject({
    server: 'EX01.contoso.com',
    askedServer: 'ex01.contoso.com',
    source: 'SerializationData',
    doubts: [],
  });
  expect(read.certificate).toMatchObject({
    thumbprint,
    subjectAlternativeNames: ['mail.contoso.com'],
    services: ['IMAP', 'POP', 'IIS', 'SMTP'],
    status: 'Valid',
    rootCaType: 'Registry',
    isSelfSigned: false,
    hasPrivateKey: true,
    keyProvider: 'CAPI',
    friendlyName: 'Contoso mail',
  });
});

test('in a signed envelope too', () => {
  const read = taken(readExchangeCertificate(exported(envelope(certificateState({ services: 16 })))));
  expect(read.certificate.services).toEqual(['SMTP']);
});

test('a key storage provider is CNG; no provider, no private key; no name, an empty one', () => {
  expect(withState({ certData: store(storeProperty(2, keyProvider(0))) }).certificate).toMatchObject({
    keyProvider: 'CNG',
  });
  const none = withState({ certData: store() }).certificate;
  expect(none).toMatchObject({ hasPrivateKey: false, friendlyName: '' });
  expect(none).not.toHaveProperty('keyProvider');
});

test('without state services, status and private key are unknown, not empty', () => {
  const read = taken(readExchangeCertificate(exported(null)));
  expect(read).toMatchObject({ source: 'none', server: null, doubts: [] });
  for (const key of ['services', 'status', 'rootCaType', 'hasPrivateKey', 'keyProvider', 'friendlyName']) {
    expect(read.certificate).not.toHaveProperty(key);
  }
});

test('numbers that nobody knows stay unknown and are said', () => {
  const read = withState({ services: 144, status: 77, rootCaType: 9 });
  for (const key of ['services', 'status', 'rootCaType']) expect(read.certificate).not.toHaveProperty(key);
  expect(read.doubts).toEqual([
    expect.stringContaining('Services 144'),
    expect.stringContaining('Status 77'),
    expect.stringContaining('RootCAType 9'),
  ]);
});

test('properties that can be seen fill what the state does not say, and stand back where it does', () => {
  const object = exported(certificateState({ certData: store(), services: 16, status: 1, rootCaType: 99 }));
  const seen = new Map<string, PsValue>([
    ...object.properties,
    ['Services', 'IIS'],
    ['RootCAType', 'Enterprise'],
    ['Subject', 'CN=somebody else'],
  ]);
  const read = taken(readExchangeCertificate({ ...object, properties: seen }));
  expect(read.certificate).toMatchObject({ services: ['SMTP'], status: 'Valid', rootCaType: 'Enterprise' });
  expect(read.certificate.subject).not.toContain('somebody else');
  seen.set('Thumbprint', 'A'.repeat(40));
  expect(readExchangeCertificate({ ...object, properties: seen })).toMatchObject({ ok: false, damaged: true });
});

describe('damage', () => {
  test('a state that lies about its lengths, in its records, its envelope or its store element', () => {
    const state = certificateState({ services: 16 });
    const store = Buffer.concat([int32(2), int32(1), int32(0x7fffffff)]);
    const lies: readonly (readonly [Uint8Array, RegExp])[] = [
      [state.subarray(0, 200), /^SerializationData, byte \d+: .* does not fit/],
      [envelope(state, 0x7fffffff), /^SerializationData, byte 9: The envelope of 2147483647 bytes does not fit/],
      [certificateState({ certData: store }), /^CertData, byte 12: Property 2 of 2147483647 bytes does not fit/],
    ];
    for (const [bytes, reason] of lies)
      expect(readExchangeCertificate(exported(bytes))).toEqual({
        ok: false,
        damaged: true,
        reason: expect.stringMatching(reason),
      });
  });

  test('state of another certificate is not taken', () => {
    const other = withState({ services: 16, identity: `EX01\\${'0'.repeat(40)}` });
    expect(other).toMatchObject({
      source: 'none',
      server: null,
      doubts: [expect.stringContaining('another certificate')],
    });
    expect(withState({ certData: storeProperty(32, makeCertificate({ dnsNames: ['x'] })) }).source).toBe('none');
  });

  test('another class, no bytes, no certificate', () => {
    expect(withState({ className: 'System.Object' }).doubts).toEqual([
      expect.stringContaining('no ExchangeCertificate'),
    ]);
    const without = { ok: false, damaged: false, reason: 'it has no RawData and no Thumbprint' };
    expect(readExchangeCertificate(exported(null, null))).toEqual(without);
    expect(readExchangeCertificate(exported(null, Uint8Array.of(1)))).toMatchObject({ ok: false, damaged: true });
  });

  test('the certificate out of CertData when RawData is missing', () => {
    expect(taken(readExchangeCertificate(exported(certificateState({ certData: store() }), null))).der).toEqual(
      new Uint8Array(DER),
    );
  });
});

interface TrueCertificate {
  readonly [key: string]: unknown;
  readonly thumbprint: string;
}

const OID_NAMES: Readonly<Record<string, string>> = {
  'TLS Web Server Authentication': '1.3.6.1.5.5.7.3.1',
  'TLS Web Client Authentication': '1.3.6.1.5.5.7.3.2',
  'Code Signing': '1.3.6.1.5.5.7.3.3',
};

function expected(truth: TrueCertificate): Record<string, unknown> {
  const usages = truth['extendedKeyUsage'];
  const signature = String(truth['signatureAlgorithm']).replace('WithRSAEncryption', 'RSA');
  return {
    thumbprint: truth.thumbprint,
    sha256: truth['sha256'],
    subject: truth['windowsSubject'],
    issuer: truth['windowsIssuer'],
    serialNumber: truth['serialNumber'],
    notBefore: truth['notBefore'],
    notAfter: truth['notAfter'],
    subjectAlternativeNames: truth['dnsNames'],
    version: truth['version'],
    keySize: truth['publicKeyBits'],
    keyAlgorithm: 'RSA',
    signatureAlgorithm: signature,
    extendedKeyUsages:
      Array.isArray(usages) && usages.length > 0 ? usages.map((usage) => OID_NAMES[String(usage)]) : null,
  };
}

const STATE = ['services', 'status', 'isSelfSigned', 'hasPrivateKey', 'friendlyName'] as const;

/** Objects in the order of the file, the ones inside other objects too. */
function certificatesIn(value: PsValue, into: PsObject[]): PsObject[] {
  if (isCertificateObject(value)) into.push(value);
  else if (isObject(value))
    for (const inner of [...value.properties.values(), ...(value.items ?? [])]) certificatesIn(inner, into);
  return into;
}

inCorpus('every certificate of the corpus has the values of the ground truth', () => {
  const { files }: { files: { file: string; certificates?: TrueCertificate[] }[] } = JSON.parse(
    readFileSync(`${CORPUS}/ground-truth.json`, 'utf8'),
  );
  let compared = 0;
  for (const { file, certificates = [] } of files) {
    const read = certificates.length === 0 ? null : readClixml(decodeText(readFileSync(`${CORPUS}/${file}`)) ?? '');
    if (read === null) continue;
    const found = read.ok ? read.values.flatMap((value) => certificatesIn(value, [])) : [];
    const byThumbprint = new Map(
      found.map((object) => taken(readExchangeCertificate(object))).map((one) => [one.certificate.thumbprint, one]),
    );
    expect([file, [...byThumbprint.keys()].sort()]).toEqual([
      file,
      certificates.map(({ thumbprint }) => thumbprint).sort(),
    ]);
    for (const truth of certificates) {
      const one = byThumbprint.get(truth.thumbprint);
      expect(one?.certificate).toMatchObject(expected(truth));
      expect(one?.doubts).toEqual([]);
      compareState(one?.certificate, truth);
      if (truth['identity'] !== null) expect(`${one?.server}\\${truth.thumbprint}`).toBe(truth['identity']);
      compared += 1;
    }
  }
  expect(compared).toBe(36);
});

function compareState(certificate: Certificate | undefined, truth: TrueCertificate): void {
  if (truth['stateSource'] !== 'SerializationData') {
    expect(certificate).not.toHaveProperty('services');
    return;
  }
  for (const key of STATE) expect([key, certificate?.[key]]).toEqual([key, truth[key] ?? '']);
  expect(certificate?.rootCaType).toBe(truth['rootCAType']);
}
