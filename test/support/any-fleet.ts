import fc from 'fast-check';
import { CERTIFICATE_STATUSES, EXCHANGE_SERVICES, type Certificate } from '#libs/certificates/certificate.js';
import {
  EXCHANGE_VERSIONS,
  SERVER_ROLES,
  type Connection,
  type FleetDocument,
  type IisBinding,
  type ReceiveConnector,
  type SendConnector,
  type Server,
} from '#libs/fleet/document.js';

/**
 * Fleet documents of every kind that the types allow: each optional key present, null or absent. The values come from small pools, so
 * that names match, dates tie and thumbprints meet.
 */

const NAMES = ['mail.contoso.com', '*.contoso.com', 'ex01.contoso.com', 'bücher.contoso.com', 'EX01', ' '];
const DISTINGUISHED_NAMES = ['CN=mail.contoso.com', 'CN=*.contoso.com, O="Contoso, Inc."', 'CN=EX01', 'O=None', ''];
const ISSUERS = ['CN=Trust CA1', 'CN=Corp CA'];
const INSTANTS = ['2025-01-01', '2026-01-01', '2026-06-01', '2026-09-01', '2027-01-01'].map(
  (day) => `${day}T00:00:00Z`,
);
const PINS = [
  '<I>CN=Trust CA1<S>CN=mail.contoso.com',
  '<i>CN=Corp CA<s>CN=EX01',
  'CN=x',
  ' ',
  `<I>CN=x<S>CN=${'y'.repeat(260)}`,
];
const THUMBPRINTS = Array.from({ length: 6 }, (_, index) => `${'ABCDEF'.charAt(index)}${index}`.padEnd(40, '0'));
const ADDRESSES = ['0.0.0.0', '::', '[::]', '10.0.0.5', '127.0.0.1', '::1', '*', ''];
const PORTS = [25, 443, 587];

export const AT = '2026-06-01T00:00:00Z';

const name = fc.constantFrom(...NAMES);
const thumbprint = fc.constantFrom(...THUMBPRINTS);

type Arbitraries<T> = { readonly [K in keyof T]: fc.Arbitrary<NonNullable<T[K]>> };

/** Each key with its value most of the time, else null or absent. */
function record<T>(keys: Arbitraries<T>): fc.Arbitrary<T> {
  const entries = Object.entries<fc.Arbitrary<unknown>>(keys).map(([key, value]) => [
    key,
    fc.oneof(
      { weight: 8, arbitrary: value },
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  ]);
  return fc
    .record<Record<string, unknown>>(Object.fromEntries(entries))
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);
}

/** The same document with a key that must be there. */
function keyed<T, K extends keyof T>(
  partial: fc.Arbitrary<Omit<T, K>>,
  required: fc.Arbitrary<Pick<T, K>>,
): fc.Arbitrary<T> {
  return fc.tuple(partial, required).map(([rest, key]) => ({ ...rest, ...key }) as T);
}

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);

export const anyCertificate: fc.Arbitrary<Certificate> = keyed<Certificate, 'thumbprint'>(
  record<Omit<Certificate, 'thumbprint'>>({
    subject: fc.constantFrom(...DISTINGUISHED_NAMES),
    issuer: fc.constantFrom(...ISSUERS),
    subjectAlternativeNames: fc.array(name, { maxLength: 2 }),
    version: fc.constantFrom(3, 3, 3, 1),
    notBefore: fc.constantFrom(...INSTANTS.slice(0, 4)),
    notAfter: fc.constantFrom(...INSTANTS.slice(1)),
    hasPrivateKey: fc.constantFrom(true, true, true, false),
    extendedKeyUsages: fc.constantFrom(['1.3.6.1.5.5.7.3.1'], ['2.5.29.37.0'], []),
    isSelfSigned: fc.boolean(),
    status: fc.constantFrom('Valid', 'Valid', 'Valid', ...CERTIFICATE_STATUSES),
    services: some(EXCHANGE_SERVICES),
  } as Arbitraries<Omit<Certificate, 'thumbprint'>>),
  fc.record({ thumbprint }),
);

const receiveConnector: fc.Arbitrary<ReceiveConnector> = keyed<ReceiveConnector, 'name'>(
  record<Omit<ReceiveConnector, 'name'>>({
    enabled: fc.constantFrom(true, true, true, false),
    bindings: fc.array(fc.constantFrom('0.0.0.0:25', '[::]:25', '10.0.0.5:25', '0.0.0.0:587', 'odd'), { maxLength: 2 }),
    remoteIpRanges: fc.array(fc.constantFrom('0.0.0.0-255.255.255.255', '10.0.0.0/8', '::/0', 'odd'), { maxLength: 2 }),
    authMechanism: some(['Tls', 'ExchangeServer', 'BasicAuth']),
    fqdn: name,
    tlsCertificateName: fc.constantFrom(...PINS),
    suppressXAnonymousTls: fc.boolean(),
  } as Arbitraries<Omit<ReceiveConnector, 'name'>>),
  fc.record({ name: fc.constantFrom('Default', 'Client') }),
);

