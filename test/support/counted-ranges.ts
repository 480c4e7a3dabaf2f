import type { CountedRange } from '#libs/fleet/gaps.js';
import { compareText } from '#libs/fleet/canonical.js';
import type { RecordedEvent } from '#libs/fleet/event.js';

/** So many digits fit into a number without loss. */
const PLAIN = /^0*(\d{1,15})$/;

function numberOf(sequence: string | undefined): number | null {
  const digits = sequence === undefined ? undefined : PLAIN.exec(sequence)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * The numbers that came, written as plainly as can be: what the SQL of `countedRanges` is held against. Only of sources and epochs of which an
 * event says that every event is numbered; a number that came twice counts once, with what was recorded first.
 */
export function rangesOf(events: readonly RecordedEvent[]): readonly CountedRange[] {
  const counts = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const key = JSON.stringify([event.source, event.epoch ?? '']);
    counts.set(key, [...(counts.get(key) ?? []), event]);
  }
  return [...counts].sort(([one], [other]) => compareText(one, other)).flatMap(([, counted]) => ranges(counted));
}

function ranges(events: readonly RecordedEvent[]): readonly CountedRange[] {
  const byNumber = new Map<number, RecordedEvent[]>();
  for (const event of events.toSorted((one, other) => one.position - other.position)) {
    const number = numberOf(event.sequence);
    if (number !== null) byNumber.set(number, [...(byNumber.get(number) ?? []), event]);
  }
  const declared = (number: number) => (byNumber.get(number) ?? []).some((event) => event.sequenceType === 'Integer');
  const numbers = [...byNumber.keys()].sort((one, other) => one - other);
  if (!numbers.some(declared)) return [];
  const edge = (number: number) => {
    const [event] = byNumber.get(number) ?? [];
    return { number, position: event?.position ?? 0, occurredAt: event?.occurredAt ?? '' };
  };
  const starts = numbers.filter((number) => !byNumber.has(number - 1));
  return starts.map((start): CountedRange => {
    let end = start;
    while (byNumber.has(end + 1)) end += 1;
    const within = numbers.filter((number) => number >= start && number <= end);
    const recordedAt = within.flatMap((number) => (byNumber.get(number) ?? []).map((event) => event.recordedAt)).sort();
    const [event] = byNumber.get(start) ?? [];
    return {
      source: event?.source ?? '',
      epoch: event?.epoch ?? null,
      first: edge(start),
      last: edge(end),
      follows: declared(start),
      recordedAt: recordedAt[0] ?? '',
    };
  });
}
