import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { isUnspecified, sameAddress, type IpAddress } from '#libs/certificates/ip-address.js';
import { knownFlag, knownList } from '#libs/certificates/known.js';
import { parseRemoteRange, rangeContains, sizeOfRange } from '#libs/certificates/remote-range.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { ReceiveConnector } from '#libs/fleet/document.js';
import { allOf, anyOf, type Trivalent } from './trivalent.js';

/** The known ends of a connection. */
export interface SmtpEnds {
  readonly localAddress: IpAddress | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: IpAddress | undefined;
}

/** Which Receive connector takes a connection. */
export type Receiver =
  | { readonly connector: ReceiveConnector; readonly tied: boolean }
  | { readonly none: true }
  /** The fact that is needed to tell, in the words of the fleet document. */
  | { readonly missing: string };

interface Applicant {
  readonly connector: ReceiveConnector;
  /** A binding of exactly the local address takes the connection; undefined: one may. */
  readonly exact: Trivalent;
  /** The size of the smallest range that holds the remote address. */
  readonly size: bigint;
}

/**
 * The Receive connector that takes a connection (STLS-0): exact local address before unspecified, then the smallest remote range,
 * then the name.
 * @cite L-RC (A), the local address D
 */
export function receiverOf(connectors: readonly ReceiveConnector[], ends: SmtpEnds): Receiver {
  const applicants: Applicant[] = [];
  for (const connector of connectors) {
    const bound = bindingTakes(connector, ends);
    const ranged = rangeHolds(connector, ends.remoteAddress);
    const applies = allOf(knownFlag(connector.enabled), bound, ranged);
    if (applies === undefined) return { missing: `whether ${connector.name} takes the connection` };
    if (applies)
      applicants.push({
        connector,
        exact: exactlyBound(connector, ends),
        size: smallestRange(connector, ends.remoteAddress),
      });
  }
  // Of several the exact local address is asked first, and the first unknown condition of a step decides (18).
  if (applicants.length > 1 && applicants.some(({ exact }) => exact === undefined)) return { missing: 'localAddress' };
  const [winner, second] = applicants.sort(byPrecedence);
  if (winner === undefined) return { none: true };
  return { connector: winner.connector, tied: second !== undefined && outranks(winner, second) === 0 };
}

function byPrecedence(one: Applicant, other: Applicant): number {
  return outranks(one, other) || byName(one.connector, other.connector);
}

function outranks(one: Applicant, other: Applicant): number {
  return (
    Number(other.exact === true) - Number(one.exact === true) ||
    (one.size < other.size ? -1 : Number(one.size > other.size))
  );
}

function byName({ name: one }: ReceiveConnector, { name: other }: ReceiveConnector): number {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  return first < second ? -1 : Number(first > second);
}

function bindingTakes(connector: ReceiveConnector, ends: SmtpEnds): Trivalent {
  return anyOfKnown(connector.bindings, (text) => {
    const binding = parseConnectorBinding(text);
    if (isUnreadable(binding)) return undefined;
    return allOf(
      portIs(binding.port, ends),
      isUnspecified(binding.address) ? familyIs(binding.address, ends) : localIs(binding.address, ends),
    );
  });
}

function exactlyBound(connector: ReceiveConnector, ends: SmtpEnds): Trivalent {
  return anyOfKnown(connector.bindings, (text) => {
    const binding = parseConnectorBinding(text);
    if (isUnreadable(binding) || isUnspecified(binding.address)) return false;
    return allOf(portIs(binding.port, ends), localIs(binding.address, ends));
  });
}

function portIs(port: number, { localPort }: SmtpEnds): Trivalent {
  return localPort === undefined ? undefined : localPort === port;
}

function localIs(address: IpAddress, { localAddress }: SmtpEnds): Trivalent {
  return localAddress === undefined ? undefined : sameAddress(address, localAddress);
}

/** The family of a connection is that of its local address, else of its remote one. */
function familyIs({ family }: IpAddress, { localAddress, remoteAddress }: SmtpEnds): Trivalent {
  const known = localAddress?.family ?? remoteAddress?.family;
  return known === undefined ? undefined : known === family;
}

function rangeHolds(connector: ReceiveConnector, remoteAddress: IpAddress | undefined): Trivalent {
  return anyOfKnown(connector.remoteIpRanges, (text) => {
    const range = parseRemoteRange(text);
    return isUnreadable(range) || remoteAddress === undefined ? undefined : rangeContains(range, remoteAddress);
  });
}

function smallestRange(connector: ReceiveConnector, remoteAddress: IpAddress | undefined): bigint {
  let smallest = 1n << 129n;
  for (const text of connector.remoteIpRanges ?? []) {
    const range = parseRemoteRange(text);
    if (isUnreadable(range) || remoteAddress === undefined || !rangeContains(range, remoteAddress)) continue;
    if (sizeOfRange(range) < smallest) smallest = sizeOfRange(range);
  }
  return smallest;
}

function anyOfKnown(list: readonly string[] | null | undefined, holds: (text: string) => Trivalent): Trivalent {
  const known = knownList(list);
  return known === undefined ? undefined : anyOf(known.map(holds));
}
