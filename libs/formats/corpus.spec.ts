/**
 * What `inspect` says of real exports agrees with what is known of them, on every value that the contract has a key for. The exports
 * stand beside the project, in `../shared/corpus`; without them these tests are skipped, except in CI, where they fail.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { PartialServer } from '#libs/fleet/document.js';
import { readXmlEntries } from './admin-audit-log/read-xml.js';
import { toCsv, toJson, toList } from '../../test/support/clothes.js';
import { isObject, listOf } from './clixml/access.js';
import { readClixml } from './clixml/read.js';
import type { PsObject } from './clixml/value.js';
import { decode, FORMATS } from './formats.js';
import { inspection } from './inspect.js';
import { needed } from './needed.js';
import type { Decoded } from './report.js';
import { readInput } from './text.js';

/** Output of cmdlets; the others are analyses and lone certificates. */
const EXPORTS = [
  'css-authmon-data_GetAuthConfig.xml',
  'css-authmon-data_GetExchangeCertificate.xml',
  'css-authmon-data_GetExchangeCertificateBroken.xml',
  'css-authmon-data_GetExchangeServer.xml',
  'css-hc-e15_GetExchangeCertificate.xml',
  'css-hc-e15_GetExchangeServer.xml',
  'css-hc-e15_GetWebBinding.xml',
  'css-hc-e16_GetAuthConfig.xml',
  'css-hc-e16_GetExchangeServer.xml',
  'css-hc-e16_GetOwaVirtualDirectory.xml',
  'css-hc-e16_GetWebBinding.xml',
  'css-hc-e16_GetWebServicesVirtualDirectory.xml',
  'css-hc-exinfo_GetExchangeCertificate.xml',
  'css-hc-exinfo_GetReceiveConnector.xml',
  'css-hc-exinfo_GetSendConnector.xml',
];

const folder = new URL('../../../shared/corpus/', import.meta.url);
const present = existsSync(new URL('ground-truth.json', folder));
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));

function exportedObjects(file: string): readonly PsObject[] {
  const read = readClixml(readInput(bytesOf(file)).text ?? '');
  if (!read.ok) throw new Error(read.refusal.message);
  return read.values.flatMap((value) => listOf(value) ?? []).filter(isObject);
}

/** Null and an empty list are the same: "unset". */
const unset = (value: unknown) =>
  JSON.parse(JSON.stringify(value), (_, inner) => (Array.isArray(inner) && inner.length === 0 ? null : inner));

function expectAlike(decoded: Decoded, expected: Decoded, format: string): void {
  if (!decoded.ok || !expected.ok) throw new Error('refused');
  expect(decoded.report.format).toBe(format);
  expect(unset(decoded.report.servers)).toEqual(unset(expected.report.servers));
  expect(unset(decoded.report.organization)).toEqual(unset(expected.report.organization));
}

type Facts = Record<string, unknown>;
type Reader = (truth: Facts) => unknown;

/** How a section of the ground truth reads in our words. `null` says: the contract has no key for it. */
type Mapping = Record<string, null | readonly [key: string, read?: (value: never) => unknown]>;

const OIDS: Record<string, string> = {
  'TLS Web Server Authentication': '1.3.6.1.5.5.7.3.1',
  'Code Signing': '1.3.6.1.5.5.7.3.3',
};
const ALGORITHMS: Record<string, string> = { sha256WithRSAEncryption: 'sha256RSA', sha1WithRSAEncryption: 'sha1RSA' };
const set = (text: string | null) => (text === null ? null : text.split(', '));

