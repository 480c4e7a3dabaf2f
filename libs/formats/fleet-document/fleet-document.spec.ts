import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeBase64 } from '#libs/certificates/base64.js';
import { readCertificate } from '#libs/certificates/x509.js';
import { commonName, makeCertificate, rsaKey } from '../../../test/support/make-certificate.js';
import { decode } from '../formats.js';
import { readInput } from '../text.js';
import { fleetDocument, readFleetDocument } from './fleet-document.js';
import { share } from '../../../test/support/share.js';

const sample = new URL('./sample.json', import.meta.url);
const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const read = (value: unknown) => readFleetDocument(bytesOf(value));
const document = (rest: object) => ({ format: 'certfleet.fleet/1', ...rest });
const server = (rest: object) => document({ servers: [{ fqdn: 'ex01.contoso.com', ...rest }] });
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex').toUpperCase();
const refusalOf = (value: unknown) => {
  const result = read(value);
  if (result.ok) throw new Error('expected a refusal');
  return result.refusal;
};

describe('a fleet document', () => {
  test('is read as it is written: absent and null stay apart', () => {
    const written = server({
      adSite: null,
      certificates: [{ thumbprint: 'A', subject: null, extendedKeyUsages: null }],
    });
    expect(read(written)).toEqual({ ok: true, document: written, warnings: [] });
  });

  test('gives a report whose lists are the whole lists', () => {
    const decoded = fleetDocument.decode(readInput(readFileSync(sample)));
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    expect(decoded.report.servers[0]?.complete).toEqual([
      'certificates',
      'receiveConnectors',
      'iisBindings',
      'virtualDirectories',
    ]);
    expect(decoded.report.organizationComplete).toEqual(['sendConnectors', 'edgeSubscriptions', 'pools']);
    expect(decoded.report.observedAt).toBe('2026-06-01T00:00:00.000Z');
    expect(decoded.report.warnings).toEqual([]);
  });

  test('is reported with thumbprints as they are compared', () => {
    const decoded = fleetDocument.decode(
      readInput(bytesOf(server({ certificates: [{ thumbprint: 'ab cd' }], internalTransportCertificate: 'ab cd' }))),
    );
    expect(decoded).toMatchObject({
      ok: true,
      report: {
        servers: [{ server: { certificates: [{ thumbprint: 'ABCD' }], internalTransportCertificate: 'ABCD' } }],
      },
    });
  });

  test('is read in UTF-16 and with a byte order mark', () => {
    const text = `\ufeff${JSON.stringify(server({ adSite: 'Zürich' }))}`;
    const utf16 = new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer);
    for (const bytes of [bytesOf(text), utf16]) expect(readFleetDocument(bytes)).toMatchObject({ ok: true });
  });

  test('ignores unknown keys with a warning that names the place', () => {
    const result = read(
      `{"format":"certfleet.fleet/1","servers":[{"fqdn":"a","colour":1,"__proto__":{"fqdn":1}}],"constructor":{}}`,
    );
    expect(result).toMatchObject({ ok: true, document: { servers: [{ fqdn: 'a' }] } });
    expect(result.ok && result.warnings.map((w) => w.place)).toEqual(
      expect.arrayContaining(['constructor', 'servers[0].colour']),
    );
    expect(result.ok && Object.keys(result.document.servers?.[0] ?? {})).toEqual(['fqdn']);
  });

  test('takes unknown words of open lists as unknown', () => {
    const result = read(
      server({ roles: ['Mailbox', 'Oracle', 'ClientAccess', 'x'], certificates: [{ thumbprint: 'A', status: 'Odd' }] }),
    );
    expect(result).toMatchObject({
      ok: true,
      document: { servers: [{ roles: ['Mailbox', 'ClientAccess'], certificates: [{ thumbprint: 'A' }] }] },
    });
    expect(result.ok && result.warnings.map((w) => w.place)).toEqual([
      'servers[0].roles[1]',
      'servers[0].roles[3]',
      'servers[0].certificates[0].status',
    ]);
  });

  test('takes a part that is null as absent', () => {
    expect(read(document({ policy: null, organization: null, servers: null, connections: null }))).toMatchObject({
      ok: true,
    });
  });
});

