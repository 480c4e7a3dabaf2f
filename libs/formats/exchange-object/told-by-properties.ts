/**
 * Which cmdlet made an object that carries no type name (JSON, CSV without `#TYPE`, text of the Shell): told by names of properties that
 * only its output has, and where two cmdlets share them, by values.
 *
 *   isToldBy(names): boolean                 by the names alone, as a file begins
 *   typeToldBy(properties): string | null    the type name by which the kinds know the object
 */
type Properties = ReadonlyMap<string, unknown>;

interface Family {
  /** Any one of these sets of names is enough. */
  readonly marks: readonly (readonly string[])[];
  readonly type: string | ((properties: Properties) => string | null);
}

const CONFIGURATION = 'Microsoft.Exchange.Data.Directory.SystemConfiguration';
const MANAGEMENT = 'Microsoft.Exchange.Data.Directory.Management';

/** In this order: the first that fits has it. */
const FAMILIES: readonly Family[] = [
  {
    type: 'Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate',
    marks: [
      ...['Services', 'ServicesStringForm', 'CertificateDomains', 'RootCAType', 'IisServices', 'IISServices'].map(
        (name) => ['Thumbprint', name],
      ),
      ['RawData', 'SerializationData'],
      // What a remote session leaves of a certificate.
      ['RawData', 'RunspaceId'],
    ],
  },
  { type: `${MANAGEMENT}.TransportServer`, marks: [['InternalTransportCertificateThumbprint']] },
  {
    type: `${CONFIGURATION}.ReceiveConnector`,
    marks: [
      ...['RemoteIPRanges', 'SuppressXAnonymousTls', 'TlsDomainCapabilities'].map((name) => [name]),
      ['AuthMechanism', 'Bindings'],
      ['AuthMechanism', 'PermissionGroups'],
      ['TransportRole', 'Bindings'],
    ],
  },
  {
    type: `${CONFIGURATION}.SmtpSendConnectorConfig`,
    marks: [
      ...['DNSRoutingEnabled', 'IgnoreSTARTTLS', 'SmartHostAuthMechanism', 'FrontendProxyEnabled'].map((name) => [
        name,
      ]),
      // Foreign connectors have sources and address spaces, too, but none of the others.
      ...['SourceTransportServers', 'AddressSpaces'].flatMap((name) =>
        ['SmartHosts', 'TlsCertificateName', 'TlsAuthLevel', 'CloudServicesMailEnabled'].map((other) => [name, other]),
      ),
    ],
  },
  {
    type: `${MANAGEMENT}.HybridConfiguration`,
    marks: [['SendingTransportServers'], ['ReceivingTransportServers']],
  },
  { type: `${CONFIGURATION}.AuthConfig`, marks: [['CurrentCertificateThumbprint']] },
  { type: clientProtocol, marks: [['X509CertificateName']] },
  {
    type: `${MANAGEMENT}.UMServer`,
    // Get-UMCallRouterSettings has a start-up mode, too, but none of the others.
    marks: ['GrammarGenerationSchedule', 'SIPAccessService', 'Languages', 'Status'].map((name) => [
      'UMStartupMode',
      name,
    ]),
  },
  {
    type: virtualDirectory,
    marks: [
      ['InternalUrl', 'ExternalUrl'],
      ['InternalHostname', 'ExternalHostname'],
    ].flatMap((both) => ['Server', 'ServerName', 'Identity', 'MetabasePath'].map((whose) => [...both, whose])),
  },
  {
    type: `${MANAGEMENT}.ExchangeServer`,
    marks: [
      ['ServerRole', 'AdminDisplayVersion'],
      ['ServerRole', 'Fqdn'],
      ['AdminDisplayVersion', 'Fqdn'],
    ],
  },
  {
    type: 'Microsoft.IIs.PowerShell.Framework.ConfigurationElement#bindings#binding',
    marks: [['protocol', 'bindingInformation']],
  },
  {
    type: `${MANAGEMENT}.EdgeSubscription`,
    // It has few properties, and none of its own: only with what every whole Active Directory object has is it told from a selection.
    marks: ['ObjectState', 'IsValid', 'ObjectClass'].map((name) => ['Name', 'Domain', 'Site', name]),
  },
];

/** A set of names, and a map by its keys. */
interface Names {
  readonly has: (name: string) => boolean;
}

const MARKS: ReadonlySet<string> = new Set(FAMILIES.flatMap(({ marks }) => marks.flat()));

/** Cheap: false for names that tell nothing. */
export function isMark(name: string): boolean {
  return MARKS.has(name);
}

export function isToldBy(names: Names): boolean {
  return familyOf(names) !== undefined;
}

export function typeToldBy(properties: Properties): string | null {
  const type = familyOf(properties)?.type ?? null;
  return typeof type === 'function' ? type(properties) : type;
}

function familyOf(names: Names): Family | undefined {
  return FAMILIES.find(({ marks }) => marks.some((mark) => mark.every((name) => names.has(name))));
}

/** POP and IMAP settings differ in `ProtocolName`, and in one property each. */
function clientProtocol(properties: Properties): string | null {
  const protocol = textOf(properties, 'ProtocolName');
  if (/^POP/i.test(protocol)) return `${CONFIGURATION}.Pop3AdConfiguration`;
  if (/^IMAP/i.test(protocol)) return `${CONFIGURATION}.Imap4AdConfiguration`;
  if (isSet(properties, 'MessageRetrievalSortOrder')) return `${CONFIGURATION}.Pop3AdConfiguration`;
  return isSet(properties, 'ShowHiddenFoldersEnabled') ? `${CONFIGURATION}.Imap4AdConfiguration` : null;
}

/** What stands in the address of each virtual directory, and its type. */
const DIRECTORIES: ReadonlyMap<string, string> = new Map([
  ['owa', 'ADOwaVirtualDirectory'],
  ['ecp', 'ADEcpVirtualDirectory'],
  ['ews', 'ADWebServicesVirtualDirectory'],
  ['oab', 'ADOabVirtualDirectory'],
  ['microsoft-server-activesync', 'ADMobileVirtualDirectory'],
  ['mapi', 'ADMapiVirtualDirectory'],
  ['powershell', 'ADPowerShellVirtualDirectory'],
  ['autodiscover', 'ADAutodiscoverVirtualDirectory'],
  ['rpc', 'ADRpcHttpVirtualDirectory'],
]);

/** `EX01\owa (Default Web Site)`, `owa (Default Web Site)` or `IIS://EX01.contoso.com/W3SVC/1/ROOT/owa` */
function virtualDirectory(properties: Properties): string | null {
  const words = [
    /\/([^/]+)$/.exec(textOf(properties, 'MetabasePath'))?.[1],
    ...['Name', 'Identity'].map((name) => /^(?:[^\\]*\\)?([^\\(]+) \(/.exec(textOf(properties, name))?.[1]),
  ];
  const type = words.map((word) => DIRECTORIES.get(word?.toLowerCase() ?? '')).find((found) => found !== undefined);
  return type === undefined ? null : `${CONFIGURATION}.${type}`;
}

function textOf(properties: Properties, name: string): string {
  const value = properties.get(name);
  return typeof value === 'string' ? value.slice(0, 1000) : '';
}

function isSet(properties: Properties, name: string): boolean {
  const value = properties.get(name);
  return value !== undefined && value !== null && value !== '';
}
