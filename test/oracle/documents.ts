import fc from 'fast-check';
import { CERTIFICATE_STATUSES, type Certificate } from '#libs/certificates/certificate.js';
import {
  EXCHANGE_VERSIONS,
  type Connection,
  type FleetDocument,
  type IisBinding,
  type Policy,
  type ReceiveConnector,
  type SendConnector,
  type Server,
} from '#libs/fleet/document.js';

/**
 * Valid fleet documents in which the corners of the rulebook meet often: small pools of names, subjects and instants, so that
 * certificates tie, shadow each other and are matched by one pin; then some facts are made null or taken away.
 */

const NAMES = [
  ...[
    'mail.contoso.com',
    'mail.contoso.com',
    'mail.contoso.com',
    '*.contoso.com',
    '*.contoso.com',
    'ex01.contoso.com',
    'EX01',
  ],
  ...['MAIL.Contoso.com.', 'bücher.contoso.com', 'XN--BCHER-KVA.contoso.com', 'contoso.com', 'a.mail.contoso.com', ' '],
  ...[
    '*.mail.contoso.com',
    'mail*.contoso.com',
    '*',
    '*.com',
    '_sip.contoso.com',
    '.contoso.com',
    'ｍａｉｌ.contoso.com',
  ],
  ...[
    'BU\u0308CHER.contoso.com',
    'straße.contoso.com',
    'STRASSE.contoso.com',
    ' ex01.contoso.com ',
    'ex01',
    'ex02.contoso.com',
  ],
];
const SUBJECTS = [
  ...['CN=mail.contoso.com', 'CN=mail.contoso.com', 'CN=mail.contoso.com', 'cn=MAIL.contoso.com ', 'CN=*.contoso.com'],
  ...[
    'CN=EX01',
    'CN=mail.contoso.com, O=Contoso',
    'O=Contoso, CN=mail.contoso.com',
    'O="A, CN=mail.contoso.com"',
    'O=None',
  ],
  ...[
    'O=Fish+Chips, Ltd., CN=ex01.contoso.com',
    'OU=Mail + CN=*.contoso.com',
    'CN=mail.contoso.com+old',
    'CN="*.contoso.com"x, O=1',
  ],
  ...[
    'oid.2.5.4.3=ex01.contoso.com',
    'CN=b\\C3\\BCcher.contoso.com',
    'CN=m\\61il.contoso.com;',
    'cn = ex01.contoso.com ;O=a',
    '',
  ],
  ...[
    'CN=, CN=mail.contoso.com',
    'Contoso, CN=mail.contoso.com',
    'CN=straße',
    'CN=STRASSE',
    'CN="mail.contoso.com, O=open',
    ' ',
  ],
  ...[
    'CN=mail\\.contoso.com',
    'O=a\\, CN=mail.contoso.com',
    'O="a""b\\"c", CN=mail.contoso.com',
    'CN=mail.contoso.com\\ , O=b',
  ],
];
const ISSUERS = [
  'CN=Trust CA1',
  'CN=Trust CA1',
  'CN=Trust CA1',
  'cn=trust ca1 ',
  'CN=Corp CA',
  'CN=EX01',
  'CN=Straße CA',
  '',
];
const DAYS = ['2025-01-01', '2025-09-01', '2026-01-01', '2026-06-01', '2026-09-01', '2027-01-01', '2028-01-01'];
const INSTANTS = [...DAYS.map((day) => `${day}T00:00:00Z`), '2026-06-01T00:00:00.001Z', '2026-06-01T02:00:00+02:00'];
export const NOW = ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-10-01T00:00:00Z'];
const PINS = [
  ...[
    '<I>CN=Trust CA1<S>CN=mail.contoso.com',
    '<I>CN=Trust CA1<S>CN=mail.contoso.com',
    '<i> cn=trust ca1 <s> CN=MAIL.contoso.com',
  ],
  ...[
    '<I>CN=Corp CA<S>CN=mail.contoso.com',
    '<I>CN=Trust CA1<S>CN=STRASSE',
    '<I>CN=STRASSE CA<S>CN=mail.contoso.com',
    '<I>CN=EX01<S>CN=EX01',
  ],
  ...[
    'CN=x',
    ' ',
    '<S>CN=mail.contoso.com<I>CN=Trust CA1',
    '<I>CN=Trust CA1<S> ',
    '<I>CN=Trust CA1<S>CN=nobody',
    '<I><S>CN=EX01',
  ],
  `<I>CN=Trust CA1<S>CN=${'y'.repeat(256 - '<I>CN=Trust CA1<S>CN='.length)} `,
  `<I>CN=Trust CA1<S>CN=${'y'.repeat(257 - '<I>CN=Trust CA1<S>CN='.length)}`,
];
const THUMBPRINTS = Array.from({ length: 6 }, (_, index) => `${'FACEDB'.charAt(index)}${index}`.padEnd(40, '0'));
/** As a document may write the thumbprints of the pool, and some that no store has. */
const POINTERS = [...THUMBPRINTS, 'f0'.padEnd(40, '0'), 'A1'.padEnd(38, '0').concat(' 00'), '9'.repeat(40), ' '];
const ROLES: NonNullable<Server['roles']>[] = [
  ...([['Mailbox'], ['Mailbox'], ['EdgeTransport'], ['HubTransport', 'ClientAccess'], ['ClientAccess']] as const),
  ...([
    ['Mailbox', 'ClientAccess'],
    ['Mailbox', 'HubTransport'],
    ['UnifiedMessaging'],
    ['EdgeTransport', 'Mailbox'],
    [],
  ] as const),
];

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const mostly = (value: boolean): fc.Arbitrary<boolean> => pick(value, value, value, value, value, !value);
const several = <T>(values: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.array(pick(...values), { maxLength: most });

/** Most often eligible: what ranks, ties and shadows. */
const soundCertificate: fc.Arbitrary<Certificate> = fc.record({
  thumbprint: pick(...THUMBPRINTS, 'e3'.padEnd(40, '0')),
  subject: pick(
    'CN=mail.contoso.com',
    'CN=mail.contoso.com',
    'CN=mail.contoso.com',
    'CN=*.contoso.com',
    'CN=EX01',
    'O=None',
  ),
  issuer: pick('CN=Trust CA1', 'CN=Trust CA1', 'CN=Trust CA1', 'CN=EX01'),
  subjectAlternativeNames: several(['mail.contoso.com', '*.contoso.com', 'ex01.contoso.com', 'bücher.contoso.com'], 2),
  version: fc.constant(3),
  notBefore: pick('2025-01-01T00:00:00Z', '2025-09-01T00:00:00Z', '2025-09-01T02:00:00+02:00', '2026-01-01T00:00:00Z'),
  notAfter: pick('2026-03-01T00:00:00Z', '2026-06-01T00:00:00Z', ...INSTANTS.slice(3)),
  hasPrivateKey: mostly(true),
  extendedKeyUsages: pick(['1.3.6.1.5.5.7.3.1'], null),
  isSelfSigned: fc.boolean(),
  status: pick('Valid', 'Valid', 'DateInvalid', 'Valid', 'Untrusted'),
  services: pick(['SMTP', 'POP', 'IMAP'], ['SMTP'], ['SMTP'], ['SMTP', 'POP'], ['IIS', 'POP', 'IMAP'], []),
});

const oddCertificate: fc.Arbitrary<Certificate> = fc.record({
  thumbprint: pick(...THUMBPRINTS, 'e3'.padEnd(40, '0')),
  subject: pick(...SUBJECTS),
  issuer: pick(...ISSUERS),
  subjectAlternativeNames: several(NAMES, 2),
  version: pick(3, 3, 3, 3, 3, 3, 3, 2),
  notBefore: pick(...INSTANTS.slice(0, 3), ...INSTANTS),
  notAfter: pick(...INSTANTS.slice(4), ...INSTANTS.slice(4), ...INSTANTS),
  hasPrivateKey: mostly(true),
  extendedKeyUsages: pick(
    ['1.3.6.1.5.5.7.3.1'],
    ['1.3.6.1.5.5.7.3.1'],
    ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'],
    null,
    null,
    [],
  ),
  isSelfSigned: pick(false, false, true),
  status: pick('Valid', 'Valid', 'Valid', 'Valid', 'Valid', 'Valid', 'Valid', 'DateInvalid', ...CERTIFICATE_STATUSES),
  services: pick(['SMTP', 'POP', 'IMAP'], ['SMTP'], ['SMTP'], ['IIS', 'POP'], ['IMAP'], []),
});

const certificate = fc.oneof({ weight: 5, arbitrary: soundCertificate }, { weight: 1, arbitrary: oddCertificate });

const soundName = fc.oneof(pick('mail.contoso.com', 'mail.contoso.com', 'ex01.contoso.com', ' '), pick(...NAMES));
const pin = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: pick('<I>CN=Trust CA1<S>CN=mail.contoso.com', '<i> cn=trust ca1 <s> CN=MAIL.contoso.com') },
  { weight: 1, arbitrary: pick(...PINS, ...PINS.slice(-2), ...PINS.slice(-2)) },
);

