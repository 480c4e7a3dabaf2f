import type { Entry } from './effective-order.js';
import type { EventData, RecordedEvent } from './event.js';
import { evolveOrganization, evolveServer } from './evolve.js';
import { contradictions, isSamePart, PARTS_OF_ORGANIZATION, PARTS_OF_SERVER, type Parts } from './parts.js';
import { unknownOrganization, unknownServer } from './state.js';

/** Something that an inventory shows and no recorded event explains: it was changed by somebody unknown, between two instants. */
export interface Drift {
  /** `internalTransportCertificate`, `certificates/<thumbprint>`, `receiveConnectors/<name>`, … */
  readonly path: string;
  /** The last word on it before; null if there was none. */
  readonly since: string | null;
  readonly until: string;
}

/** The drift that inventories of a server show, by position; those that show none are left out. */
export function driftsOnServer(
  fqdn: string,
  entries: readonly Entry[],
  positions: ReadonlySet<number>,
): ReadonlyMap<number, readonly Drift[]> {
  return driftsOn(PARTS_OF_SERVER, { state: unknownServer(fqdn), evolve: evolveServer, entries, positions });
}

/** The same for what belongs to the organization. */
export function driftsOnOrganization(
  entries: readonly Entry[],
  positions: ReadonlySet<number>,
): ReadonlyMap<number, readonly Drift[]> {
  const walk = { state: unknownOrganization(), evolve: evolveOrganization, entries, positions };
  return driftsOn(PARTS_OF_ORGANIZATION, walk);
}

interface Walk<S> {
  readonly state: S;
  readonly evolve: (state: S, event: RecordedEvent, at: string) => S;
  readonly entries: readonly Entry[];
  readonly positions: ReadonlySet<number>;
}

/**
 * What was unknown before is no drift, nor are items of a list of which only parts were known. An inventory that explains itself by records
 * that arrive later shows none any more: it is all worked out from what is known now.
 * @cite GUARANTEES, Time 4
 */
function driftsOn<S>(parts: Parts<S>, { state, evolve, entries, positions }: Walk<S>) {
  const found = new Map<number, readonly Drift[]>();
  const words = new Map<string, string>();
  let before = state;
  for (const { event, at, again } of entries) {
    const after = evolve(before, event, at);
    if (event.type === 'inventory.observed' && !again && positions.has(event.position)) {
      const drift = contradictions(parts, before, after).map((path) => ({
        path,
        since: lastWord(parts, words, before, path),
        until: at,
      }));
      if (drift.length > 0) found.set(event.position, drift);
    }
    hear(parts, words, { before, after, event, at });
    before = after;
  }
  return found;
}

/** When something last said what a part is: of an item of a list, when it or the whole list was spoken of. */
function lastWord<S>(parts: Parts<S>, words: ReadonlyMap<string, string>, state: S, path: string): string | null {
  if (parts.plain.includes(path)) return parts.saidAt(state, path) ?? null;
  const [key = ''] = path.split('/', 1);
  return (
    [words.get(key), words.get(path)]
      .filter((word) => word !== undefined)
      .sort()
      .at(-1) ?? null
  );
}

interface Heard<S> {
  readonly before: S;
  readonly after: S;
  readonly event: RecordedEvent;
  readonly at: string;
}

/** A whole list speaks of everything that is in it or not; anything else speaks of the items that it names or changes. */
function hear<S>(parts: Parts<S>, words: Map<string, string>, { before, after, event, at }: Heard<S>): void {
  const inventory = event.type === 'inventory.observed' ? event.data : null;
  for (const key of parts.lists) {
    if (inventory !== null && isWhole(inventory, key)) {
      words.set(key, at);
      continue;
    }
    const named = inventory === null ? [] : parts.namedBy(inventory, key);
    const [was, is] = [parts.items(before, key), parts.items(after, key)];
    const moved = [...(was?.keys() ?? []), ...(is?.keys() ?? [])].filter(
      (id) => !isSamePart(was?.get(id), is?.get(id)),
    );
    for (const id of [...named, ...moved]) words.set(`${key}/${id}`, at);
  }
}

function isWhole(inventory: EventData['inventory.observed'], key: string): boolean {
  const given = new Map<string, unknown>(Object.entries(inventory)).get(key);
  return given === null || (given !== undefined && inventory.complete?.includes(key) === true);
}
