import { z } from 'zod';
import { CERTIFICATE_STATUSES, EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { EXCHANGE_VERSIONS, SERVER_ROLES } from '#libs/fleet/document.js';

/*
 * The shapes of CONTRACT section 1, as strict as JSON can be read: unknown keys and unknown words come out as issues, and `read-shape.ts`
 * decides which of them are only warned of. What zod cannot say in a shape (instants, addresses, duplicates) stands in `checks.ts`.
 */

const text = z.string();
const flag = z.boolean();

/** May be absent (unknown) and may be null (known to be unset): the two stay apart. */
function opt<T extends z.ZodType>(type: T) {
  return z.exactOptional(z.nullable(type));
}

const texts = opt(z.array(text));

/** Lengths that a name in Exchange, DNS or IIS never reaches; they keep every stored key within a database index. */
export const LONGEST_NAME = 256;
export const MOST_NAMES_OF_A_CERTIFICATE = 5000;

/** A required name: blanks only are unset (rulebook 2), and a required key may not be. */
export const Name = z.string().max(LONGEST_NAME).regex(/\S/);
const Thumbprint = z.string().max(LONGEST_NAME).regex(/\S/);

export const Certificate = z.strictObject({
  thumbprint: Thumbprint,
  subject: opt(text),
  issuer: opt(text),
  subjectAlternativeNames: opt(z.array(text).max(MOST_NAMES_OF_A_CERTIFICATE)),
  version: opt(z.int()),
  notBefore: opt(text),
  notAfter: opt(text),
  hasPrivateKey: opt(flag),
  keyProvider: opt(z.enum(['CAPI', 'CNG'])),
  keyAlgorithm: opt(text),
  keySize: opt(z.int()),
  signatureAlgorithm: opt(text),
  extendedKeyUsages: texts,
  isSelfSigned: opt(flag),
  status: opt(z.enum(CERTIFICATE_STATUSES)),
  rootCaType: opt(text),
  services: opt(z.array(z.enum(EXCHANGE_SERVICES))),
  friendlyName: opt(text),
  serialNumber: opt(text),
  sha256: opt(text),
});

/** Base64 of the largest certificate that is parsed, with room for line ends. */
const LONGEST_RAW = 2 * 1024 * 1024;

/** A certificate as a document may bring it: with its own bytes, from which `raw-certificates.ts` takes what they say. */
export const DocumentCertificate = Certificate.extend({ raw: opt(text.max(LONGEST_RAW)) });

export const ReceiveConnector = z.strictObject({
  name: Name,
  transportRole: opt(text),
  enabled: opt(flag),
  bindings: texts,
  remoteIpRanges: texts,
  authMechanism: texts,
  fqdn: opt(text),
  tlsCertificateName: opt(text),
  requireTls: opt(flag),
  domainSecureEnabled: opt(flag),
  suppressXAnonymousTls: opt(flag),
  tlsDomainCapabilities: texts,
});

export const SendConnector = z.strictObject({
  name: Name,
  enabled: opt(flag),
  sourceServers: texts,
  fqdn: opt(text),
  tlsCertificateName: opt(text),
  requireTls: opt(flag),
  tlsAuthLevel: opt(text),
  tlsDomain: opt(text),
  domainSecureEnabled: opt(flag),
  ignoreStartTls: opt(flag),
  dnsRoutingEnabled: opt(flag),
  smartHosts: texts,
  smartHostAuthMechanism: opt(text),
  frontendProxyEnabled: opt(flag),
  cloudServicesMailEnabled: opt(flag),
  addressSpaces: texts,
});

const Port = z.int().min(0).max(65535);

export const IisBinding = z.strictObject({
  site: Name,
  protocol: opt(text),
  ipAddress: opt(z.string().max(LONGEST_NAME)),
  port: Port,
  hostName: opt(z.string().max(LONGEST_NAME)),
  sni: opt(flag),
  thumbprint: opt(text),
});

export const EdgeSubscription = z.strictObject({ edgeServer: opt(text), adSite: opt(text) });
export const Hybrid = z.strictObject({
  tlsCertificateName: opt(text),
  sendingServers: texts,
  receivingServers: texts,
  edgeServers: texts,
});
export const AuthConfig = z.strictObject({
  currentThumbprint: opt(text),
  nextThumbprint: opt(text),
  previousThumbprint: opt(text),
});
export const ClientProtocolSettings = z.strictObject({ x509CertificateName: opt(text) });
export const UmSettings = z.strictObject({ startupMode: opt(text) });
const ClientNames = z.strictObject({ autodiscover: texts, smtp: texts, pop: texts, imap: texts });
const Pool = z.strictObject({
  name: opt(text),
  members: texts,
  tlsBridge: opt(z.strictObject({ thumbprint: opt(text) })),
  extendedProtection: opt(flag),
});
export const VirtualDirectory = z.strictObject({ kind: opt(text), internalUrl: opt(text), externalUrl: opt(text) });

export const Organization = z.strictObject({
  name: opt(text),
  sendConnectors: opt(z.array(SendConnector)),
  edgeSubscriptions: opt(z.array(EdgeSubscription)),
  hybrid: opt(Hybrid),
  authConfig: opt(AuthConfig),
  clientNames: opt(ClientNames),
  pools: opt(z.array(Pool)),
});

export const SERVER_FACTS = {
  netbiosName: opt(text),
  version: opt(z.enum(EXCHANGE_VERSIONS)),
  build: opt(text),
  roles: opt(z.array(z.enum(SERVER_ROLES))),
  adSite: opt(text),
} as const;

export const Server = z.strictObject({
  fqdn: Name,
  ...SERVER_FACTS,
  internalTransportCertificate: opt(text),
  certificates: opt(z.array(Certificate)),
  receiveConnectors: opt(z.array(ReceiveConnector)),
  iisBindings: opt(z.array(IisBinding)),
  popSettings: opt(ClientProtocolSettings),
  imapSettings: opt(ClientProtocolSettings),
  umSettings: opt(UmSettings),
  virtualDirectories: opt(z.array(VirtualDirectory)),
});

const DocumentServer = Server.extend({ certificates: opt(z.array(DocumentCertificate)) });

export const CollectorNote = z.strictObject({ place: opt(text), message: opt(text) });

/** Who made the document, and what could not be read. */
export const Collector = z.strictObject({
  name: opt(text),
  version: opt(text),
  host: opt(text),
  notes: opt(z.array(CollectorNote)),
});

const Policy = z.strictObject({
  tieBreak: z.exactOptional(z.enum(['notBefore', 'notAfter'])),
  expiredPolicy: z.exactOptional(z.enum(['lastResort', 'ignoreExpiry'])),
  exchange2007Profile: z.exactOptional(z.enum(['documented', 'single'])),
  preferExactOverWildcard: z.exactOptional(flag),
  pinFallback: z.exactOptional(z.enum(['never', 'fqdn'])),
  httpSysPrecedence: z.exactOptional(text),
  enableAdditive: z.exactOptional(flag),
});

const Connection = z.strictObject({
  server: opt(text),
  protocol: opt(z.enum(['smtp', 'https'])),
  localAddress: opt(text),
  localPort: opt(Port),
  remoteAddress: opt(text),
  serverName: opt(text),
});

export const FleetDocument = z.strictObject({
  format: z.literal('certfleet.fleet/1'),
  at: opt(text),
  collector: z.exactOptional(Collector),
  policy: z.exactOptional(Policy),
  organization: z.exactOptional(Organization),
  servers: z.exactOptional(z.array(DocumentServer)),
  connections: z.exactOptional(z.array(Connection)),
});