/** Answers most often. */
const soundConnector: fc.Arbitrary<ReceiveConnector> = fc.record({
  name: pick('Default', 'default', 'Client', 'Ärger'),
  enabled: fc.constant(true),
  bindings: pick(['0.0.0.0:25', '[::]:25'], ['0.0.0.0:25', '10.0.0.5:25'], ['0.0.0.0:25'], ['10.0.0.5:25']),
  remoteIpRanges: pick(
    ...[
      ['0.0.0.0-255.255.255.255', '::/0'],
      ['0.0.0.0-255.255.255.255'],
      ['10.9.9.0/24', '10.9.9.9', '::/0'],
      ['10.9.9.9'],
    ],
    ...[['10.9.9.0(255.255.255.0)'], ['::ffff:10.9.9.9', '2001:db8::/64']],
  ),
  authMechanism: fc.constant(['Tls', 'ExchangeServer']),
  fqdn: soundName,
  tlsCertificateName: pin,
  suppressXAnonymousTls: fc.constant(false),
});

const oddConnector: fc.Arbitrary<ReceiveConnector> = fc.record({
  name: pick('Default', 'default', 'Client', 'Ärger'),
  enabled: mostly(true),
  bindings: several(
    ['0.0.0.0:25', '0.0.0.0:25', '[::]:25', '10.0.0.5:25', '[::1]:25', '0.0.0.0:587', '[::ffff:10.0.0.5]:25'],
    3,
  ),
  remoteIpRanges: several(
    [
      ...[
        '0.0.0.0-255.255.255.255',
        '0.0.0.0-255.255.255.255',
        '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        '10.9.9.9',
      ],
      ...[
        '10.9.9.0/24',
        '10.9.9.7/24',
        '10.9.9.9(255.255.255.0)',
        '10.9.9.0-10.9.9.255',
        '::ffff:10.9.9.0-::ffff:10.9.9.255',
      ],
      ...['2001:db8::/64', '2001:db8::1', '::/0', '192.168.0.0/16'],
    ],
    3,
  ),
  authMechanism: pick(['Tls', 'ExchangeServer'], ['tls'], ['EXCHANGESERVER', 'TLS'], ['Tls', 'BasicAuth'], []),
  fqdn: pick(...NAMES, 'mail.contoso.com', 'mail.contoso.com'),
  tlsCertificateName: fc.oneof(fc.constant(null), pick(...PINS)),
  suppressXAnonymousTls: mostly(false),
});

