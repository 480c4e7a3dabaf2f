import type { Certificate } from '#libs/certificates/certificate.js';

/**
 * The fleet document (`certfleet.fleet/1`): what is known of an organization and its servers at one instant.
 *
 * Everywhere: a key that is **absent is unknown**, `null` is **known to be unset** (boolean false, empty list, unset text). A `null`
 * version, instant, status, port or address has no meaning of its own and counts as unknown.
 */
export interface FleetDocument {
  readonly format: 'certfleet.fleet/1';
  /** Instant of evaluation, RFC 3339 UTC. */
  readonly at?: string | null;
  readonly collector?: Collector;
  readonly policy?: Policy;
  readonly organization?: Organization;
  readonly servers?: readonly Server[];
  readonly connections?: readonly Connection[];
}

/** Who made a document, and what could not be read for it: the keys that this concerns are absent. */
export interface Collector {
  readonly name?: string | null;
  readonly version?: string | null;
  readonly host?: string | null;
  readonly notes?: readonly CollectorNote[] | null;
}

export interface CollectorNote {
  /** What was asked, as its author finds it again: a cmdlet and a server. */
  readonly place?: string | null;
  readonly message?: string | null;
}

/** Overrides of the knobs of rulebook section 13; the first value of each is the default. */
export interface Policy {
  readonly tieBreak?: 'notBefore' | 'notAfter';
  readonly expiredPolicy?: 'lastResort' | 'ignoreExpiry';
  readonly exchange2007Profile?: 'documented' | 'single';
  readonly preferExactOverWildcard?: boolean;
  readonly pinFallback?: 'never' | 'fqdn';
  /** The three classes in any order, joined by `>`: `exactIp>sni>wildcardIp`. */
  readonly httpSysPrecedence?: string;
  readonly enableAdditive?: boolean;
}

export interface Organization {
  readonly name?: string | null;
  readonly sendConnectors?: readonly SendConnector[] | null;
  readonly edgeSubscriptions?: readonly EdgeSubscription[] | null;
  readonly hybrid?: Hybrid | null;
  readonly authConfig?: AuthConfig | null;
  readonly clientNames?: ClientNames | null;
  readonly pools?: readonly Pool[] | null;
}

/** `Get-SendConnector` */
export interface SendConnector {
  readonly name: string;
  readonly enabled?: boolean | null;
  /** `SourceTransportServers` */
  readonly sourceServers?: readonly string[] | null;
  readonly fqdn?: string | null;
  /** `<I>issuer<S>subject` */
  readonly tlsCertificateName?: string | null;
  readonly requireTls?: boolean | null;
  readonly tlsAuthLevel?: string | null;
  readonly tlsDomain?: string | null;
  readonly domainSecureEnabled?: boolean | null;
  readonly ignoreStartTls?: boolean | null;
  readonly dnsRoutingEnabled?: boolean | null;
  readonly smartHosts?: readonly string[] | null;
  readonly smartHostAuthMechanism?: string | null;
  readonly frontendProxyEnabled?: boolean | null;
  readonly cloudServicesMailEnabled?: boolean | null;
  readonly addressSpaces?: readonly string[] | null;
}

export interface EdgeSubscription {
  readonly edgeServer?: string | null;
  readonly adSite?: string | null;
}

/** `Get-HybridConfiguration` */
export interface Hybrid {
  readonly tlsCertificateName?: string | null;
  readonly sendingServers?: readonly string[] | null;
  readonly receivingServers?: readonly string[] | null;
  readonly edgeServers?: readonly string[] | null;
}

/** `Get-AuthConfig` */
export interface AuthConfig {
  readonly currentThumbprint?: string | null;
  readonly nextThumbprint?: string | null;
  readonly previousThumbprint?: string | null;
}

export interface ClientNames {
  readonly autodiscover?: readonly string[] | null;
  readonly smtp?: readonly string[] | null;
  readonly pop?: readonly string[] | null;
  readonly imap?: readonly string[] | null;
}

export interface Pool {
  readonly name?: string | null;
  readonly members?: readonly string[] | null;
  readonly tlsBridge?: { readonly thumbprint?: string | null } | null;
  readonly extendedProtection?: boolean | null;
}

export const EXCHANGE_VERSIONS = ['2007', '2010', '2013', '2016', '2019', 'SE'] as const;
export type ExchangeVersion = (typeof EXCHANGE_VERSIONS)[number];

export const SERVER_ROLES = ['Mailbox', 'ClientAccess', 'HubTransport', 'EdgeTransport', 'UnifiedMessaging'] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

export interface Server {
  readonly fqdn: string;
  readonly netbiosName?: string | null;
  readonly version?: ExchangeVersion | null;
  /** Build number such as `15.2.1544.4`. */
  readonly build?: string | null;
  readonly roles?: readonly ServerRole[] | null;
  readonly adSite?: string | null;
  /** Thumbprint of the internal transport ("default SMTP") certificate. */
  readonly internalTransportCertificate?: string | null;
  readonly certificates?: readonly Certificate[] | null;
  readonly receiveConnectors?: readonly ReceiveConnector[] | null;
  readonly iisBindings?: readonly IisBinding[] | null;
  readonly popSettings?: ClientProtocolSettings | null;
  readonly imapSettings?: ClientProtocolSettings | null;
  readonly umSettings?: UmSettings | null;
  readonly virtualDirectories?: readonly VirtualDirectory[] | null;
}

/** A server of which a report may not even say the name. */
export type PartialServer = Omit<Server, 'fqdn'> & { readonly fqdn: string | null };

/** `Get-ReceiveConnector` */
export interface ReceiveConnector {
  readonly name: string;
  readonly transportRole?: string | null;
  readonly enabled?: boolean | null;
  /** `address:port` or `[address]:port`; `0.0.0.0` and `[::]` stand for every local address of their family. */
  readonly bindings?: readonly string[] | null;
  readonly remoteIpRanges?: readonly string[] | null;
  readonly authMechanism?: readonly string[] | null;
  readonly fqdn?: string | null;
  readonly tlsCertificateName?: string | null;
  readonly requireTls?: boolean | null;
  readonly domainSecureEnabled?: boolean | null;
  readonly suppressXAnonymousTls?: boolean | null;
  readonly tlsDomainCapabilities?: readonly string[] | null;
}

export interface IisBinding {
  readonly site: string;
  readonly protocol?: string | null;
  /** Absent: unknown. */
  readonly ipAddress?: string | null;
  readonly port: number;
  /** Absent: empty. */
  readonly hostName?: string | null;
  readonly sni?: boolean | null;
  readonly thumbprint?: string | null;
}

export interface ClientProtocolSettings {
  readonly x509CertificateName?: string | null;
}

export interface UmSettings {
  readonly startupMode?: string | null;
}

export interface VirtualDirectory {
  readonly kind?: string | null;
  readonly internalUrl?: string | null;
  readonly externalUrl?: string | null;
}

/** "Which certificate would this client get?" */
export interface Connection {
  readonly server?: string | null;
  readonly protocol?: 'smtp' | 'https' | null;
  readonly localAddress?: string | null;
  readonly localPort?: number | null;
  readonly remoteAddress?: string | null;
  readonly serverName?: string | null;
}
