import { canonicalText } from './canonical.js';
import type { Server } from './document.js';
import { bindingIdentity, certificateIdentity, connectorIdentity } from './identity.js';
import type { Identity } from './keyed-list.js';
import type { ServerKey, ServerState } from './state.js';

/** Something that an inventory shows and no recorded event explains: it was changed by somebody unknown, between two instants. */
export interface Drift {
  /** `internalTransportCertificate`, `certificates/<thumbprint>`, `receiveConnectors/<name>`, … */
  readonly path: string;
  /** The last word on it before; null if there was none. */
  readonly since: string | null;
  readonly until: string;
}

/**
 * What an inventory changed of what was known: `before` and `after` are the states around it, `at` its effective instant. What was
 * unknown before is no drift, nor are items of a list of which only parts were known.
 * @cite GUARANTEES, Time 4
 */
export function driftOf(before: ServerState, after: ServerState, at: string): readonly Drift[] {
  const drift: Drift[] = [];
  for (const key of KEYS) {
    const since = before.saidAt[key] ?? null;
    for (const path of differingPaths(before, after, key)) drift.push({ path, since, until: at });
  }
  return drift;
}

const PLAIN = [
  'netbiosName',
  'version',
  'build',
  'roles',
  'adSite',
  'internalTransportCertificate',
  'popSettings',
  'imapSettings',
  'umSettings',
  'virtualDirectories',
] as const satisfies readonly ServerKey[];
const LISTS = ['certificates', 'receiveConnectors', 'iisBindings'] as const satisfies readonly ServerKey[];
const KEYS: readonly ServerKey[] = [...PLAIN, ...LISTS];

function differingPaths(before: ServerState, after: ServerState, key: ServerKey): readonly string[] {
  const partial = before.partial.includes(key);
  switch (key) {
    case 'certificates':
      return differingItems(before.server.certificates, after.server.certificates, {
        key,
        partial,
        identity: certificateIdentity,
      });
    case 'receiveConnectors':
      return differingItems(before.server.receiveConnectors, after.server.receiveConnectors, {
        key,
        partial,
        identity: connectorIdentity,
      });
    case 'iisBindings':
      return differingItems(before.server.iisBindings, after.server.iisBindings, {
        key,
        partial,
        identity: bindingIdentity,
      });
    default:
      return contradicts(before.server[key], after.server[key]) ? [key] : [];
  }
}

interface ListOf<T> {
  readonly key: keyof Server;
  readonly partial: boolean;
  readonly identity: Identity<T>;
}

function differingItems<T extends object>(
  before: readonly T[] | null | undefined,
  after: readonly T[] | null | undefined,
  { key, partial, identity }: ListOf<T>,
): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const was = new Map((before ?? []).map((item) => [identity(item), item]));
  const is = new Map((after ?? []).map((item) => [identity(item), item]));
  const gone = [...was.keys()].filter((id) => !is.has(id));
  const come = partial ? [] : [...is.keys()].filter((id) => !was.has(id));
  const other = [...is].filter(([id, item]) => itemContradicts(was.get(id), item)).map(([id]) => id);
  return [...new Set([...gone, ...come, ...other])].sort().map((id) => `${key}/${id}`);
}

/** Keys that were unknown, or are now, are no contradiction. */
function itemContradicts(was: object | undefined, is: object): boolean {
  const now = new Map(Object.entries(is));
  return Object.entries(was ?? {}).some(([key, value]) => contradicts(value, now.get(key)));
}

function contradicts(was: unknown, is: unknown): boolean {
  return was !== undefined && is !== undefined && canonicalText(was) !== canonicalText(is);
}
