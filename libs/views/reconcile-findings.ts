import type { FindingRange } from './finding-ranges.js';

/** A range of a finding as it is kept: with what is remembered of it. Instants are RFC 3339 UTC with milliseconds. */
export interface KeptFinding extends FindingRange {
  /** Since when the finding stands without a break, whatever became of its severity and evidence; ahead: when it will begin to. */
  readonly firstSeen: string;
  /** When it was last found to stand. */
  readonly lastSeen: string;
  /** When it was found to stand no more; null: it was not, and ends by time alone if at all. */
  readonly resolved: string | null;
}

export interface Reconciled {
  /** To be written over those with the same key: identity and `standsFrom`. */
  readonly write: readonly KeptFinding[];
  readonly remove: readonly KeptFinding[];
}

/**
 * What becomes of the kept findings of a server when it is judged again.
 *
 * A finding that stands and stood keeps its row and since when it was seen; one that stands no more is resolved, by time at the end of its
 * range or else now; what was ahead is replaced. A finding that comes back after it was resolved is a new one.
 *
 * @param kept the unresolved ranges, and those that begin at `now`
 * @param found the ranges from `now` on
 */
export function reconcileFindings(
  kept: readonly KeptFinding[],
  found: readonly FindingRange[],
  now: string,
): Reconciled {
  const [before, after] = [byIdentity(kept), byIdentity(found)];
  const each = [...new Set([...before.keys(), ...after.keys()])].map((identity) =>
    reconcileOne(before.get(identity) ?? [], after.get(identity) ?? [], now),
  );
  return { write: each.flatMap(({ write }) => write), remove: each.flatMap(({ remove }) => remove) };
}

function reconcileOne(kept: readonly KeptFinding[], found: readonly FindingRange[], now: string): Reconciled {
  const begun = kept.filter(({ resolved, standsFrom }) => resolved === null && standsFrom <= now);
  const isSuperseded = (row: KeptFinding) => begun.some(({ standsFrom }) => standsFrom === row.standsUntil);
  const ended = begun.filter((row) => !isSuperseded(row));
  const held = ended.find(({ standsUntil }) => standsUntil === null || standsUntil > now);
  const write = new Map<string, KeptFinding>();
  const put = (row: KeptFinding) => write.set(row.standsFrom, row);

  for (const row of ended) put(resolvedAt(row, row === held ? now : (row.standsUntil ?? now)));
  let previous: KeptFinding | undefined;
  for (const range of found) {
    const stands = range.standsFrom <= now;
    const since = stands ? (held ?? kept.find(({ standsFrom }) => standsFrom === now)) : goesOnFrom(previous, range);
    previous = {
      ...range,
      standsFrom: stands ? (since?.standsFrom ?? now) : range.standsFrom,
      firstSeen: since?.firstSeen ?? range.standsFrom,
      lastSeen: range.standsFrom,
      resolved: null,
    };
    put(previous);
  }
  const remove = kept.filter(({ resolved, standsFrom }) => resolved === null && !write.has(standsFrom));
  return { write: [...write.values()], remove };
}

function resolvedAt(row: KeptFinding, instant: string): KeptFinding {
  return { ...row, standsUntil: instant, resolved: instant };
}

/** The range before, where the other one begins at its end. */
function goesOnFrom(previous: KeptFinding | undefined, range: FindingRange): KeptFinding | undefined {
  return previous?.standsUntil === range.standsFrom ? previous : undefined;
}

/** Ranges of each finding, the earlier ones first. The server is the same for all, however its name is written. */
function byIdentity<Range extends FindingRange>(ranges: readonly Range[]): ReadonlyMap<string, readonly Range[]> {
  const groups = new Map<string, Range[]>();
  for (const range of ranges) {
    const identity = JSON.stringify([range.finding.id, range.finding.endpoint, range.subject]);
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [range]);
    else group.push(range);
  }
  for (const group of groups.values())
    group.sort((one, other) => (one.standsFrom < other.standsFrom ? -1 : one.standsFrom > other.standsFrom ? 1 : 0));
  return groups;
}
