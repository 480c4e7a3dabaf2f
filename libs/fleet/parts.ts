import { canonicalText } from './canonical.js';
import type { EventData } from './event.js';
import {
  bindingIdentity,
  certificateIdentity,
  connectorIdentity,
  edgeSubscriptionIdentity,
  poolIdentity,
} from './identity.js';
import type { OrganizationState, ServerState } from './state.js';

/** A list of a state, by the names of its items; undefined: unknown. */
type Items = ReadonlyMap<string, object> | undefined;

/** How the parts of a state are named and compared. */
export interface Parts<S> {
  readonly plain: readonly string[];
  readonly lists: readonly string[];
  readonly value: (state: S, key: string) => unknown;
  readonly items: (state: S, key: string) => Items;
  /** The items of a list that an inventory names. */
  readonly namedBy: (inventory: EventData['inventory.observed'], key: string) => readonly string[];
  readonly isPartial: (state: S, key: string) => boolean;
  readonly saidAt: (state: S, key: string) => string | undefined;
}

export const PARTS_OF_SERVER: Parts<ServerState> = {
  plain: [
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
  ],
  lists: ['certificates', 'receiveConnectors', 'iisBindings'],
  value: ({ server }, key) => new Map<string, unknown>(Object.entries(server)).get(key),
  items: ({ server }, key) => {
    if (key === 'certificates') return named(server.certificates, certificateIdentity);
    if (key === 'receiveConnectors') return named(server.receiveConnectors, connectorIdentity);
    return named(server.iisBindings, bindingIdentity);
  },
  namedBy: (data, key) => {
    if (key === 'certificates') return 'certificates' in data ? names(data.certificates, certificateIdentity) : [];
    if (key === 'receiveConnectors')
      return 'receiveConnectors' in data ? names(data.receiveConnectors, connectorIdentity) : [];
    return 'iisBindings' in data ? names(data.iisBindings, bindingIdentity) : [];
  },
  isPartial: ({ partial }, key) => partial.includes(key),
  saidAt: ({ saidAt }, key) => new Map<string, string>(Object.entries(saidAt)).get(key),
};

export const PARTS_OF_ORGANIZATION: Parts<OrganizationState> = {
  plain: ['hybrid', 'authConfig', 'clientNames'],
  lists: ['sendConnectors', 'edgeSubscriptions', 'pools'],
  value: ({ organization }, key) => new Map<string, unknown>(Object.entries(organization)).get(key),
  items: ({ organization }, key) => {
    if (key === 'sendConnectors') return named(organization.sendConnectors, connectorIdentity);
    if (key === 'edgeSubscriptions') return named(organization.edgeSubscriptions, edgeSubscriptionIdentity);
    return named(organization.pools, poolIdentity);
  },
  namedBy: (data, key) => {
    if (key === 'sendConnectors') return 'sendConnectors' in data ? names(data.sendConnectors, connectorIdentity) : [];
    if (key === 'edgeSubscriptions')
      return 'edgeSubscriptions' in data ? names(data.edgeSubscriptions, edgeSubscriptionIdentity) : [];
    return 'pools' in data ? names(data.pools, poolIdentity) : [];
  },
  isPartial: ({ partial }, key) => partial.includes(key),
  saidAt: ({ saidAt }, key) => new Map<string, string>(Object.entries(saidAt)).get(key),
};

function named<T extends object>(list: readonly T[] | null | undefined, identity: (item: T) => string): Items {
  return list === undefined ? undefined : new Map((list ?? []).map((item) => [identity(item), item]));
}

function names<T>(list: readonly T[] | null | undefined, identity: (item: T) => string): readonly string[] {
  return (list ?? []).map(identity);
}

/** The parts that were known before, are known after, and are not the same. */
export function contradictions<S>(parts: Parts<S>, before: S, after: S): readonly string[] {
  const plain = parts.plain.filter((key) => contradicts(parts.value(before, key), parts.value(after, key)));
  const items = parts.lists.flatMap((key) =>
    differingItems(parts.items(before, key), parts.items(after, key), parts.isPartial(before, key)).map(
      (id) => `${key}/${id}`,
    ),
  );
  return [...plain, ...items];
}

function differingItems(was: Items, is: Items, partial: boolean): readonly string[] {
  if (was === undefined || is === undefined) return [];
  const gone = [...was.keys()].filter((id) => !is.has(id));
  const come = partial ? [] : [...is.keys()].filter((id) => !was.has(id));
  const other = [...is].filter(([id, item]) => itemContradicts(was.get(id), item)).map(([id]) => id);
  return [...new Set([...gone, ...come, ...other])].sort();
}

/** Exchange works it out anew each time from dates, trust and revocation: nobody changes it. */
const WORKED_OUT = 'status';

/** Keys that were unknown, or are now, are no contradiction. */
function itemContradicts(was: object | undefined, is: object): boolean {
  const now = new Map(Object.entries(is));
  return Object.entries(was ?? {}).some(([key, value]) => key !== WORKED_OUT && contradicts(value, now.get(key)));
}

function contradicts(was: unknown, is: unknown): boolean {
  return was !== undefined && is !== undefined && canonicalText(was) !== canonicalText(is);
}

/** What a part of a state is; null where it is not there. */
export function partAt<S>(parts: Parts<S>, state: S, path: string): unknown {
  if (parts.plain.includes(path)) return parts.value(state, path) ?? null;
  const [key = ''] = path.split('/', 1);
  return parts.items(state, key)?.get(path.slice(key.length + 1)) ?? null;
}

/** Whether two parts are the same in what they hold. */
export function isSamePart(one: unknown, other: unknown): boolean {
  return one === other || canonicalText(one) === canonicalText(other);
}
