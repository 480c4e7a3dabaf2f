import type { RecordedEvent } from '#libs/fleet/event.js';

/** A note beside what it refers to. */
export interface NoteBeside {
  /** Its own position. */
  readonly position: number;
  readonly occurredAt: string;
  readonly actor: string | null;
  readonly text: string;
  readonly ticket: string | null;
}

/** More notes than these on one event are told in the timeline only. */
const MOST_BESIDE = 20;

/** The notes that refer to these positions, in the order in which they were recorded; the last ones where there are very many. */
export function notesBeside(
  events: Iterable<RecordedEvent>,
  positions: ReadonlySet<number>,
): ReadonlyMap<number, readonly NoteBeside[]> {
  const found = new Map<number, NoteBeside[]>();
  for (const event of events) {
    if (event.type !== 'note.added') continue;
    const { text, ticket, refers } = event.data;
    const { position, occurredAt, actor } = event;
    for (const to of new Set(refers ?? [])) {
      if (!positions.has(to) || to === position) continue;
      const beside = { position, occurredAt, actor: actor ?? null, text, ticket: ticket ?? null };
      const notes = [...(found.get(to) ?? []), beside].sort((one, other) => one.position - other.position);
      found.set(to, notes.slice(-MOST_BESIDE));
    }
  }
  return found;
}
