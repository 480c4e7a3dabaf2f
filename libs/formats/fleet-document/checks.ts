import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { parseInstant } from '#libs/certificates/instant.js';
import { parseIpAddress } from '#libs/certificates/ip-address.js';
import { parseRemoteRange } from '#libs/certificates/remote-range.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type {
  Connection,
  FleetDocument,
  IisBinding,
  Organization,
  Policy,
  ReceiveConnector,
  Server,
} from '#libs/fleet/document.js';

/** The first thing in a document that has the right shape and yet cannot be meant. */
export interface Fault {
  readonly steps: readonly (string | number)[];
  /** Half a sentence, to be put behind the path. */
  readonly wrong: string;
}

type Found = Fault | null;

/**
 * What the shape cannot say: instants, addresses, ranges and policy values that cannot be parsed, and duplicates (compared exactly).
 * @cite rulebook 2, 13, 18
 */
export function findFault(document: FleetDocument): Found {
  return (
    instant(document.at, 'at') ??
    under(['policy'], policyFault(document.policy ?? {})) ??
    under(['organization'], organizationFault(document.organization ?? {})) ??
    duplicateIn(['servers'], document.servers, (server) => server.fqdn, 'fqdn') ??
    each(['servers'], document.servers, serverFault) ??
    each(['connections'], document.connections, connectionFault)
  );
}

/** The first fault of an inventory, be it of a server or of the organization. */
export function inventoryFault(facts: Partial<Server> & Organization): Found {
  return organizationFault(facts) ?? serverFault(facts);
}

function organizationFault({ sendConnectors }: Organization): Found {
  return duplicateIn(['sendConnectors'], sendConnectors, (c) => c.name, 'name');
}

/** The first fault of one server; paths begin at the server. */
function serverFault(server: Partial<Server>): Found {
  return (
    duplicateIn(['certificates'], server.certificates, (c) => c.thumbprint, 'thumbprint') ??
    each(['certificates'], server.certificates, certificateFault) ??
    duplicateIn(['receiveConnectors'], server.receiveConnectors, (c) => c.name, 'name') ??
    each(['receiveConnectors'], server.receiveConnectors, receiveConnectorFault) ??
    each(['iisBindings'], server.iisBindings, iisBindingFault) ??
    duplicateIn(['iisBindings'], server.iisBindings, httpsAddress, null)
  );
}

function certificateFault(certificate: Certificate): Found {
  return certificateFaults(certificate)[0] ?? null;
}

/** Every instant of a certificate that cannot be parsed. */
export function certificateFaults(certificate: Pick<Certificate, 'notBefore' | 'notAfter'>): readonly Fault[] {
  return found([instant(certificate.notBefore, 'notBefore'), instant(certificate.notAfter, 'notAfter')]);
}

export function receiveConnectorFault(connector: ReceiveConnector): Found {
  return receiveConnectorFaults(connector)[0] ?? null;
}

/** Every binding and range of a Receive connector that cannot be parsed. */
export function receiveConnectorFaults(
  connector: Pick<ReceiveConnector, 'bindings' | 'remoteIpRanges'>,
): readonly Fault[] {
  return [
    ...every('bindings', connector.bindings, bindingFault),
    ...every('remoteIpRanges', connector.remoteIpRanges, rangeFault),
  ];
}

export function iisBindingFault(binding: IisBinding): Found {
  return isWildcardAddress(binding.ipAddress ?? '') ? null : address(binding.ipAddress, 'ipAddress');
}

function connectionFault(connection: Connection): Found {
  return address(connection.localAddress, 'localAddress') ?? address(connection.remoteAddress, 'remoteAddress');
}

/** The address of the endpoint; null for a binding that is no endpoint. */
function httpsAddress(binding: IisBinding): string | null {
  if (binding.protocol?.toLowerCase() !== 'https') return null;
  return JSON.stringify([binding.site, binding.ipAddress ?? '', binding.port, binding.hostName ?? '']);
}

function isWildcardAddress(text: string): boolean {
  return text.trim() === '' || text.trim() === '*';
}

const MOST_REMEMBERED = 10_000;

/** A fleet writes the same few addresses and ranges thousands of times: each distinct text is parsed once. */
function remembering(parse: (text: string) => unknown): (text: string) => Found {
  const remembered = new Map<string, Found>();
  return (text) => {
    const before = remembered.get(text);
    if (before !== undefined) return before;
    const parsed = parse(text);
    const fault = isUnreadable(parsed) ? { steps: [], wrong: parsed.unreadable } : null;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(text, fault);
    return fault;
  };
}

const bindingFault = remembering(parseConnectorBinding);
const rangeFault = remembering(parseRemoteRange);
const instantFault = remembering(parseInstant);
const addressFault = remembering(parseIpAddress);

const CLASSES = ['exactIp', 'sni', 'wildcardIp'];

function policyFault(policy: Policy): Found {
  const order = policy.httpSysPrecedence;
  if (order === undefined) return null;
  const sorted = order.split('>').sort();
  const right = sorted.length === CLASSES.length && CLASSES.every((name, i) => sorted[i] === name);
  return right
    ? null
    : { steps: ['httpSysPrecedence'], wrong: `is not ${CLASSES.join(', ')} in some order, joined by >` };
}

function instant(text: string | null | undefined, key: string): Found {
  return text === null || text === undefined ? null : under([key], instantFault(text));
}

/** An absent or null address counts as unknown; a text of blanks is unset, so it does too. */
function address(text: string | null | undefined, key: string): Found {
  if (text === null || text === undefined || text.trim() === '') return null;
  return under([key], addressFault(text));
}

function under(prefix: readonly (string | number)[], fault: Found): Found {
  return fault === null ? null : { steps: [...prefix, ...fault.steps], wrong: fault.wrong };
}

function every<T>(key: string, list: readonly T[] | null | undefined, faultOf: (item: T) => Found): readonly Fault[] {
  return found((list ?? []).map((item, i) => under([key, i], faultOf(item))));
}

function found(faults: readonly Found[]): readonly Fault[] {
  return faults.filter((fault) => fault !== null);
}

function each<T>(prefix: readonly string[], list: readonly T[] | null | undefined, faultOf: (item: T) => Found): Found {
  for (const [i, item] of (list ?? []).entries()) {
    const fault = faultOf(item);
    if (fault !== null) return under([...prefix, i], fault);
  }
  return null;
}

function duplicateIn<T>(
  prefix: readonly string[],
  list: readonly T[] | null | undefined,
  keyOf: (item: T) => string | null,
  property: string | null,
): Found {
  return under(prefix, duplicate(list, keyOf, property));
}

function duplicate<T>(
  list: readonly T[] | null | undefined,
  keyOf: (item: T) => string | null,
  property: string | null,
): Found {
  const seen = new Map<string, number>();
  for (const [i, item] of (list ?? []).entries()) {
    const key = keyOf(item);
    if (key === null) continue;
    const before = seen.get(key);
    if (before !== undefined)
      return { steps: property === null ? [i] : [i, property], wrong: `repeats that of entry ${before}` };
    seen.set(key, i);
  }
  return null;
}
