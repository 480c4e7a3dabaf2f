import fc from 'fast-check';
import { EXCHANGE_SERVICES, type Certificate } from '#libs/certificates/certificate.js';
import type {
  FleetDocument,
  IisBinding,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
} from '#libs/fleet/document.js';
import type { Answer, Command, EnabledService, Surface } from '#libs/planning/command.js';
import { anyCertificate, anyServer } from './any-fleet.js';
import { AT, ESELF, INTCA, LONG, OAUTH, PIN, PUB25, PUB26, PUBX, SELF, SELF2, WILD } from './fixture.js';

/**
 * Fleets of up to five servers that have to do with each other, and commands that mostly find what they are about. The fleets are of two
 * kinds: wild ones, in which any key may be null or absent, and tame ones, of real certificates, in which most commands go through.
 */

const FQDNS = ['ex01.contoso.com', 'ex02.contoso.com', 'EX03.contoso.com', 'old.contoso.com', 'edge01.contoso.com'];
const NETBIOS_NAMES = ['EX01', 'EX02', 'EX03', 'MAIL', 'EDGE01'];
const STORE = [SELF, SELF2, ESELF, PUB25, PUB26, PUBX, LONG, WILD, INTCA, OAUTH];
const PINS = [PIN, '<I>CN=Trust CA2<S>CN=mail.contoso.com', '<I>CN=Corp CA<S>CN=EX01', 'CN=mail.contoso.com', null];
const NAMES = ['mail.contoso.com', 'ex01.contoso.com', 'ex02.contoso.com', 'edge01.contoso.com', 'EX01', null];

type Some<T> = { readonly [K in keyof T]: fc.Arbitrary<T[K]> };

/** Each key most of the time. */
function partly<T extends object>(keys: Some<T>): fc.Arbitrary<Partial<T>> {
  const entries = Object.entries<fc.Arbitrary<unknown>>(keys).map(([key, arbitrary]) => [
    key,
    fc.oneof({ weight: 24, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) }),
  ]);
  return fc
    .record<Record<string, unknown>>(Object.fromEntries(entries))
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>);
}