const receiveConnector = fc.oneof({ weight: 3, arbitrary: soundConnector }, { weight: 1, arbitrary: oddConnector });

const sendConnector: fc.Arbitrary<SendConnector> = fc.record({
  name: pick('Internet', 'internet', 'Edge'),
  enabled: mostly(true),
  sourceServers: pick(
    ['ex01.contoso.com'],
    ['ex01.contoso.com'],
    ['EX01'],
    ['ex01', 'EX01.contoso.com.'],
    ['EX02', 'ex01'],
    ['nobody'],
  ),
  fqdn: soundName,
  tlsCertificateName: pin,
  ignoreStartTls: mostly(false),
  smartHosts: pick([], ['--'], ['mail.contoso.com']),
  smartHostAuthMechanism: pick('ExchangeServer', 'exchangeserver', 'None'),
  frontendProxyEnabled: mostly(false),
  addressSpaces: pick([], ['smtp:--;100'], ['smtp:*;1'], ['SMTP:contoso.com;1', '--']),
});

const iisBinding: fc.Arbitrary<IisBinding> = fc.record({
  site: pick('Default Web Site', 'Default Web Site', 'default web site', 'EXCHANGE Back End'),
  protocol: pick('https', 'https', 'https', 'https', 'HTTPS', 'http'),
  ipAddress: pick(
    '*',
    '*',
    '',
    '0.0.0.0',
    '::',
    '[::]',
    '10.0.0.5',
    '127.0.0.1',
    '::1',
    '[::1]',
    '127.0.0.9',
    '::ffff:10.0.0.5',
    '0:0:0:0:0:0:0:0',
    ' ',
  ),
  port: pick(443, 443, 443, 444),
  hostName: pick('', '', ' ', 'mail.contoso.com', 'MAIL.contoso.com', '*.contoso.com'),
  thumbprint: pick(...POINTERS),
});

