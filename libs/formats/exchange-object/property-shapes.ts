/**
 * The properties that the kinds read, and how each looks in CLIXML: an export as JSON, CSV or text is brought to these shapes, so that
 * the same kinds read it. What stands in no line here is read by nobody.
 */
export type Shape = 'text' | 'flag' | 'part' | 'bytes' | 'instant' | ListShape;

/** A list; written as one text, its elements are told apart by `separator`, and each has to be an `element`. */
export interface ListShape {
  readonly element: RegExp;
  readonly separator: RegExp;
}

const SEPARATOR = /[\s,;|]+/;
const NAME = /^[^\s,;|{}/]+$/;

const names: ListShape = { element: NAME, separator: SEPARATOR };
const bindings: ListShape = { element: /^(?:[\d.]+|\[[\da-f:.%]+\]):\d{1,5}$/i, separator: SEPARATOR };
const ranges: ListShape = { element: /^[\da-f:.%]+(?:-[\da-f:.%]+|\/\d{1,3}|\([\d.]+\))?$/i, separator: SEPARATOR };
const capabilities: ListShape = { element: /^[^\s:;,|{}]+:\w+$/, separator: SEPARATOR };
/** `SMTP:*;1`: the semicolon is part of it. */
const addressSpaces: ListShape = { element: /^[\w.-]+:[^\s;]+;\d+$/, separator: /[\s,|]+/ };
/** `Server Authentication (1.3.6.1.5.5.7.3.1)` */
const usages: ListShape = { element: /^[^()]*\([\d.]+\)$/, separator: /(?<=\))[\s,;|]+/ };

/** Texts, numbers and enumerations: whatever is one word of JSON or one cell. */
const TEXTS = [
  ...['Name', 'Identity', 'Fqdn', 'Domain', 'PSComputerName'],
  ...['TransportRole', 'AuthMechanism', 'ServerRole', 'ProtocolName'],
  ...['TlsAuthLevel', 'TlsDomain', 'SmartHostAuthMechanism'],
  ...['X509CertificateName', 'UMStartupMode'],
  ...['InternalTransportCertificateThumbprint', 'CurrentCertificateThumbprint', 'NextCertificateThumbprint'],
  ...['PreviousCertificateThumbprint', 'InternalUrl', 'ExternalUrl', 'InternalHostname', 'ExternalHostname'],
  ...['MetabasePath', 'ItemXPath', 'protocol', 'bindingInformation', 'certificateHash', 'sslFlags'],
  ...['Thumbprint', 'Subject', 'Issuer', 'Services', 'ServicesStringForm', 'Status', 'RootCAType'],
  ...['FriendlyName', 'SerialNumber', 'PublicKeySize', 'Version'],
] as const;

const FLAGS = [
  ...['Enabled', 'RequireTLS', 'DomainSecureEnabled', 'SuppressXAnonymousTls', 'IgnoreSTARTTLS', 'DNSRoutingEnabled'],
  ...['FrontendProxyEnabled', 'CloudServicesMailEnabled', 'IsSelfSigned', 'HasPrivateKey'],
] as const;

export const PROPERTY_SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...TEXTS.map((name) => [name, 'text'] as const),
  ...FLAGS.map((name) => [name, 'flag'] as const),
  ['Server', 'part'],
  ['Site', 'part'],
  ['AdminDisplayVersion', 'part'],
  ['TlsCertificateName', 'part'],
  ['SignatureAlgorithm', 'part'],
  ['RawData', 'bytes'],
  ['SerializationData', 'bytes'],
  ['NotBefore', 'instant'],
  ['NotAfter', 'instant'],
  ['Bindings', bindings],
  ['RemoteIPRanges', ranges],
  ['TlsDomainCapabilities', capabilities],
  ['SourceTransportServers', names],
  ['SmartHosts', names],
  ['AddressSpaces', addressSpaces],
  ['SendingTransportServers', names],
  ['ReceivingTransportServers', names],
  ['EdgeTransportServers', names],
  ['CertificateDomains', names],
  ['EnhancedKeyUsageList', usages],
]);

/** The members of a `part` that the kinds look at. */
export const PART_MEMBERS = [
  ...['Name', 'Major', 'Minor', 'Build', 'Revision'],
  ...['CertificateIssuer', 'CertificateSubject', 'Value', 'FriendlyName'],
] as const;
