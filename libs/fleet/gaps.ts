import { knownInstant } from '#libs/certificates/instant.js';
import { compareText } from './canonical.js';

/**
 * What the numbers of a source say. `every-event`: each event has the next number, so that a hole is an event that never came; a source says
 * so itself (`sequencetype` is `Integer`). `with-holes`: they number more than what is told here, as the records of a Windows event log do, of
 * which exports and Certfleet itself leave out most. `unknown`: the source does not say. Entries of the administrator audit log have no numbers.
 * @cite CloudEvents, extension Sequence
 */
export const NUMBERINGS = ['every-event', 'with-holes', 'unknown'] as const;
export type Numbering = (typeof NUMBERINGS)[number];

/** An event at the edge of what is known of a count. */
export interface Counted {
  readonly number: number;
  readonly position: number;
  readonly occurredAt: string;
}

/** Numbers of one source and epoch that follow each other without a hole. */
export interface CountedRange {
  readonly source: string;
  /** Null: the source names none. */
  readonly epoch: string | null;
  readonly first: Counted;
  readonly last: Counted;
  /** Whether the first one says that every event has the next number: then what is missing before it was told by nobody. */
  readonly follows: boolean;
  /** When the first of these was recorded. */
  readonly recordedAt: string;
}

/** Events that a source counted and that never came. */
export interface Gap {
  readonly source: string;
  readonly epoch: string | null;
  /** The first and the last number that is missing. */
  readonly from: number;
  readonly to: number;
  readonly missing: number;
  /** Since when it shows that they are missing: when something that comes after them was recorded first. */
  readonly since: string;
  /** The last that is known before them, and the first behind them. */
  readonly before: Counted;
  readonly after: Counted;
}

/** A hole may be something that is still on its way. @cite GUARANTEES, Time 8 */
const SETTLED_MS = 10 * 60_000;

/**
 * The holes between ranges that are older than ten minutes at an instant. Nothing is missing before the first number that is known, and what
 * comes after the last one nobody can know.
 */
export function gapsBetween(ranges: readonly CountedRange[], at: string): readonly Gap[] {
  return holesBetween(ranges).filter((hole) => isSettled(hole, at));
}

/** The holes between ranges, those too that may be something on its way. */
export function holesBetween(ranges: readonly CountedRange[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let behind: CountedRange | undefined;
  let since = '';
  // From the last range back, for a hole is as old as the oldest of all that comes after it.
  for (const range of ranges.toSorted(byPlace).toReversed()) {
    const same = behind !== undefined && sameCount(range, behind);
    if (behind !== undefined && same && behind.follows) gaps.push(gapOf(range, behind, since));
    since = same && since < range.recordedAt ? since : range.recordedAt;
    behind = range;
  }
  return gaps.reverse();
}

function gapOf({ source, epoch, last }: CountedRange, { first }: CountedRange, since: string): Gap {
  const [from, to] = [last.number + 1, first.number - 1];
  return { source, epoch, from, to, missing: to - from + 1, since, before: last, after: first };
}

/** Whether a hole is older than ten minutes at an instant. */
export function isSettled({ since }: Pick<Gap, 'since'>, at: string): boolean {
  return (knownInstant(since) ?? Infinity) <= (knownInstant(at) ?? -Infinity) - SETTLED_MS;
}

function byPlace(one: CountedRange, other: CountedRange): number {
  return (
    compareText(one.source, other.source) ||
    compareText(one.epoch ?? '', other.epoch ?? '') ||
    one.first.number - other.first.number
  );
}

function sameCount(one: CountedRange, other: CountedRange): boolean {
  return one.source === other.source && (one.epoch ?? '') === (other.epoch ?? '');
}

/** A gap in a sentence: `missing 3 events from …`. */
export function gapWords({ source, epoch, from, to, missing, before, after }: Gap): string {
  const many = missing === 1 ? 'missing 1 event' : `missing ${missing} events`;
  const numbers = missing === 1 ? `number ${from}` : `numbers ${from} to ${to}`;
  const within = epoch === null ? '' : ` of ${epoch}`;
  return `${many} from ${source} (${numbers}${within}), between ${before.occurredAt} and ${after.occurredAt}`;
}