const settings = fc.record({ x509CertificateName: soundName });

const stores = (minLength: number): fc.Arbitrary<Certificate[]> =>
  fc.uniqueArray(certificate, { minLength, maxLength: 5, selector: (one) => one.thumbprint.toUpperCase() });

function server(fqdns: readonly string[]): fc.Arbitrary<Server> {
  return fc.record({
    fqdn: pick(...fqdns),
    netbiosName: pick('EX01', 'ex01', 'EX02', 'edge', ' '),
    version: pick(...EXCHANGE_VERSIONS),
    roles: pick(...ROLES),
    adSite: pick('AMS', 'ams', 'BER', ' '),
    internalTransportCertificate: pick(...POINTERS),
    certificates: fc.oneof(stores(0), stores(3)),
    receiveConnectors: fc.uniqueArray(receiveConnector, { maxLength: 3, size: 'max', selector: (one) => one.name }),
    iisBindings: fc.array(iisBinding, { maxLength: 4 }),
    popSettings: settings,
    imapSettings: settings,
  });
}

/** Meets a server and a port. */
const soundConnection: fc.Arbitrary<Connection> = fc
  .record({
    server: pick('ex01.contoso.com', 'EX01'),
    end: pick({ protocol: 'smtp', localPort: 25 } as const, { protocol: 'https', localPort: 443 } as const),
    localAddress: pick('10.0.0.5', '10.0.0.5', '10.0.0.5', '127.0.0.1', '::1', null),
    remoteAddress: pick('10.9.9.9', '10.9.9.9', '2001:db8::1'),
    serverName: pick('mail.contoso.com', 'Mail.contoso.com.', null),
  })
  .map(({ end, ...rest }) => ({ ...rest, ...end }));

const oddConnection: fc.Arbitrary<Connection> = fc.record({
  server: pick('ex01.contoso.com', 'EX01', 'EX01.CONTOSO.COM.', 'ex02', 'nobody', ' '),
  protocol: pick('smtp', 'https'),
  localAddress: pick('10.0.0.5', '10.0.0.5', '::1', '127.0.0.1', '::ffff:10.0.0.5', 'fe80::1%eth0'),
  localPort: pick(25, 443, 443, 25, 587),
  remoteAddress: pick('10.9.9.9', '10.9.9.9', '2001:db8::1', '::ffff:10.9.9.9', '[2001:db8::1]'),
  serverName: pick('mail.contoso.com', 'Mail.contoso.com.', 'other.contoso.com', null, ' '),
});

const connection = fc.oneof({ weight: 3, arbitrary: soundConnection }, { weight: 1, arbitrary: oddConnection });

