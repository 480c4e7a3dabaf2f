import type { Certificate } from '#libs/certificates/certificate.js';
import type { FleetDocument, Organization, ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';

/**
 * A healthy organization to start a case from: EX01, a Mailbox server 2019 in site AMS, on 2026-06-01. A case says what is different. A
 * value of `undefined` makes a key unknown.
 */
export const AT = '2026-06-01T00:00:00Z';

/** Some keys of a value; `undefined` makes one unknown. */
export type Changed<T> = { readonly [K in keyof T]?: T[K] | undefined };

const SHARED = {
  version: 3,
  hasPrivateKey: true,
  keyProvider: 'CAPI',
  keyAlgorithm: 'RSA',
  keySize: 2048,
  signatureAlgorithm: 'sha256RSA',
  extendedKeyUsages: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  status: 'Valid',
} as const;

function selfSigned(thumbprint: string, host: string, more: Changed<Certificate> = {}): Certificate {
  const base: Certificate = {
    ...SHARED,
    thumbprint,
    subject: `CN=${host}`,
    issuer: `CN=${host}`,
    subjectAlternativeNames: [host, `${host.toLowerCase()}.contoso.com`],
    notBefore: '2024-01-01T00:00:00Z',
    notAfter: '2029-01-01T00:00:00Z',
    isSelfSigned: true,
    rootCaType: 'Registry',
    services: ['IIS', 'SMTP', 'POP', 'IMAP'],
  };
  return changed(base, more);
}

function issued(thumbprint: string, more: Changed<Certificate> = {}): Certificate {
  const base: Certificate = {
    ...SHARED,
    thumbprint,
    subject: 'CN=mail.contoso.com',
    issuer: 'CN=Trust CA1',
    subjectAlternativeNames: ['mail.contoso.com', 'autodiscover.contoso.com'],
    notBefore: '2026-05-20T00:00:00Z',
    notAfter: '2027-06-20T00:00:00Z',
    isSelfSigned: false,
    rootCaType: 'ThirdParty',
    services: ['SMTP'],
  };
  return changed(base, more);
}

/** Setup's certificate of EX01, and of EX02 and EDGE01. */
export const SELF = selfSigned('B0F49B77E744FAEA88C0FF266FECB71A431C700F', 'EX01');
export const SELF2 = selfSigned('84ACD00354200A34D1321C87E27736B7C1580575', 'EX02');
export const ESELF = selfSigned('FE1813790509FF36593C4709083B8ABB5BFEF1F0', 'EDGE01', { services: ['SMTP'] });
/** A public certificate for mail.contoso.com that ends soon, and its renewal with the same issuer and subject. */
export const PUB25 = issued('E0D9CE632D860C12E5C4B4FEA2D61BD0F3E2ABC6', {
  notBefore: '2025-05-01T00:00:00Z',
  notAfter: '2026-06-15T00:00:00Z',
});
export const PUB26 = issued('6C79C12E6801C7673D3EBBD07DC31DEF8F0AEA30');
/** A renewal by another issuer. */
export const PUBX = issued('B62674432CF3BCAEF01D1E0528E6FE4D18D536C5', {
  issuer: 'CN=Trust CA2',
  notBefore: '2026-05-25T00:00:00Z',
  notAfter: '2027-06-25T00:00:00Z',
});
/** Older than PUB26, and ends later. */
export const LONG = issued('52032CEB34AFA7CB1E1A10D2D455B1E04EC879FF', {
  notBefore: '2024-06-01T00:00:00Z',
  notAfter: '2027-09-01T00:00:00Z',
});
export const WILD = issued('4CAA7AD0C7D53D7954D1106E234ECDF6FE91559A', {
  subject: 'CN=*.contoso.com',
  subjectAlternativeNames: ['*.contoso.com', 'contoso.com'],
  notBefore: '2026-01-10T00:00:00Z',
  notAfter: '2027-01-10T00:00:00Z',
});
/** Issued by the company's own CA, whose root every server trusts. */
export const INTCA = issued('DD7B8E6C3555B9712A635E688B2EB4CEBCFC74A4', {
  issuer: 'CN=Corp CA',
  notBefore: '2026-03-01T00:00:00Z',
  notAfter: '2028-03-01T00:00:00Z',
  rootCaType: 'Enterprise',
});
export const OAUTH = selfSigned('1FFD23936A9B97CC9CFC8E2222AE052CE30F8971', 'OAUTH', {
  subject: 'CN=Microsoft Exchange Server Auth Certificate',
  issuer: 'CN=Microsoft Exchange Server Auth Certificate',
  subjectAlternativeNames: [],
  services: ['SMTP'],
});

/** The pin that PUB25 and PUB26 match. */
export const PIN = '<I>CN=Trust CA1<S>CN=mail.contoso.com';

export function frontend(more: Changed<ReceiveConnector> = {}): ReceiveConnector {
  const base: ReceiveConnector = {
    name: 'Default Frontend EX01',
    transportRole: 'FrontendTransport',
    enabled: true,
    bindings: ['0.0.0.0:25', '[::]:25'],
    remoteIpRanges: ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'],
    authMechanism: ['Tls', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'Integrated'],
    fqdn: 'ex01.contoso.com',
    tlsCertificateName: null,
    requireTls: false,
    domainSecureEnabled: false,
    suppressXAnonymousTls: false,
    tlsDomainCapabilities: [],
  };
  return changed(base, more);
}

export function hub(more: Changed<ReceiveConnector> = {}): ReceiveConnector {
  return frontend({
    name: 'Default EX01',
    transportRole: 'HubTransport',
    bindings: ['0.0.0.0:2525', '[::]:2525'],
    ...more,
  });
}

export function sender(more: Changed<SendConnector> = {}): SendConnector {
  const base: SendConnector = {
    name: 'Outbound',
    enabled: true,
    sourceServers: ['ex01.contoso.com'],
    fqdn: null,
    tlsCertificateName: null,
    requireTls: false,
    tlsAuthLevel: null,
    tlsDomain: null,
    domainSecureEnabled: false,
    ignoreStartTls: false,
    dnsRoutingEnabled: true,
    smartHosts: [],
    smartHostAuthMechanism: 'None',
    frontendProxyEnabled: false,
    cloudServicesMailEnabled: false,
    addressSpaces: ['smtp:*;1'],
  };
  return changed(base, more);
}

/** EX01: SELF is its internal transport certificate and holds the back end, PUB26 holds Default Web Site. */
export function ex01(more: Changed<Server> = {}): Server {
  const base: Server = {
    fqdn: 'ex01.contoso.com',
    netbiosName: 'EX01',
    version: '2019',
    roles: ['Mailbox'],
    adSite: 'AMS',
    internalTransportCertificate: SELF.thumbprint,
    certificates: [SELF, PUB26],
    receiveConnectors: [frontend(), hub()],
    iisBindings: [
      {
        site: 'Default Web Site',
        protocol: 'https',
        ipAddress: '*',
        port: 443,
        hostName: '',
        thumbprint: PUB26.thumbprint,
      },
      {
        site: 'Exchange Back End',
        protocol: 'https',
        ipAddress: '*',
        port: 444,
        hostName: '',
        thumbprint: SELF.thumbprint,
      },
    ],
    virtualDirectories: [{ kind: 'owa', internalUrl: 'https://mail.contoso.com/owa', externalUrl: null }],
  };
  return changed(base, more);
}

/** EX02, as healthy as EX01, with a certificate of its own. */
export function ex02(more: Changed<Server> = {}): Server {
  const { iisBindings, receiveConnectors, ...same } = ex01();
  const base: Server = {
    ...same,
    fqdn: 'ex02.contoso.com',
    netbiosName: 'EX02',
    internalTransportCertificate: SELF2.thumbprint,
    certificates: [SELF2, PUB26],
    receiveConnectors: (receiveConnectors ?? []).map((connector) => ({
      ...connector,
      name: connector.name.replace('EX01', 'EX02'),
      fqdn: 'ex02.contoso.com',
    })),
    iisBindings: (iisBindings ?? []).map((binding) =>
      binding.site === 'Exchange Back End' ? { ...binding, thumbprint: SELF2.thumbprint } : binding,
    ),
  };
  return changed(base, more);
}

/** EDGE01: an Edge Transport server outside of the domain. */
export function edge01(more: Changed<Server> = {}): Server {
  const base: Server = {
    fqdn: 'edge01.contoso.com',
    netbiosName: 'EDGE01',
    version: '2019',
    roles: ['EdgeTransport'],
    adSite: null,
    internalTransportCertificate: ESELF.thumbprint,
    certificates: [ESELF],
    receiveConnectors: [
      frontend({
        name: 'Default internal receive connector EDGE01',
        transportRole: 'HubTransport',
        fqdn: 'edge01.contoso.com',
      }),
    ],
    iisBindings: [],
  };
  return changed(base, more);
}

/** EDGE01 is subscribed to site AMS. */
export const SUBSCRIPTION = { edgeServer: 'edge01.contoso.com', adSite: 'AMS' };

export function organization(more: Changed<Organization> = {}): Organization {
  return changed<Organization>({ name: 'contoso', sendConnectors: [], edgeSubscriptions: [] }, more);
}

/** A document of these servers; without any, of EX01 alone. */
export function fleet(
  servers: readonly Server[] = [ex01()],
  around: Changed<Organization> = {},
  more: Changed<FleetDocument> = {},
): FleetDocument {
  return changed<FleetDocument>(
    { format: 'certfleet.fleet/1', at: AT, organization: organization(around), servers },
    more,
  );
}

/** A value with what a case says is different, and without the keys that it made unknown. */
export function changed<T extends object>(base: T, more: Changed<T>): T {
  return Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, held]) => held !== undefined)) as T;
}
