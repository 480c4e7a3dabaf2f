import { eventIdOf } from '#libs/fleet/event-id.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import type { Warning } from '#libs/formats/report.js';
import { contentHash } from '#libs/store/event-row.js';
import type { KnownContent } from '#libs/store/queries/known-contents.js';

/** What sent events are beside those that the log holds. */
export interface Compared {
  readonly accepted: number;
  /** Said before, or twice in the request. */
  readonly duplicates: number;
  /** Their id stands for something else. */
  readonly conflicts: number;
  readonly warnings: readonly Warning[];
}

/** So many conflicts are told of one by one. */
const MOST_TOLD = 5;

/**
 * Tells new events from those whose id is known, and these by whether they say the same. What is new is not looked into: most of what is sent is.
 *
 * @param ids of the events, in their order.
 */
export function compared(
  events: readonly FleetEvent[],
  ids: readonly string[],
  known: ReadonlyMap<string, KnownContent>,
): Compared {
  const sent = new Map<string, FleetEvent>();
  const warnings: Warning[] = [];
  let [accepted, duplicates, conflicts] = [0, 0, 0];
  for (const [index, event] of events.entries()) {
    const id = ids[index] ?? eventIdOf(event);
    const inLog = known.get(id);
    const before = sent.get(id);
    if (inLog === undefined && before === undefined) {
      accepted += 1;
      sent.set(id, event);
    } else if ((inLog?.contentHash ?? (before && contentHash(before))) === contentHash(event)) duplicates += 1;
    else {
      conflicts += 1;
      if (conflicts <= MOST_TOLD) warnings.push(conflictAt(index, event, inLog));
    }
  }
  return { accepted, duplicates, conflicts, warnings };
}

function conflictAt(index: number, { id }: FleetEvent, inLog: KnownContent | undefined): Warning {
  const where = inLog === undefined ? 'earlier in this request' : `at position ${inLog.position} of the log`;
  const message = `The id ${JSON.stringify(id)} stands for something else, ${where}. This is kept and shown, and never applied: a correction needs an id of its own.`;
  return { place: `[${index}]`, message };
}