describe('a certificate with its bytes', () => {
  const bytes = makeCertificate({ dnsNames: ['mail.contoso.com'], subject: commonName('mail.contoso.com') });
  const reading = readCertificate(bytes);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  const facts = reading.certificate;
  const raw = encodeBase64(bytes);
  const certificatesOf = (...certificates: readonly object[]) => {
    const result = read(server({ certificates }));
    if (!result.ok) throw new Error(result.refusal.message);
    return { certificates: result.document.servers?.[0]?.certificates, warnings: result.warnings };
  };

  test('is what the bytes say, and what only its server can say stays as written', () => {
    const written = {
      thumbprint: facts.thumbprint.toLowerCase(),
      subject: 'CN=other',
      notAfter: '1999-01-01T00:00:00Z',
    };
    const state = { services: ['SMTP'], status: 'Valid', hasPrivateKey: true, friendlyName: null, keyProvider: 'CNG' };
    expect(certificatesOf({ ...written, ...state, raw })).toEqual({
      certificates: [{ ...facts, ...state }],
      warnings: [],
    });
    expect(facts).toMatchObject({ subjectAlternativeNames: ['mail.contoso.com'], notBefore: '2026-01-01T00:00:00Z' });
  });

  test('keeps Exchange’s word on whether it is self-signed, and takes null bytes as none', () => {
    const { certificates } = certificatesOf(
      { thumbprint: facts.thumbprint, raw, isSelfSigned: false },
      { thumbprint: 'A', raw: null, subject: 'CN=a' },
    );
    expect(facts.isSelfSigned).toBe(true);
    expect(certificates?.[0]?.isSelfSigned).toBe(false);
    expect(certificates?.[1]).toEqual({ thumbprint: 'A', subject: 'CN=a' });
  });

  test('that cannot be parsed keeps what is written, with a warning at its place', () => {
    const odd = bytes.slice();
    odd.set([0x05, 0x00], bytes.indexOf(0xa0)); // no version where one must be
    const thumbprint = sha1(odd);
    const { certificates, warnings } = certificatesOf({ thumbprint, subject: 'CN=written', raw: encodeBase64(odd) });
    expect(certificates).toMatchObject([{ thumbprint, subject: 'CN=written' }]);
    expect(warnings).toMatchObject([
      { place: 'servers[0].certificates[0].raw', message: expect.stringMatching(/not parsed/) },
    ]);
  });

  test('with thousands of names is kept without them, with a warning', () => {
    const crowd = makeCertificate({ dnsNames: Array.from({ length: 5001 }, (_, i) => `n${i}.contoso.com`) });
    const { certificates, warnings } = certificatesOf({ thumbprint: sha1(crowd), raw: encodeBase64(crowd) });
    expect(certificates).toMatchObject([{ subject: 'CN=EX01' }]);
    expect(certificates?.[0]).not.toHaveProperty('subjectAlternativeNames');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('5001 names') }]);
  });

  test.each<[string, string | number, RegExp]>([
    ['no base64', 'MII?', /base64/],
    ['nothing', '', /no X\.509 certificate/],
    ['half a certificate', encodeBase64(bytes.slice(0, 200)), /no X\.509 certificate/],
    ['another certificate', encodeBase64(makeCertificate()), /another certificate/],
    ['a number', 17, /a text/],
    ['endless', 'A'.repeat(3 * 1024 * 1024), /limit/],
  ])('%s is refused with its place', (_, wrong, message) => {
    const certificates = [{ thumbprint: 'A' }, { thumbprint: facts.thumbprint, raw: wrong }];
    const refusal = refusalOf(server({ certificates }));
    expect(refusal.place).toBe('servers[0].certificates[1].raw');
    expect(refusal.message).toMatch(message);
  });

  test('a private key in place of the certificate is refused as a private key', () => {
    const key = rsaKey().privateKey.export({ format: 'der', type: 'pkcs8' });
    const document = server({ certificates: [{ thumbprint: 'A', raw: encodeBase64(key) }] });
    expect(decode(bytesOf(document))).toMatchObject({ ok: false, refusal: { kind: 'private-key' } });
  });
});

