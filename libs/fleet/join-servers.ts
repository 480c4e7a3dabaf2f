import { compareText } from './canonical.js';

/** A name under which something was reported, with what is known of that server's NetBIOS name: absent unknown, null known to be unset. */
export interface NamedStream {
  /** As the stream has it, in lower case: `ex01.contoso.com` or `ex01`. */
  readonly name: string;
  readonly netbiosName?: string | null;
}

export interface Joined {
  /** The name of the stream that stands for the server: of joined ones the FQDN. */
  readonly server: string;
  /** Why a NetBIOS name stands alone; absent if it joined, and for an FQDN. */
  readonly alone?: 'no-server-of-that-name' | 'several-servers-of-that-name';
}

/**
 * Which streams are one server: a NetBIOS name (no dot) joins the one FQDN whose `netbiosName` it is or, where that is unknown, whose
 * first label it is. If several would do it stays alone, for a guess would mix two servers. The order of the streams does not matter.
 * @cite rulebook 3.4 (D)
 */
export function joinServers(streams: readonly NamedStream[]): ReadonlyMap<string, Joined> {
  const byShortName = new Map<string, string[]>();
  for (const stream of streams) {
    const short = isFqdn(stream.name) ? shortNameOf(stream) : null;
    if (short === null) continue;
    byShortName.set(short, [...(byShortName.get(short) ?? []), stream.name]);
  }
  const joined = streams.map(({ name }) => [name, joinOf(name, byShortName)] as const);
  return new Map(joined.sort(([one], [other]) => compareText(one, other)));
}

/** The streams of each server, by the name that stands for it. */
export function streamsOfServers(joined: ReadonlyMap<string, Joined>): ReadonlyMap<string, readonly string[]> {
  const streams = new Map<string, string[]>();
  for (const [name, { server }] of joined) streams.set(server, [...(streams.get(server) ?? []), name]);
  return streams;
}

function joinOf(name: string, byShortName: ReadonlyMap<string, readonly string[]>): Joined {
  if (isFqdn(name)) return { server: name };
  const candidates = [...new Set(byShortName.get(name.toLowerCase()) ?? [])];
  const only = candidates[0];
  if (only === undefined) return { server: name, alone: 'no-server-of-that-name' };
  return candidates.length === 1 ? { server: only } : { server: name, alone: 'several-servers-of-that-name' };
}

function isFqdn(name: string): boolean {
  return name.includes('.');
}

function shortNameOf({ name, netbiosName }: NamedStream): string | null {
  const short = netbiosName === undefined ? name.split('.', 1)[0] : netbiosName?.trim();
  return short === undefined || short === '' ? null : short.toLowerCase();
}