const sendConnector: fc.Arbitrary<SendConnector> = keyed<SendConnector, 'name'>(
  record<Omit<SendConnector, 'name'>>({
    enabled: fc.constantFrom(true, true, true, false),
    sourceServers: fc.constantFrom(['ex01.contoso.com'], ['EX01', 'nobody'], ['edge01']),
    fqdn: name,
    tlsCertificateName: fc.constantFrom(...PINS),
    ignoreStartTls: fc.constantFrom(false, false, true),
    smartHosts: fc.constantFrom([], ['--'], ['mail.contoso.com']),
    smartHostAuthMechanism: fc.constantFrom('ExchangeServer', 'None'),
    frontendProxyEnabled: fc.boolean(),
    addressSpaces: fc.constantFrom([], ['smtp:--;100'], ['smtp:*;1']),
  } as Arbitraries<Omit<SendConnector, 'name'>>),
  fc.record({ name: fc.constantFrom('Internet', 'Edge') }),
);

const iisBinding: fc.Arbitrary<IisBinding> = keyed<IisBinding, 'site' | 'port'>(
  record<Omit<IisBinding, 'site' | 'port'>>({
    protocol: fc.constantFrom('https', 'HTTPS', 'http'),
    ipAddress: fc.constantFrom(...ADDRESSES),
    hostName: fc.constantFrom('', 'mail.contoso.com'),
    thumbprint,
  } as Arbitraries<Omit<IisBinding, 'site' | 'port'>>),
  fc.record({ site: fc.constantFrom('Default Web Site', 'Exchange Back End'), port: fc.constantFrom(...PORTS) }),
);

const settings = record({ x509CertificateName: name });

export const anyServer: fc.Arbitrary<Server> = keyed<Server, 'fqdn'>(
  record<Omit<Server, 'fqdn'>>({
    netbiosName: fc.constantFrom('EX01', 'EX02'),
    version: fc.constantFrom(...EXCHANGE_VERSIONS),
    roles: some(SERVER_ROLES),
    adSite: fc.constantFrom('AMS', 'ams', 'BER'),
    internalTransportCertificate: thumbprint,
    certificates: fc.uniqueArray(anyCertificate, { maxLength: 5, selector: (certificate) => certificate.thumbprint }),
    receiveConnectors: fc.uniqueArray(receiveConnector, { maxLength: 2, selector: (connector) => connector.name }),
    iisBindings: fc.array(iisBinding, { maxLength: 3 }),
    popSettings: settings,
    imapSettings: settings,
  } as Arbitraries<Omit<Server, 'fqdn'>>),
  fc.record({ fqdn: fc.constantFrom('ex01.contoso.com', 'edge01.contoso.com') }),
);

const connection: fc.Arbitrary<Connection> = record<Connection>({
  server: fc.constantFrom('ex01.contoso.com', 'EDGE01', 'nobody'),
  protocol: fc.constantFrom('smtp', 'https'),
  localAddress: fc.constantFrom('10.0.0.5', '::1', '127.0.0.1'),
  localPort: fc.constantFrom(...PORTS),
  remoteAddress: fc.constantFrom('10.9.9.9', '2001:db8::1'),
  serverName: fc.constantFrom('mail.contoso.com', 'other.contoso.com'),
} as Arbitraries<Connection>);

const policy = record({
  tieBreak: fc.constantFrom('notBefore', 'notAfter'),
  expiredPolicy: fc.constantFrom('lastResort', 'ignoreExpiry'),
  exchange2007Profile: fc.constantFrom('documented', 'single'),
  preferExactOverWildcard: fc.boolean(),
  pinFallback: fc.constantFrom('never', 'fqdn'),
  httpSysPrecedence: fc.constantFrom('exactIp>sni>wildcardIp', 'sni>exactIp>wildcardIp', 'odd'),
});

const organization = record({
  sendConnectors: fc.uniqueArray(sendConnector, { maxLength: 2, selector: (connector) => connector.name }),
  edgeSubscriptions: fc.array(record({ edgeServer: fc.constant('edge01'), adSite: fc.constantFrom('AMS', 'BER') }), {
    maxLength: 2,
  }),
});

export const anyFleet: fc.Arbitrary<FleetDocument> = fc
  .record({
    policy,
    organization,
    servers: fc.uniqueArray(anyServer, { maxLength: 2, selector: (server) => server.fqdn }),
    connections: fc.array(connection, { maxLength: 3 }),
  })
  .map((parts) => ({ format: 'certfleet.fleet/1', at: AT, ...parts }) as FleetDocument);