/** Mostly the first value. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, ...others.map((other) => fc.constant(other)));
}

const receiveConnector = (name: string): fc.Arbitrary<ReceiveConnector> =>
  partly<Omit<ReceiveConnector, 'name'>>({
    enabled: mostly<boolean | null>(true, false, null),
    bindings: fc.constantFrom(['0.0.0.0:25'], ['[::]:25', '10.0.0.5:25'], ['0.0.0.0:587']),
    remoteIpRanges: fc.constantFrom(['0.0.0.0-255.255.255.255'], ['10.0.0.0/8']),
    authMechanism: fc.constantFrom(['Tls', 'ExchangeServer'], ['Tls'], ['tls', 'BasicAuth'], []),
    fqdn: fc.constantFrom(...NAMES),
    tlsCertificateName: fc.constantFrom(null, null, ...PINS),
    domainSecureEnabled: fc.constantFrom(false, true),
    suppressXAnonymousTls: mostly(false, true),
    tlsDomainCapabilities: mostly<readonly string[]>([], ['mail.protection.outlook.com:AcceptCloudServicesMail']),
  }).map((rest) => ({ name, ...rest }));

const sendConnector = (name: string): fc.Arbitrary<SendConnector> =>
  partly<Omit<SendConnector, 'name'>>({
    enabled: mostly<boolean | null>(true, false, null),
    sourceServers: fc.subarray([...FQDNS, 'EX01', 'mail', 'nobody']),
    fqdn: fc.constantFrom(...NAMES),
    tlsCertificateName: fc.constantFrom(null, ...PINS, `<I>CN=x<S>CN=${'y'.repeat(260)}`),
    domainSecureEnabled: fc.boolean(),
    ignoreStartTls: mostly(false, true),
    smartHosts: fc.constantFrom([], ['--']),
    smartHostAuthMechanism: fc.constantFrom('None', 'ExchangeServer'),
    frontendProxyEnabled: fc.boolean(),
    cloudServicesMailEnabled: fc.boolean(),
    addressSpaces: fc.constantFrom(['smtp:*;1'], ['smtp:--;100']),
  }).map((rest) => ({ name, ...rest }));

const listed = <T>(names: readonly string[], one: (name: string) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.subarray([...names]).chain((chosen) => fc.tuple(...chosen.map(one)));

const ADDRESSES = [
  { site: 'Default Web Site', ipAddress: '*', port: 443, hostName: '' },
  { site: 'Default Web Site', ipAddress: '127.0.0.1', port: 443, hostName: '' },
  { site: 'Default Web Site', ipAddress: '10.0.0.5', port: 443, hostName: '' },
  { site: 'Default Web Site', ipAddress: '*', port: 443, hostName: 'mail.contoso.com' },
  { site: 'Exchange Back End', ipAddress: '*', port: 444, hostName: '' },
  { site: 'Exchange Back End', ipAddress: '127.0.0.1', port: 444, hostName: '' },
] as const;

const bindings = (thumbprints: readonly string[]): fc.Arbitrary<IisBinding[]> =>
  fc.subarray([...ADDRESSES]).chain((addresses) =>
    fc.tuple(
      ...addresses.map((address) =>
        partly<Pick<IisBinding, 'protocol' | 'thumbprint'>>({
          protocol: mostly('https', 'HTTPS', 'http'),
          thumbprint: fc.constantFrom(...thumbprints, null),
        }).map((rest): IisBinding => ({ ...address, ...rest })),
      ),
    ),
  );

const certificate: fc.Arbitrary<Certificate> = fc
  .record({
    from: fc.constantFrom(...STORE),
    services: fc.oneof(fc.constant(undefined), fc.subarray([...EXCHANGE_SERVICES])),
    keyProvider: mostly<'CAPI' | 'CNG'>('CAPI', 'CNG'),
    hasPrivateKey: mostly(true, false),
    keySize: mostly(2048, 1024),
  })
  .map(({ from, services, ...rest }) => ({ ...from, ...rest, ...(services === undefined ? {} : { services }) }));

const unique = <T extends { readonly thumbprint: string }>(items: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(items, { minLength: 1, maxLength, selector: ({ thumbprint }) => thumbprint });

type Kept = Omit<Server, 'fqdn' | 'certificates'>;

/** Mailbox servers of 2013 and later with a store of real certificates; now and then something else. */
const tameServer: fc.Arbitrary<Omit<Server, 'fqdn'>> = unique(certificate, 4).chain((certificates) => {
  const thumbprints = certificates.map(({ thumbprint }) => thumbprint);
  return partly<Kept>({
    netbiosName: fc.constantFrom(...NETBIOS_NAMES),
    version: mostly<Server['version']>('2019', '2016', '2013', '2010', '2007', 'SE', null),
    build: mostly('15.2.1544.4', '15.2.1000.1'),
    roles: mostly<Server['roles']>(['Mailbox'], ['Mailbox'], ['ClientAccess'], ['EdgeTransport'], ['HubTransport']),
    adSite: fc.constantFrom('AMS', 'BER', null),
    internalTransportCertificate: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...thumbprints) },
      fc.constantFrom(SELF.thumbprint, PUB26.thumbprint, null),
    ),
    receiveConnectors: listed(['Default', 'Client'], receiveConnector),
    iisBindings: bindings(thumbprints),
    popSettings: fc.constantFrom({ x509CertificateName: 'mail.contoso.com' }, { x509CertificateName: 'ex01' }, null),
    imapSettings: fc.constantFrom({ x509CertificateName: 'mail.contoso.com' }, {}, null),
    umSettings: fc.constantFrom({ startupMode: 'TLS' }, { startupMode: 'TCP' }, {}),
    virtualDirectories: fc.constantFrom([], [{ kind: 'owa', internalUrl: 'https://mail.contoso.com/owa' }]),
  }).map((rest) => ({ certificates, ...rest }));
});

