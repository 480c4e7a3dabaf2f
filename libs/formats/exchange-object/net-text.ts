/**
 * The text of a .NET value that `ConvertTo-Json` wrote as its members: what its `ToString` would have given, and what CLIXML keeps.
 *
 *   isMembers(value): value is Members      an object of JSON, no list
 *   netText(members): string | undefined    undefined: not a value whose text can be told
 *
 * @cite members and texts of the same values in Microsoft's own exports (corpus, B)
 */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

type Reader = (members: Members) => string | undefined;

/** In this order: the first that knows the value has it. */
const READERS: readonly Reader[] = [
  (ip) => text(ip, 'IPAddressToString'),
  binding,
  (range) => (has(range, 'LowerBound') ? text(range, 'Expression') : undefined),
  smartHost,
  addressSpace,
  domainCapabilities,
  (uri) => text(uri, 'OriginalString'),
  (usage) => join(text(usage, 'FriendlyName'), ' ', parenthesized(text(usage, 'ObjectId'))),
  (object) => text(object, 'Name'),
  domain,
];

export function netText(members: Members): string | undefined {
  for (const read of READERS) {
    const found = read(members);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `IPBinding`: an IPv6 address stands in brackets. */
function binding(members: Members): string | undefined {
  const { Address, Port } = members;
  if (typeof Port !== 'number') return undefined;
  const address = isMembers(Address) ? text(Address, 'IPAddressToString') : text(members, 'Address');
  return address === undefined ? undefined : `${address.includes(':') ? `[${address}]` : address}:${Port}`;
}

function smartHost(members: Members): string | undefined {
  if (members['IsIPAddress'] === false) return text(members, 'Domain');
  const { Address } = members;
  const address = isMembers(Address) ? text(Address, 'IPAddressToString') : text(members, 'Address');
  return members['IsIPAddress'] === true && address !== undefined ? `[${address}]` : undefined;
}

function addressSpace(members: Members): string | undefined {
  const { Cost } = members;
  return typeof Cost === 'number' ? join(text(members, 'Type'), ':', text(members, 'Address'), `;${Cost}`) : undefined;
}

/** Capabilities as a number have no names that anybody has shown. */
function domainCapabilities(members: Members): string | undefined {
  return has(members, 'Capabilities') ? join(text(members, 'Domain'), ':', text(members, 'Capabilities')) : undefined;
}

/** `Fqdn` and `SmtpDomainWithSubdomains`: a domain that stands for its subdomains, too, has them in `Address`. */
function domain(members: Members): string | undefined {
  if (has(members, 'Capabilities')) return undefined;
  return members['IncludeSubDomains'] === true ? text(members, 'Address') : text(members, 'Domain');
}

function has(members: Members, name: string): boolean {
  return Object.hasOwn(members, name);
}

function text(members: Members, name: string): string | undefined {
  const value = has(members, name) ? members[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parenthesized(inner: string | undefined): string | undefined {
  return inner === undefined ? undefined : `(${inner})`;
}

/** Undefined when one of the parts is. */
function join(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}
