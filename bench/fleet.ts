import type { Certificate } from '#libs/certificates/certificate.js';
import type { FleetDocument, IisBinding, Organization, ReceiveConnector, Server } from '#libs/fleet/document.js';

/** The instant at which the fleet is looked at. */
export const AT = '2026-06-01T00:00:00Z';

/**
 * A large organization, the same for the same size: Mailbox servers of five versions in sites of 50, each site a pool behind one name with
 * one public certificate and its renewal; one server in fifty is an Edge that is subscribed to a site; hybrid, with Send connectors by site.
 * About ten endpoints a server.
 */
export function benchFleet(size: number): FleetDocument & { readonly servers: readonly Server[] } {
  const random = randomOf(20_260_601);
  const servers = Array.from({ length: size }, (_, index) =>
    index % 50 === 49 ? edgeServer(index, random) : mailboxServer(index, random),
  );
  return { format: 'certfleet.fleet/1', at: AT, organization: organizationOf(servers), servers };
}

const PUBLIC_CA = 'CN=Trust CA1, O=Trust, C=NL';
const OAUTH = thumbprintOf('oauth');
const EVERY_ADDRESS = ['0.0.0.0-255.255.255.255', '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'];

/** Thumbprint of the renewed public certificate of a server's site. */
export function renewedOf(index: number): string {
  return thumbprintOf(`site ${siteOf(index)} 2026`);
}

function mailboxServer(index: number, random: () => number): Server {
  const name = `EX${String(index).padStart(5, '0')}`;
  const fqdn = `${name.toLowerCase()}.corp.contoso.com`;
  const site = siteOf(index);
  const self = selfSigned(name, fqdn, random);
  const publicNames = [`mail.site${site}.contoso.com`, `autodiscover.site${site}.contoso.com`];
  const [former, renewed] = [2025, 2026].map((year) => issued(`site ${site} ${year}`, publicNames, year));
  if (former === undefined || renewed === undefined) throw new Error('two public certificates');
  // One site in ten is in the middle of its renewal.
  const bound = site % 10 === 0 && random() < 0.5 ? former : renewed;
  return {
    fqdn,
    netbiosName: name,
    version: random() < 0.6 ? '2019' : random() < 0.6 ? '2016' : 'SE',
    build: '15.2.1544.4',
    roles: ['Mailbox'],
    adSite: `SITE${site}`,
    internalTransportCertificate: self.thumbprint,
    certificates: [self, former, renewed, oauth()],
    receiveConnectors: [
      connector(`Default Frontend ${name}`, { fqdn, transportRole: 'FrontendTransport', port: 25 }),
      connector(`Default ${name}`, { fqdn, transportRole: 'HubTransport', port: 2525 }),
    ],
    iisBindings: [
      binding('Default Web Site', 443, bound.thumbprint),
      binding('Exchange Back End', 444, self.thumbprint),
    ],
    popSettings: { x509CertificateName: publicNames[0] ?? null },
    ...(random() < 0.5 ? { imapSettings: { x509CertificateName: fqdn } } : {}),
    virtualDirectories: ['owa', 'ecp', 'EWS', 'mapi'].map((kind) => ({
      kind,
      internalUrl: `https://mail.site${site}.contoso.com/${kind}`,
      externalUrl: `https://mail.site${site}.contoso.com/${kind}`,
    })),
  };
}

function edgeServer(index: number, random: () => number): Server {
  const name = `EDGE${String(index).padStart(5, '0')}`;
  const fqdn = `${name.toLowerCase()}.dmz.contoso.com`;
  const self = selfSigned(name, fqdn, random);
  const inbound = issued(`edge ${siteOf(index)}`, [`smtp.site${siteOf(index)}.contoso.com`], 2026);
  return {
    fqdn,
    netbiosName: name,
    version: '2019',
    roles: ['EdgeTransport'],
    adSite: null,
    internalTransportCertificate: self.thumbprint,
    certificates: [self, inbound],
    receiveConnectors: [
      connector(`Default internal receive connector ${name}`, { fqdn, transportRole: 'HubTransport', port: 25 }),
    ],
    iisBindings: [],
  };
}