const CERTIFICATE: Mapping = {
  thumbprint: ['thumbprint'],
  sha256: ['sha256'],
  windowsSubject: ['subject'],
  windowsIssuer: ['issuer'],
  serialNumber: ['serialNumber'],
  notBefore: ['notBefore'],
  notAfter: ['notAfter'],
  dnsNames: ['subjectAlternativeNames'],
  version: ['version'],
  signatureAlgorithm: ['signatureAlgorithm', (name: string) => ALGORITHMS[name]],
  publicKeyBits: ['keySize'],
  extendedKeyUsage: [
    'extendedKeyUsages',
    (names: string[]) => (names.length === 0 ? null : names.map((name) => OIDS[name])),
  ],
  services: ['services'],
  status: ['status'],
  rootCAType: ['rootCaType'],
  isSelfSigned: ['isSelfSigned'],
  hasPrivateKey: ['hasPrivateKey'],
  friendlyName: ['friendlyName'],
  ...none(
    'derBytes',
    'subject',
    'issuer',
    'keyUsage',
    'opensslFingerprintVerified',
    'typeName',
    'psComputerName',
    'runspaceId',
    'stateSource',
  ),
  ...none(
    'servicesValue',
    'statusValue',
    'rootCATypeValue',
    'privateKeyExportable',
    'identity',
    'iisServices',
    'server',
    'serializationSigned',
    'at',
    'healthChecker',
  ),
};
const RECEIVE: Mapping = {
  name: ['name'],
  fqdn: ['fqdn'],
  authMechanism: ['authMechanism', set],
  transportRole: ['transportRole'],
  bindings: ['bindings'],
  requireTLS: ['requireTls'],
  enabled: ['enabled'],
  tlsCertificateName: ['tlsCertificateName'],
  tlsDomainCapabilities: ['tlsDomainCapabilities'],
  ...none(
    'identity',
    'server',
    'authMechanismValue',
    'permissionGroups',
    'tlsCertificateIssuer',
    'tlsCertificateSubject',
    'whenChangedUtc',
    'psComputerName',
  ),
};
const SEND: Mapping = {
  name: ['name'],
  fqdn: ['fqdn'],
  tlsCertificateName: ['tlsCertificateName'],
  tlsAuthLevel: ['tlsAuthLevel'],
  tlsDomain: ['tlsDomain'],
  requireTLS: ['requireTls'],
  smartHosts: ['smartHosts'],
  addressSpaces: ['addressSpaces'],
  sourceTransportServers: ['sourceServers'],
  cloudServicesMailEnabled: ['cloudServicesMailEnabled'],
  frontendProxyEnabled: ['frontendProxyEnabled'],
  enabled: ['enabled'],
  ...none('identity', 'tlsCertificateIssuer', 'tlsCertificateSubject', 'whenChangedUtc', 'psComputerName'),
};
const AUTH: Mapping = {
  currentCertificateThumbprint: ['currentThumbprint'],
  previousCertificateThumbprint: ['previousThumbprint'],
  nextCertificateThumbprint: ['nextThumbprint'],
  ...none('nextCertificateEffectiveDate', 'psComputerName'),
};
const VERSIONS: Record<string, string> = { '15.0': '2013', '15.1': '2016' };
const numbers = (text: string) => /^Version (\d+\.\d+) \(Build (\d+\.\d+)\)$/.exec(text)?.slice(1) ?? [];
const SERVER: Mapping = {
  name: ['netbiosName'],
  fqdn: ['fqdn'],
  serverRole: ['roles', set],
  adminDisplayVersion: ['build', (text: string) => numbers(text).join('.')],
  site: ['adSite', (path: string) => path.split('/').at(-1)],
  ...none('isEdgeServer', 'edition'),
};
const DIRECTORY: Mapping = {
  type: ['kind', (type: string) => (type === 'ADOwaVirtualDirectory' ? 'owa' : 'ews')],
  internalUrl: ['internalUrl'],
  externalUrl: ['externalUrl'],
  ...none('server', 'name'),
};