const policy: fc.Arbitrary<Policy> = fc.record(
  {
    tieBreak: pick('notBefore', 'notAfter'),
    expiredPolicy: pick('lastResort', 'ignoreExpiry'),
    exchange2007Profile: pick('documented', 'single'),
    preferExactOverWildcard: fc.boolean(),
    pinFallback: pick('never', 'fqdn'),
    httpSysPrecedence: pick('exactIp>sni>wildcardIp', 'sni>exactIp>wildcardIp', 'wildcardIp>sni>exactIp'),
  },
  { requiredKeys: [] },
);

/** A place in a document at which a fact stands, and what becomes of it. */
const hole = fc.record({ place: fc.nat({ max: 9999 }), left: pick('absent', 'absent', 'null') });

/** Keys that no valid document leaves out, and containers whose elements lose enough. */
function isRequired(path: Path): boolean {
  const key = path.at(-1);
  if (key === 'fqdn') return path.length === 3;
  if (key === 'thumbprint') return !path.includes('iisBindings');
  return (
    typeof key === 'string' &&
    ['format', 'name', 'site', 'port', 'servers', 'connections', 'organization'].includes(key)
  );
}

export const documents: fc.Arbitrary<FleetDocument> = fc
  .record({
    first: server(['ex01.contoso.com', 'ex01.contoso.com', 'EX01.contoso.com', 'edge.contoso.com']),
    others: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.tuple(server(['ex02.contoso.com', 'ex01.fabrikam.com'])),
    ),
    sendConnectors: fc.uniqueArray(sendConnector, { maxLength: 2, selector: (one) => one.name }),
    edgeSubscriptions: fc.array(fc.record({ edgeServer: pick('edge'), adSite: pick('AMS', 'BER', ' ') }), {
      maxLength: 2,
    }),
    connections: fc.array(connection, { maxLength: 3 }),
    policy: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, policy),
    bare: pick(...new Array<boolean>(19).fill(false), true),
    holes: fc.oneof(
      fc.array(hole, { maxLength: 0 }),
      fc.array(hole, { maxLength: 4 }),
      fc.array(hole, { maxLength: 30 }),
    ),
  })
  .map(({ first, others, sendConnectors, edgeSubscriptions, connections, policy: knobs, holes, bare }) => {
    const whole: FleetDocument = {
      format: 'certfleet.fleet/1',
      policy: knobs,
      ...(bare ? {} : { organization: { name: 'contoso', sendConnectors, edgeSubscriptions } }),
      servers: [first, ...others],
      connections,
    };
    return withoutDoubledBindings(holes.reduce((document, one) => withHole(document, one.place, one.left), whole));
  });

type Path = readonly (string | number)[];

function withHole(document: FleetDocument, place: number, left: string): FleetDocument {
  const paths = optionalPaths(document, []);
  const path = paths[place % Math.max(paths.length, 1)];
  return path === undefined ? document : (put(document, path, left) as FleetDocument);
}

function optionalPaths(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => optionalPaths(element, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (key === 'policy') return [];
    const here = [...path, key];
    const required = isRequired(here);
    return [...(required ? [] : [here]), ...optionalPaths(child, here)];
  });
}

function put(value: unknown, [key, ...rest]: Path, left: string): unknown {
  if (Array.isArray(value)) return value.map((element, index) => (index === key ? put(element, rest, left) : element));
  const entries = Object.entries(value as object).flatMap(([name, child]): [string, unknown][] => {
    if (name !== key) return [[name, child]];
    if (rest.length > 0) return [[name, put(child, rest, left)]];
    return left === 'null' ? [[name, null]] : [];
  });
  return Object.fromEntries(entries);
}

function withoutDoubledBindings(document: FleetDocument): FleetDocument {
  const servers = (document.servers ?? []).map((one) => {
    if (one.iisBindings == null) return one;
    const seen = new Set<string>();
    const iisBindings = one.iisBindings.filter(({ site, ipAddress, port, hostName }) => {
      const address = JSON.stringify([site, ipAddress ?? '', port, hostName ?? '']);
      return !seen.has(address) && seen.add(address);
    });
    return { ...one, iisBindings };
  });
  return { ...document, servers };
}