describe('what a collector could not read', () => {
  test('comes out as warnings', () => {
    const notes = [
      { place: 'Get-AuthConfig', message: 'Access denied.' },
      { message: 'The certificate store was not read.' },
      { place: null, message: 'x'.repeat(10_000) },
    ];
    const result = read(document({ collector: { name: 'Export-Certfleet', version: '1.0', host: null, notes } }));
    expect(result.ok && result.warnings).toEqual([
      { place: 'collector.notes[0]', message: 'Get-AuthConfig: Access denied.' },
      { place: 'collector.notes[1]', message: 'The certificate store was not read.' },
      { place: 'collector.notes[2]', message: `${'x'.repeat(500)}…` },
    ]);
    expect(read(document({ collector: null }))).toEqual({ ok: true, document: document({}), warnings: [] });
  });

  test('a hundred are told, the rest is counted', () => {
    const notes = Array.from({ length: 250 }, (_, i) => ({ message: `${i}` }));
    const result = read(document({ collector: { notes } }));
    expect(result.ok && result.warnings).toHaveLength(101);
    expect(result.ok && result.warnings.at(-1)?.message).toBe('150 more notes of the collector.');
    expect(refusalOf(document({ collector: { notes: 'none' } })).place).toBe('collector.notes');
  });
});