function none(...keys: string[]): Mapping {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** The truth in our words: [what must be stated, keys of what the file does not say]. A key without a mapping fails the test. */
function inOurWords(truth: Facts, mapping: Mapping): Facts {
  const stated: Facts = {};
  for (const [key, value] of Object.entries(truth)) {
    const to = mapping[key];
    if (to === undefined) throw new Error(`ground truth has a key nobody has looked at: ${key}`);
    if (to !== null) stated[to[0]] = to[1] === undefined || value === null ? value : (to[1] as Reader)(value as Facts);
  }
  return stated;
}

/** An entry of the audit log as the truth has it, in our words. Every key of the truth is looked at. */
function auditEntry(truth: Record<string, string> & { parameters: Record<string, string>; modified: Facts[] }) {
  const {
    Caller,
    Cmdlet,
    ObjectModified,
    RunDate,
    Succeeded,
    Error: error,
    OriginatingServer,
    parameters,
    modified,
    ...rest
  } = truth;
  expect([error, Object.keys(rest)]).toEqual(['None', []]);
  return {
    caller: Caller,
    cmdlet: Cmdlet,
    objectModified: ObjectModified,
    when: { ok: true, at: new Date(RunDate ?? '').toISOString() },
    succeeded: Succeeded === 'true',
    originatingServer: OriginatingServer,
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
    modifiedProperties: modified.map(({ Name, OldValue, NewValue }) => ({
      name: Name,
      oldValue: OldValue,
      newValue: NewValue,
    })),
  };
}

const sameName = (one: unknown, other: unknown) => String(one).toLowerCase() === String(other).toLowerCase();

(present || process.env['CERTFLEET_TEST_EVERYTHING'] !== undefined ? describe : describe.skip)('the corpus', () => {
  const truth = present ? JSON.parse(readFileSync(new URL('ground-truth.json', folder), 'utf8')) : { files: [] };

  test('is there', () => {
    expect(truth.files).toHaveLength(28);
  });

  for (const file of truth.files) {
    describe(file.file, () => {
      const decoded = decode(bytesOf(file.file));
      if (!decoded.ok) throw new Error(`${file.file}: ${decoded.refusal.message}`);
      const shown = inspection(file.file, decoded.report);
      const serverNamed = (name: string | null): PartialServer | undefined =>
        shown.servers.find((server) =>
          name === null ? server.fqdn === null : sameName(server.fqdn, name) || sameName(server.netbiosName, name),
        );

      test('exactly one format recognises it', () => {
        expect(FORMATS.filter((format) => format.recognises(readInput(bytesOf(file.file))))).toHaveLength(1);
      });

      const certificates: Facts[] = file.file.startsWith('css-shared_acs') ? [] : (file.certificates ?? []);
      test(`its ${certificates.length} certificates`, () => {
        expect(shown.servers.flatMap((server) => server.certificates ?? [])).toHaveLength(certificates.length);
        for (const known of certificates) {
          const server = serverNamed(known['server'] as string | null);
          const found = server?.certificates?.find((c) => c.thumbprint === known['thumbprint']);
          expect(found).toBeDefined();
          for (const [key, value] of Object.entries(inOurWords(known, CERTIFICATE))) {
            const said = (found as unknown as Facts)[key];
            // The file does not say: neither do we, except what the signature itself proves.
            if (value === null && key !== 'extendedKeyUsages')
              expect([key, key === 'isSelfSigned' ? typeof said : said]).toEqual([
                key,
                key === 'isSelfSigned' ? 'boolean' : undefined,
              ]);
            else expect([known['thumbprint'], key, said]).toEqual([known['thumbprint'], key, value]);
          }
        }
      });

      if (file.internalTransportCertificate !== undefined)
        test('its internal transport certificate', () => {
          expect(shown.servers).toHaveLength(1);
          expect(shown.servers[0]?.internalTransportCertificate).toBe(file.internalTransportCertificate);
          expect(shown.warnings.map((w) => w.message).join()).toContain('internal transport');
        });

      for (const [section, mapping] of [
        ['receiveConnectors', RECEIVE],
        ['virtualDirectories', DIRECTORY],
      ] as const)
        if (file[section] !== undefined)
          test(`its ${section}`, () => {
            for (const [i, known] of file[section].entries()) {
              const server = serverNamed(known.server);
              expect(server?.fqdn).toMatch(/\./);
              expect(server?.[section]?.[i]).toMatchObject(inOurWords(known, mapping));
            }
          });

      if (file.auditEvents !== undefined)
        test('its audit log entries', () => {
          const read = readXmlEntries(readInput(bytesOf(file.file)).text ?? '');
          expect(read).toMatchObject({ ok: true, entries: file.auditEvents.map(auditEntry), warnings: [] });
          // A quota of a mailbox is nothing that Certfleet keeps: it is counted, and no event.
          expect(shown.events).toEqual([]);
          expect(shown.warnings).toHaveLength(1);
          for (const { Cmdlet } of file.auditEvents) expect(shown.warnings[0]?.message).toContain(Cmdlet);
        });

      if (file.sendConnectors !== undefined)
        test('its Send connectors', () => {
          expect(shown.organization.sendConnectors).toMatchObject(
            file.sendConnectors.map((known: Facts) => inOurWords(known, SEND)),
          );
        });

      if (file.authConfig !== undefined)
        test('its OAuth configuration', () => {
          expect(shown.organization.authConfig).toEqual(inOurWords(file.authConfig, AUTH));
        });

      if (file.exchangeServers !== undefined)
        test('its servers', () => {
          expect(shown.servers).toHaveLength(file.exchangeServers.length);
          for (const known of file.exchangeServers) {
            expect(serverNamed(known.fqdn)).toMatchObject(inOurWords(known, SERVER));
            expect(serverNamed(known.fqdn)?.version).toBe(VERSIONS[numbers(known.adminDisplayVersion)[0] ?? '']);
          }
        });

      if (file.iisSites !== undefined)
        test('the bindings of its sites', () => {
          const expected = file.iisSites.flatMap((site: { site: string; bindings: Facts[] }) =>
            site.bindings
              .filter((b) => /^https?$/.test(String(b['protocol'])))
              .map((b) => {
                const [, ipAddress, port, hostName] = /^(.*):(\d+):(.*)$/.exec(String(b['bindingInformation'])) ?? [];
                return {
                  site: site.site,
                  protocol: b['protocol'],
                  ipAddress,
                  port: Number(port),
                  hostName,
                  sni: b['sslFlags'] === 1,
                  thumbprint: b['certificateHash'],
                };
              }),
          );
          expect(serverNamed(null)?.iisBindings).toEqual(expected);
        });

      if (file.healthChecker !== undefined)
        test('when it was made', () => {
          expect(shown.observedAt).toBe(new Date(file.healthChecker.generationTime).toISOString());
          expect(needed(decoded.report, {})).toEqual([]);
          expect(decoded.report.servers[0]?.complete).toEqual(['certificates']);
        });
    });
  }

  test.each(EXPORTS)('%s says the same as JSON, at every depth', (file) => {
    const decoded = decode(bytesOf(file));
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    for (const depth of [1, 2, 4])
      for (const enumerations of ['number', 'text'] as const) {
        const style = { depth, enumerations, bytes: 'list', lists: 'list' } as const;
        const json = exportedObjects(file).map((object) => toJson(object, style));
        expectAlike(decode(new TextEncoder().encode(JSON.stringify(json))), decoded, 'exchange-json');
      }
  });

  test.each(EXPORTS.filter((file) => !file.includes('Certificate')))(
    '%s says the same as CSV and as a list',
    (file) => {
      const decoded = decode(bytesOf(file));
      if (!decoded.ok) throw new Error(decoded.refusal.message);
      const objects = exportedObjects(file);
      for (const type of [true, false]) {
        const csv = toCsv(objects, { separator: ',', type, lists: 'blanks', lineEnd: '\r\n' });
        expectAlike(decode(new TextEncoder().encode(csv)), decoded, 'exchange-csv');
      }
      for (const trim of [true, false]) {
        const list = toList(objects, { width: 119, trim });
        expectAlike(decode(new TextEncoder().encode(list)), decoded, 'shell-text');
      }
    },
  );

  test('the old analysis gives its server and nothing else', () => {
    const decoded = decode(bytesOf('css-hc2018_HealthCheck-vnext-e2k16aio1-20180111125540.xml'));
    expect(decoded.ok && decoded.report.servers).toEqual([
      {
        server: {
          fqdn: 'VNext-E2K16AIO1.VNext.local',
          netbiosName: 'VNEXT-E2K16AIO1',
          version: '2016',
          build: '15.1.1034.26',
          roles: ['Mailbox', 'ClientAccess'],
          adSite: 'Default-First-Site-Name',
        },
        complete: [],
      },
    ]);
  });

  test('a code signing certificate becomes no certificate of Exchange', () => {
    const decoded = decode(bytesOf('css-shared_acs_Test-SignedBy3rdParty.xml'));
    expect(decoded.ok && decoded.report).toMatchObject({
      servers: [],
      organization: {},
      warnings: [{ place: 'object 1' }],
    });
  });

  test('what a file cannot say is asked for by name, with what its content suggests', () => {
    const decoded = decode(bytesOf('css-authmon-action_GetInternalTransportCertificateFromServer.xml'));
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    expect(needed(decoded.report, {})).toMatchObject([
      { fact: 'server', option: '--server', suggestions: ['E2k16-1.Contoso.lab'] },
      { fact: 'observedAt', option: '--observed-at' },
    ]);
    expect(needed(decoded.report, { server: 'e2k16-1.contoso.lab', observedAt: '2023-01-06T00:00:00Z' })).toEqual([]);
  });
});
