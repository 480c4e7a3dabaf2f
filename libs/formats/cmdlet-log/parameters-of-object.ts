/**
 * The parameters of a cmdlet that are keys of our documents, with the form that their values have. Only what was given is said.
 */
import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { parseRemoteRange } from '#libs/certificates/remote-range.js';
import { isUnreadable, type Unreadable } from '#libs/certificates/unreadable.js';
import { flags } from '../exchange-object/words.js';
import { MECHANISM_BITS, transportRole } from '../receive-connector/receive-connector.js';
import { addressSpaces, flagOf, manyTexts, oneText, type Read } from './given.js';
import { plainName } from './place-of-cmdlet.js';
import type { Given } from './ran.js';
import type { Ran } from './told.js';

export interface KeyParameter<Key extends string> {
  /** As Exchange writes it. */
  readonly name: string;
  readonly key: Key;
  readonly read: (given: Given) => Read<unknown>;
}

export interface ReadParameters {
  /** By key; only those that were given and could be read. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly doubts: readonly string[];
  /** Whether any of them was given at all. */
  readonly any: boolean;
}

/** What was given. What the log cut off or holds in no readable form is told: what was known of it may no longer be so. */
export function readParameters<Key extends string>(
  ran: Ran,
  parameters: readonly KeyParameter<Key>[],
  remedy: string,
): ReadParameters {
  const values: Record<string, unknown> = {};
  const doubts: string[] = [];
  let any = false;
  for (const { name, key, read } of parameters) {
    const given = ran.parameters.get(name.toLowerCase());
    if (given === undefined) continue;
    any = true;
    const value = read(given);
    if (value === undefined) doubts.push(`${ran.cmdlet}: the record does not hold the value of -${name}. ${remedy}`);
    else values[key] = value;
  }
  return { values, doubts, any };
}

const text = oneText;
const texts = (given: Given) => manyTexts(given);
const flag = flagOf;

/** Servers by the name that a record gives them; one that is named by a GUID makes the list unreadable. */
function servers(given: Given): Read<readonly string[]> {
  const read = manyTexts(given);
  const names = read?.flatMap((one) => plainName(one) ?? []);
  return names?.length === read?.length ? (names ?? read) : undefined;
}

function mechanisms(given: Given): Read<readonly string[]> {
  const written = manyTexts(given)?.join(', ');
  if (written === undefined) return given.kind === 'unset' ? null : undefined;
  return flags(written, MECHANISM_BITS);
}

function every(parse: (text: string) => object | Unreadable): (given: Given) => Read<readonly string[]> {
  return (given) => {
    const read = manyTexts(given);
    return read?.some((one) => isUnreadable(parse(one))) === true ? undefined : read;
  };
}

export const RECEIVE_CONNECTOR = [
  { name: 'TransportRole', key: 'transportRole', read: (given: Given) => roleOf(given) },
  { name: 'Enabled', key: 'enabled', read: flag },
  { name: 'Bindings', key: 'bindings', read: every(parseConnectorBinding) },
  { name: 'RemoteIPRanges', key: 'remoteIpRanges', read: every(parseRemoteRange) },
  { name: 'AuthMechanism', key: 'authMechanism', read: mechanisms },
  { name: 'Fqdn', key: 'fqdn', read: text },
  { name: 'TlsCertificateName', key: 'tlsCertificateName', read: text },
  { name: 'RequireTLS', key: 'requireTls', read: flag },
  { name: 'DomainSecureEnabled', key: 'domainSecureEnabled', read: flag },
  { name: 'SuppressXAnonymousTls', key: 'suppressXAnonymousTls', read: flag },
  { name: 'TlsDomainCapabilities', key: 'tlsDomainCapabilities', read: texts },
] as const;

export const SEND_CONNECTOR = [
  { name: 'Enabled', key: 'enabled', read: flag },
  { name: 'SourceTransportServers', key: 'sourceServers', read: servers },
  { name: 'Fqdn', key: 'fqdn', read: text },
  { name: 'TlsCertificateName', key: 'tlsCertificateName', read: text },
  { name: 'RequireTLS', key: 'requireTls', read: flag },
  { name: 'TlsAuthLevel', key: 'tlsAuthLevel', read: text },
  { name: 'TlsDomain', key: 'tlsDomain', read: text },
  { name: 'DomainSecureEnabled', key: 'domainSecureEnabled', read: flag },
  { name: 'IgnoreSTARTTLS', key: 'ignoreStartTls', read: flag },
  { name: 'DNSRoutingEnabled', key: 'dnsRoutingEnabled', read: flag },
  { name: 'SmartHosts', key: 'smartHosts', read: texts },
  { name: 'SmartHostAuthMechanism', key: 'smartHostAuthMechanism', read: text },
  { name: 'FrontendProxyEnabled', key: 'frontendProxyEnabled', read: flag },
  { name: 'CloudServicesMailEnabled', key: 'cloudServicesMailEnabled', read: flag },
  { name: 'AddressSpaces', key: 'addressSpaces', read: (given: Given) => manyTexts(given, addressSpaces) },
] as const;

export const CLIENT_PROTOCOL = [{ name: 'X509CertificateName', key: 'x509CertificateName', read: text }] as const;

export const HYBRID = [
  { name: 'TlsCertificateName', key: 'tlsCertificateName', read: text },
  { name: 'SendingTransportServers', key: 'sendingServers', read: servers },
  { name: 'ReceivingTransportServers', key: 'receivingServers', read: servers },
  { name: 'EdgeTransportServers', key: 'edgeServers', read: servers },
] as const;

function roleOf(given: Given): Read<string> {
  const written = oneText(given);
  return typeof written === 'string' ? transportRole(written) : written;
}