function organizationOf(servers: readonly Server[]): Organization {
  const sites = [...new Set(servers.map((_, index) => siteOf(index)))];
  const inSite = (site: number) => servers.slice(site * 50, site * 50 + 50);
  const edgesIn = (site: number) => inSite(site).filter(({ roles }) => roles?.includes('EdgeTransport'));
  const senders = servers.filter(({ roles }, index) => roles?.includes('Mailbox') && index % 500 < 2);
  const common = { enabled: true, fqdn: null, requireTls: false, domainSecureEnabled: false, ignoreStartTls: false };
  const plain = { smartHosts: [], smartHostAuthMechanism: 'None', frontendProxyEnabled: false };
  return {
    name: 'contoso',
    sendConnectors: [
      {
        ...common,
        ...plain,
        name: 'Outbound to Office 365',
        sourceServers: senders.map(({ fqdn }) => fqdn),
        tlsCertificateName: pinOf('mail.site0.contoso.com'),
        cloudServicesMailEnabled: true,
        addressSpaces: ['smtp:contoso.mail.onmicrosoft.com;1'],
      },
      ...sites.map((site) => ({
        ...common,
        name: `EdgeSync - site${site} to Internet`,
        sourceServers: edgesIn(site).map(({ fqdn }) => fqdn),
        fqdn: `smtp.site${site}.contoso.com`,
        tlsCertificateName: null,
        smartHosts: ['--'],
        smartHostAuthMechanism: 'ExchangeServer',
        frontendProxyEnabled: false,
        cloudServicesMailEnabled: false,
        addressSpaces: ['smtp:*;100'],
      })),
    ],
    edgeSubscriptions: sites.flatMap((site) =>
      edgesIn(site).map(({ fqdn }) => ({ edgeServer: fqdn, adSite: `SITE${site}` })),
    ),
    hybrid: {
      tlsCertificateName: pinOf('mail.site0.contoso.com'),
      sendingServers: senders.map(({ fqdn }) => fqdn),
      receivingServers: senders.map(({ fqdn }) => fqdn),
      edgeServers: [],
    },
    authConfig: { currentThumbprint: OAUTH, nextThumbprint: null, previousThumbprint: null },
    clientNames: { autodiscover: [], smtp: [], pop: [], imap: [] },
    pools: sites.map((site) => ({
      name: `mail.site${site}.contoso.com`,
      members: inSite(site).flatMap(({ fqdn, roles }) => (roles?.includes('Mailbox') ? [fqdn] : [])),
      tlsBridge: null,
      extendedProtection: false,
    })),
  };
}

function siteOf(index: number): number {
  return Math.floor(index / 50);
}

function pinOf(host: string): string {
  return `<I>${PUBLIC_CA}<S>CN=${host}, O=Contoso, C=NL`;
}

const SOUND = {
  version: 3,
  hasPrivateKey: true,
  keyProvider: 'CAPI',
  keyAlgorithm: 'RSA',
  keySize: 2048,
  signatureAlgorithm: 'sha256RSA',
  extendedKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  status: 'Valid',
} as const;

function selfSigned(name: string, fqdn: string, random: () => number): Certificate {
  const year = 2022 + Math.floor(random() * 4);
  return {
    ...SOUND,
    thumbprint: thumbprintOf(fqdn),
    subject: `CN=${name}`,
    issuer: `CN=${name}`,
    subjectAlternativeNames: [name, fqdn],
    notBefore: `${year}-01-10T00:00:00Z`,
    notAfter: `${year + 5}-01-10T00:00:00Z`,
    isSelfSigned: true,
    rootCaType: 'Registry',
    services: ['IIS', 'SMTP', 'POP', 'IMAP'],
  };
}

function issued(key: string, names: readonly string[], year: number): Certificate {
  return {
    ...SOUND,
    thumbprint: thumbprintOf(key),
    subject: `CN=${names[0] ?? ''}, O=Contoso, C=NL`,
    issuer: PUBLIC_CA,
    subjectAlternativeNames: names,
    notBefore: `${year}-05-10T00:00:00Z`,
    notAfter: `${year + 1}-06-10T00:00:00Z`,
    isSelfSigned: false,
    rootCaType: 'ThirdParty',
    services: ['SMTP', 'IIS', 'POP'],
  };
}

function oauth(): Certificate {
  return {
    ...SOUND,
    thumbprint: OAUTH,
    subject: 'CN=Microsoft Exchange Server Auth Certificate',
    issuer: 'CN=Microsoft Exchange Server Auth Certificate',
    subjectAlternativeNames: [],
    notBefore: '2024-01-10T00:00:00Z',
    notAfter: '2029-01-10T00:00:00Z',
    isSelfSigned: true,
    rootCaType: 'None',
    services: ['SMTP'],
  };
}

interface Listening {
  readonly fqdn: string;
  readonly transportRole: string;
  readonly port: number;
}

function connector(name: string, { fqdn, transportRole, port }: Listening): ReceiveConnector {
  return {
    name,
    transportRole,
    enabled: true,
    bindings: [`0.0.0.0:${port}`, `[::]:${port}`],
    remoteIpRanges: EVERY_ADDRESS,
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'Integrated'],
    fqdn,
    tlsCertificateName: null,
    requireTls: false,
    domainSecureEnabled: false,
    suppressXAnonymousTls: false,
    tlsDomainCapabilities: [],
  };
}

function binding(site: string, port: number, thumbprint: string): IisBinding {
  return { site, protocol: 'https', ipAddress: '*', port, hostName: '', sni: false, thumbprint };
}

/** Forty hex digits that are the same for the same text. */
function thumbprintOf(text: string): string {
  const next = randomOf([...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 17));
  return Array.from({ length: 5 }, () =>
    Math.floor(next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
    .join('')
    .toUpperCase();
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