describe('bad input', () => {
  const cert = { thumbprint: 'A' };
  const receive = { name: 'Default' };
  const binding = { site: 'Default Web Site', protocol: 'https', ipAddress: '*', port: 443, hostName: '' };
  test.each<[string, unknown, string]>([
    ['format missing', { servers: [] }, 'format'],
    ['format of another version', { format: 'certfleet.fleet/2' }, 'format'],
    ['fqdn missing', document({ servers: [{}] }), 'servers[0].fqdn'],
    ['fqdn null', document({ servers: [{ fqdn: null }] }), 'servers[0].fqdn'],
    ['fqdn blank', document({ servers: [{ fqdn: ' ' }] }), 'servers[0].fqdn'],
    ['fqdn endless', document({ servers: [{ fqdn: 'a'.repeat(5000) }] }), 'servers[0].fqdn'],
    ['fqdn twice', document({ servers: [{ fqdn: 'a' }, { fqdn: 'b' }, { fqdn: 'a' }] }), 'servers[2].fqdn'],
    ['unknown version', server({ version: '2003' }), 'servers[0].version'],
    ['version as a number', server({ version: 2019 }), 'servers[0].version'],
    ['thumbprint missing', server({ certificates: [{}] }), 'servers[0].certificates[0].thumbprint'],
    ['thumbprint twice', server({ certificates: [cert, cert] }), 'servers[0].certificates[1].thumbprint'],
    [
      'no instant',
      server({ certificates: [{ ...cert, notAfter: '2026-13-01T00:00:00Z' }] }),
      'servers[0].certificates[0].notAfter',
    ],
    ['no time zone', document({ at: '2026-06-01T00:00:00' }), 'at'],
    [
      '10,000 names',
      server({ certificates: [{ ...cert, subjectAlternativeNames: Array(10000).fill('a') }] }),
      'servers[0].certificates[0].subjectAlternativeNames',
    ],
    ['name of a connector missing', server({ receiveConnectors: [{}] }), 'servers[0].receiveConnectors[0].name'],
    ['connector twice', server({ receiveConnectors: [receive, receive] }), 'servers[0].receiveConnectors[1].name'],
    [
      'no address',
      server({ receiveConnectors: [receive, { name: 'b', bindings: ['10.0.0.256:25'] }] }),
      'servers[0].receiveConnectors[1].bindings[0]',
    ],
    [
      'no range',
      server({ receiveConnectors: [{ ...receive, remoteIpRanges: ['::1', '10.0.0.9-10.0.0.1'] }] }),
      'servers[0].receiveConnectors[0].remoteIpRanges[1]',
    ],
    [
      'a mask with holes',
      server({ receiveConnectors: [{ ...receive, remoteIpRanges: ['10.0.0.0(255.0.255.0)'] }] }),
      'servers[0].receiveConnectors[0].remoteIpRanges[0]',
    ],
    [
      'send connector twice',
      document({ organization: { sendConnectors: [{ name: 'a' }, { name: 'a' }] } }),
      'organization.sendConnectors[1].name',
    ],
    ['site missing', server({ iisBindings: [{ port: 1 }] }), 'servers[0].iisBindings[0].site'],
    ['port missing', server({ iisBindings: [{ site: 'a' }] }), 'servers[0].iisBindings[0].port'],
    ['port as a text', server({ iisBindings: [{ site: 'a', port: '443' }] }), 'servers[0].iisBindings[0].port'],
    [
      'address of a binding',
      server({ iisBindings: [{ ...binding, ipAddress: 'localhost' }] }),
      'servers[0].iisBindings[0].ipAddress',
    ],
    ['https binding twice', server({ iisBindings: [binding, binding] }), 'servers[0].iisBindings[1]'],
    ['address of a connection', document({ connections: [{ localAddress: '10.0.0' }] }), 'connections[0].localAddress'],
    ['policy value', document({ policy: { tieBreak: 'coin' } }), 'policy.tieBreak'],
    ['policy null', document({ policy: { pinFallback: null } }), 'policy.pinFallback'],
    ['precedence', document({ policy: { httpSysPrecedence: 'sni>sni>exactIp' } }), 'policy.httpSysPrecedence'],
    ['a list for an object', document({ servers: {} }), 'servers'],
    [
      'a number for a text',
      server({ receiveConnectors: [{ ...receive, authMechanism: ['Tls', 4] }] }),
      'servers[0].receiveConnectors[0].authMechanism[1]',
    ],
    ['NUL', server({ receiveConnectors: [{ name: 'a\u0000b' }] }), 'servers[0].receiveConnectors[0].name'],
    ['lone surrogate', server({ receiveConnectors: [{ name: 'a\ud800b' }] }), 'servers[0].receiveConnectors[0].name'],
    ['NUL in a key', '{"format":"certfleet.fleet/1","organization":{"a\\u0000":1}}', 'organization'],
    ['truncated', '{"format":"certfleet.fleet/1",\n "servers":[{"fqdn":"a"', 'line 2, column 24'],
    ['200,000 levels', `{"format":"certfleet.fleet/1","servers":${'['.repeat(200_000)}`, 'line 1, column 168'],
    ['no object', '[1]', ''],
    ['empty', '  ', ''],
  ])('%s is refused with its place', (_, value, place) => {
    const refusal = refusalOf(value);
    expect(refusal.place).toBe(place);
    expect(refusal.message).not.toBe('');
    expect(refusal.remedy).not.toBe('');
  });

  test('a fault beside an unknown key is found', () => {
    expect(refusalOf(server({ colour: 1, version: 'x' })).place).toBe('servers[0].version');
  });

  test('bytes that are no text are refused', () => {
    const result = readFleetDocument(Uint8Array.from([0x7b, 0x22, 0xff, 0x22]));
    expect(result.ok).toBe(false);
  });

  test('http bindings may repeat, and so may names in other cases', () => {
    const http = { ...binding, protocol: 'http' };
    expect(
      read(server({ iisBindings: [http, http], receiveConnectors: [{ name: 'a' }, { name: 'A' }] })),
    ).toMatchObject({ ok: true });
  });
});

test('100,000 wrong words and 50 MB of blanks take no time to speak of', () => {
  const roles = Array.from({ length: 100_000 }, (_, i) => (i % 2 === 0 ? 'Oracle' : 'Mailbox'));
  const result = read(server({ roles }));
  expect(result.ok && result.document.servers?.[0]?.roles?.length).toBe(50_000);
  expect(result.ok && result.warnings).toHaveLength(101);
  expect(fleetDocument.recognises({ bytes: new Uint8Array(), text: ' '.repeat(share(50_000_000)) })).toBe(false);
}, 15_000);

test('no JSON makes the reader throw', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      readFleetDocument(bytesOf(text));
      readFleetDocument(bytesOf(`{"format":"certfleet.fleet/1","servers":${text},"organization":${text}}`));
    }),
    { numRuns: share(300) },
  );
});

test('every scenario of the rulebook is a good document without warnings', () => {
  const folder = new URL('../../../test/scenarios/select/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const { fleet } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    expect({ file, ...read(fleet) }).toEqual({ file, ok: true, document: fleet, warnings: [] });
  }
});
