import { z } from 'zod';
import { parseIpAddress, isUnspecified } from '#libs/certificates/ip-address.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { parseJson } from '#libs/formats/json/parse.js';
import { readShape } from '#libs/formats/json/read-shape.js';
import { malformed, type Refused } from '#libs/formats/refusal.js';

/** How one server may be looked at. */
export interface Registration {
  /** The IP address to connect to; absent: the server's own name is looked up. */
  readonly address?: string;
  /** Addresses are changed on the way there (NAT, a load balancer): what the server sees is not what this machine sees. */
  readonly translated: boolean;
  /** Of a port of the server the port to connect to, where they differ: addresses are changed on that way, too. */
  readonly ports: Readonly<Record<string, number>>;
  /** Ports on which SMTP begins with TLS at once. Exchange itself has none: what stands before it may. */
  readonly smtps: readonly number[];
}

/** By its own name, at its own ports. */
export const PLAIN: Registration = Object.freeze({ translated: false, ports: {}, smtps: [] });

/** Of each organization the servers that may be looked at, by name in lower case. */
export type Registered = ReadonlyMap<string, ReadonlyMap<string, Registration>>;

export type ReadRegistered = { readonly ok: true; readonly registered: Registered } | Refused;

const MOST_SERVERS = 20_000;
const Port = z.int().min(1).max(65_535);
const Target = z.strictObject({
  address: z.exactOptional(z.string().max(64)),
  translated: z.exactOptional(z.boolean()),
  ports: z.exactOptional(z.record(z.string().regex(/^[1-9]\d{0,4}$/), Port)),
  smtps: z.exactOptional(z.array(Port).max(8)),
});
const File = z.strictObject({
  format: z.literal('certfleet.probe-targets/1'),
  organizations: z.record(z.string().min(1).max(63), z.record(z.string().min(1).max(255), Target)),
});
type ReadFile = z.infer<typeof File>;

const REMEDY = 'docs/probe.md shows what the file looks like.';

/** The registered servers of a targets file. Strict: a misspelt key would have another server looked at than was meant. */
export function readRegistered(text: string): ReadRegistered {
  const json = parseJson(text);
  if (!json.ok) return json;
  const shaped = readShape<ReadFile>(File, json.value, () => false);
  if (!shaped.ok) return shaped;
  const [warning] = shaped.warnings;
  if (warning !== undefined) return malformed(warning.place, warning.message, REMEDY);
  const registered = new Map<string, Map<string, Registration>>();
  let count = 0;
  for (const [organization, servers] of Object.entries(shaped.value.organizations)) {
    const held = registered.get(organization.toLowerCase()) ?? new Map<string, Registration>();
    registered.set(organization.toLowerCase(), held);
    for (const [server, target] of Object.entries(servers)) {
      const place = `organizations.${organization}.${server}`;
      const wrong = faultOf(target) ?? (held.has(server.toLowerCase()) ? 'is there twice' : null);
      if (wrong !== null) return malformed(place, `${place} ${wrong}.`, REMEDY);
      if (++count > MOST_SERVERS) return malformed(place, `There are more than ${MOST_SERVERS} servers.`, REMEDY);
      held.set(server.toLowerCase(), { ...PLAIN, ...target });
    }
  }
  return { ok: true, registered };
}

function faultOf({ address }: z.infer<typeof Target>): string | null {
  if (address === undefined) return null;
  const parsed = parseIpAddress(address);
  if (isUnreadable(parsed)) return `has an address that ${parsed.unreadable}`;
  return isUnspecified(parsed) ? 'has an address that stands for every address' : null;
}
