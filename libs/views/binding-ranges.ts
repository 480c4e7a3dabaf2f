import { knownInstant } from '#libs/certificates/instant.js';
import { instantText } from '#libs/fleet/effective-instant.js';
import type { Selection } from '#libs/selection/selection.js';
import { bindingContent, contentDigest, type BindingContent } from './binding.js';
import { selectionsOf } from './selections-of.js';
import type { Cause, Subject } from './subject.js';

/**
 * One endpoint's answer for one range of time, as the inventory says it. The ranges of an endpoint follow each other without a gap for as long
 * as there is the endpoint: those that are past, the present one, and the known future.
 */
export interface ToldRange {
  readonly endpoint: string;
  /** Since when the inventory says this. */
  readonly validFrom: string;
  /** First instant after the range; null: nothing that is known changes it. */
  readonly validUntil: string | null;
  readonly content: BindingContent;
  /** Of the content: what tells two ranges apart. */
  readonly digest: string;
  /** The whole answer; null: the range was over before the last event, and the log is asked for the whole. */
  readonly selection: Selection | null;
}

/** A range that may still hold: it reaches beyond the last event. *Now* is the one that contains now, the forecast is those after it. */
export interface BindingRange extends ToldRange {
  readonly selection: Selection;
  /** What last made the endpoint present something else than before. */
  readonly changed: Cause;
}

/** What an event makes of the ranges. */
export interface Turn {
  /** Ranges that are over, whether time ended them before the event or the event did. */
  readonly past: readonly ToldRange[];
  readonly live: readonly BindingRange[];
}

/** How many changes by time alone are written ahead for one endpoint: two for each of 128 certificates, decades in practice. */
export const MOST_RANGES = 256;

/**
 * The ranges of a server's endpoints after an event.
 *
 * They depend on the events alone and not on the instant of projection: from the event's instant on each endpoint is followed through every
 * `changesAt`. So a projection built again from the log equals the one that grew with it, and no clock has to tick for a read to be right.
 *
 * @param before the live ranges before the event; empty for a server never heard of.
 * @param subject server and organization after the event.
 * @param cause the event, at its effective instant, which is not before that of the events behind `before`.
 * @param until follow time no further than this: the instant of the next event, when there is one.
 */
export function bindingRanges(
  before: readonly BindingRange[],
  subject: Subject,
  cause: Cause,
  until: string | null = null,
): Turn {
  const held = new Map(
    before.filter((range) => contains(range, cause.at)).map((range) => [range.endpoint, range] as const),
  );
  const live = follow(subject, cause.at, until).flatMap((answers) => {
    const [first] = answers;
    return first === undefined ? [] : chain(held.get(first.selection.endpoint), answers, { subject, cause });
  });
  const goingOn = new Set(live.map(rangeKey));
  const past = before.filter((range) => range.validFrom < cause.at && !goingOn.has(rangeKey(range)));
  return { past: past.map((range) => ended(range, cause.at)), live };
}

/** What makes a range of a server the only one at one time of knowing. */
export function rangeKey({ endpoint, validFrom }: Pick<ToldRange, 'endpoint' | 'validFrom'>): string {
  return `${validFrom} ${endpoint}`;
}

function ended({ endpoint, validFrom, validUntil, content, digest }: ToldRange, at: string): ToldRange {
  const last = validUntil === null || validUntil > at ? at : validUntil;
  return { endpoint, validFrom, validUntil: last, content, digest, selection: null };
}

interface Answer {
  readonly at: string;
  readonly selection: Selection;
}

/** For each endpoint its answers, one after the other, as time alone makes them. */
function follow(subject: Subject, from: string, until: string | null): readonly (readonly Answer[])[] {
  const answers = new Map<string, Answer[]>();
  const evaluated = new Map<string, ReadonlyMap<string, Selection>>();
  const evaluate = (at: string) => {
    const found = evaluated.get(at) ?? evaluateAt(subject, at);
    evaluated.set(at, found);
    return found;
  };
  for (const [endpoint, selection] of evaluate(from)) {
    const chainOf: Answer[] = [{ at: from, selection }];
    answers.set(endpoint, chainOf);
    let next = endOf(selection);
    while (next !== null && (until === null || next <= until) && chainOf.length < MOST_RANGES) {
      const then = evaluate(next).get(endpoint);
      if (then === undefined) break;
      chainOf.push({ at: next, selection: then });
      next = endOf(then);
    }
  }
  return [...answers.values()];
}

function evaluateAt({ known, organization }: Subject, at: string): ReadonlyMap<string, Selection> {
  return new Map(selectionsOf(known, organization, { at }).map((selection) => [selection.endpoint, selection]));
}

interface After {
  readonly subject: Subject;
  readonly cause: Cause;
}

/** Gives the answers their ranges and causes; the first one goes on with the range it does not differ from. */
function chain(
  held: BindingRange | undefined,
  answers: readonly Answer[],
  { subject, cause }: After,
): readonly BindingRange[] {
  const ranges: BindingRange[] = [];
  let previous = held;
  for (const [index, { at, selection }] of answers.entries()) {
    const { endpoint } = selection;
    const why = index === 0 ? cause : { at, by: null, position: null };
    const isSame = previous !== undefined && samePresentation(previous.selection, selection);
    const changed = isSame && previous !== undefined ? previous.changed : why;
    const validUntil = endOf(selection);
    const content = bindingContent(subject.known.server, { selection, changesAt: validUntil, changed });
    const digest = contentDigest(endpoint, content);
    const goesOn = index === 0 && previous?.digest === digest;
    const validFrom = goesOn && previous !== undefined ? previous.validFrom : index === 0 ? cause.at : at;
    previous = { endpoint, validFrom, validUntil, content, digest, selection, changed };
    ranges.push(previous);
  }
  return ranges;
}

/** Always with milliseconds, so that instants compare as texts. */
function endOf({ changesAt }: Selection): string | null {
  const instant = knownInstant(changesAt);
  return instant === undefined ? null : instantText(instant);
}

function contains({ validFrom, validUntil }: BindingRange, at: string): boolean {
  return validFrom <= at && (validUntil === null || at < validUntil);
}

/** What the endpoint shows to the world. */
function samePresentation(one: Selection, other: Selection): boolean {
  return one.outcome === other.outcome && one.thumbprint === other.thumbprint;
}