const wildServer: fc.Arbitrary<Omit<Server, 'fqdn'>> = fc
  .tuple(anyServer, fc.option(bindings([SELF.thumbprint, PUB26.thumbprint])))
  .map(([{ fqdn: _, iisBindings, ...rest }, unlike]) => ({
    ...rest,
    ...(iisBindings === undefined ? {} : { iisBindings: unlike }),
  }));

export const anyNeighbourhood: fc.Arbitrary<readonly Server[]> = fc
  .subarray(FQDNS, { minLength: 1 })
  .chain((fqdns) =>
    fc.tuple(
      ...fqdns.map((fqdn) =>
        fc
          .oneof({ weight: 4, arbitrary: tameServer }, { weight: 1, arbitrary: wildServer })
          .map((rest): Server => ({ ...rest, fqdn })),
      ),
    ),
  );

const thumbprint = fc.constantFrom(...STORE.map((one) => one.thumbprint));
const members = fc.subarray([...FQDNS, 'EX01', 'MAIL', 'nobody']);

export const anyOrganization: fc.Arbitrary<Organization> = partly<Organization>({
  sendConnectors: listed(['Internet', 'Office 365', 'Edge'], sendConnector),
  edgeSubscriptions: fc.array(
    fc.record({ edgeServer: fc.constantFrom('edge01', 'ex01.contoso.com'), adSite: fc.constantFrom('AMS', 'BER') }),
    { maxLength: 2 },
  ),
  hybrid: partly({
    tlsCertificateName: fc.constantFrom(...PINS),
    sendingServers: members,
    receivingServers: members,
    edgeServers: members,
  }),
  authConfig: partly({ currentThumbprint: thumbprint, nextThumbprint: thumbprint }),
  clientNames: partly({
    autodiscover: fc.constant(['autodiscover.contoso.com']),
    smtp: fc.constant(['smtp.contoso.com']),
    pop: fc.constant(['mail.contoso.com']),
  }),
  pools: fc.array(
    partly({
      name: fc.constantFrom('mail.contoso.com', 'other.contoso.com'),
      members,
      tlsBridge: fc.option(fc.record({ thumbprint })),
      extendedProtection: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
});

const connections: fc.Arbitrary<FleetDocument['connections']> = fc.constantFrom(undefined, [
  { server: 'ex01', protocol: 'smtp', localAddress: '10.0.0.5', localPort: 25, remoteAddress: '10.9.9.9' },
  { server: 'EX02.contoso.com', protocol: 'https', localAddress: '10.0.0.5', localPort: 443, serverName: null },
  { server: 'nobody', protocol: 'smtp', localPort: 25 },
]);

export const anyFleetOfMany: fc.Arbitrary<FleetDocument & { readonly at: string }> = fc
  .record({
    organization: anyOrganization,
    servers: anyNeighbourhood,
    connections,
    additive: mostly(true, false),
    profile: mostly<'documented' | 'single'>('documented', 'single'),
  })
  .map(({ organization, servers, connections: asked, additive, profile }) => ({
    format: 'certfleet.fleet/1',
    at: AT,
    policy: { enableAdditive: additive, exchange2007Profile: profile },
    organization,
    servers,
    ...(asked === undefined ? {} : { connections: asked }),
  }));

const answer = fc.constantFrom<Answer>('yes', 'no', 'force', 'unanswered');
const surface = mostly<Surface>('shell', 'eac');
const services = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<EnabledService[][]>(['SMTP'], ['IIS'], ['IIS', 'SMTP'], ['POP', 'IMAP']) },
  fc.shuffledSubarray<EnabledService>([...EXCHANGE_SERVICES, 'None'], { minLength: 1 }),
);

/** A command about one server of the fleet, in its own words or in other letters. */
function onServer({ fqdn, netbiosName, certificates, receiveConnectors }: Server): fc.Arbitrary<Command> {
  const server = mostly(fqdn, netbiosName ?? fqdn, fqdn.toUpperCase());
  const stored = (certificates ?? []).map((one) => one.thumbprint);
  const own = fc.constantFrom(...(stored.length > 0 ? stored : [SELF.thumbprint]));
  const held = fc.oneof(
    { weight: 6, arbitrary: own },
    thumbprint,
    own.map((text) => text.toLowerCase()),
  );
  const names = (receiveConnectors ?? []).map(({ name }) => name);
  const asked = partly({ answer, surface });
  const set = fc
    .record({
      identity: mostly(names[0] ?? 'Default', names[1]?.toUpperCase() ?? 'Client', `${fqdn}\\${names[0] ?? 'x'}`),
      keys: receiveConnector('').map(({ name: _, ...keys }) => keys),
      kept: fc.subarray(['fqdn', 'tlsCertificateName', 'enabled', 'authMechanism', 'suppressXAnonymousTls']),
    })
    .map(({ identity, keys, kept }) => ({
      cmdlet: 'Set-ReceiveConnector' as const,
      identity,
      ...Object.fromEntries(Object.entries(keys).filter(([key]) => kept.includes(key))),
    }));
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({ server, thumbprint: held, services, asked })
        .map(({ asked: more, ...rest }) => ({ cmdlet: 'Enable-ExchangeCertificate' as const, ...rest, ...more })),
    },
    fc
      .record({ server, certificate: fc.oneof(certificate, anyCertificate) })
      .map((rest) => ({ cmdlet: 'Import-ExchangeCertificate' as const, ...rest })),
    fc
      .record({ server, services: fc.option(services, { nil: null }), asked, generateRequest: mostly(false, true) })
      .map(({ asked: more, ...rest }) => ({ cmdlet: 'New-ExchangeCertificate' as const, ...rest, ...more })),
    fc.record({ server, thumbprint: held }).map((rest) => ({ cmdlet: 'Remove-ExchangeCertificate' as const, ...rest })),
    {
      weight: 2,
      arbitrary: fc.tuple(set, server).map(([command, named]) =>
        // An identity that names the server itself need not have it beside.
        command.identity.includes('\\') ? command : { ...command, server: named },
      ),
    },
    fc.record({
      cmdlet: fc.constantFrom<('Set-PopSettings' | 'Set-ImapSettings')[]>('Set-PopSettings', 'Set-ImapSettings'),
      server,
      x509CertificateName: fc.constantFrom('mail.contoso.com', 'ex01', 'nowhere.example', null),
    }),
  );
}

const onOrganization = (names: readonly string[]): fc.Arbitrary<Command> =>
  fc
    .record({
      identity: mostly(names[0] ?? 'Internet', names[1]?.toUpperCase() ?? 'None such'),
      keys: sendConnector('').map(({ name: _, ...keys }) => keys),
      kept: fc.subarray(['fqdn', 'tlsCertificateName', 'enabled', 'sourceServers', 'cloudServicesMailEnabled']),
    })
    .map(({ identity, keys, kept }) => ({
      cmdlet: 'Set-SendConnector',
      identity,
      ...Object.fromEntries(Object.entries(keys).filter(([key]) => kept.includes(key))),
    }));

const onNobody: fc.Arbitrary<Command> = fc.constant({
  cmdlet: 'Remove-ExchangeCertificate',
  server: 'nobody.contoso.com',
  thumbprint: SELF.thumbprint,
});

export function anyCommandFor({ servers, organization }: FleetDocument): fc.Arbitrary<Command> {
  const names = (organization?.sendConnectors ?? []).map(({ name }) => name);
  return fc.oneof(
    ...(servers ?? []).map((server) => ({ weight: 12, arbitrary: onServer(server) })),
    { weight: names.length === 0 ? 1 : 6, arbitrary: onOrganization(names) },
    { weight: 1, arbitrary: onNobody },
  );
}

/** A fleet, and commands to run on it. */
export const anyPlan = anyFleetOfMany.chain((document) =>
  fc.record({ document: fc.constant(document), commands: fc.array(anyCommandFor(document), { maxLength: 4 }) }),
);
