import { knownInstant } from '#libs/certificates/instant.js';
import { instantText } from '#libs/fleet/effective-instant.js';
import type { Selection } from '#libs/selection/selection.js';
import { selectionsOf } from './selections-of.js';
import type { Cause, Subject } from './subject.js';

/**
 * One endpoint's answer for one range of time. The ranges of an endpoint follow each other without a gap, from the one that holds since before
 * the last event on into the known future: *now* is the range that contains now, the forecast is those after it.
 */
export interface BindingRange {
  readonly endpoint: string;
  /** Since when this answer holds. */
  readonly validFrom: string;
  /** First instant after the range; null: nothing that is known changes it. */
  readonly validUntil: string | null;
  readonly selection: Selection;
  /** What last made the endpoint present something else than before. */
  readonly changed: Cause;
}

/** How many changes by time alone are written ahead for one endpoint: two for each of 128 certificates, decades in practice. */
export const MOST_RANGES = 256;

/**
 * The ranges of a server's endpoints after an event.
 *
 * They depend on the events alone and not on the instant of projection: from the event's instant on each endpoint is followed through every
 * `changesAt`. So a projection built again from the log equals the one that grew with it, and no clock has to tick for a read to be right.
 *
 * @param before the ranges before the event; empty for a server never heard of.
 * @param subject server and organization after the event.
 * @param cause the event, at its effective instant, which is not before that of the events behind `before`.
 * @param until follow time no further than this: the instant of the next event, when there is one.
 */
export function bindingRanges(
  before: readonly BindingRange[],
  subject: Subject,
  cause: Cause,
  until: string | null = null,
): readonly BindingRange[] {
  const held = new Map(
    before.filter((range) => contains(range, cause.at)).map((range) => [range.endpoint, range] as const),
  );
  return follow(subject, cause.at, until).flatMap((answers) => {
    const [first] = answers;
    return first === undefined ? [] : chain(held.get(first.selection.endpoint), answers, cause);
  });
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

/** Gives the answers their ranges and causes; the first one goes on with the range it does not differ from. */
function chain(held: BindingRange | undefined, answers: readonly Answer[], cause: Cause): readonly BindingRange[] {
  const ranges: BindingRange[] = [];
  let previous = held;
  for (const [index, { at, selection }] of answers.entries()) {
    const instant = index === 0 ? cause.at : at;
    const why = index === 0 ? cause : { at, by: null, position: null };
    const goesOn = index === 0 && previous !== undefined && sameAnswer(previous.selection, selection);
    const range: BindingRange = {
      endpoint: selection.endpoint,
      validFrom: goesOn && previous !== undefined ? previous.validFrom : instant,
      validUntil: endOf(selection),
      selection,
      changed: previous !== undefined && samePresentation(previous.selection, selection) ? previous.changed : why,
    };
    ranges.push(range);
    previous = range;
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

/** The triple by which `changesAt` tells answers apart. @cite rulebook 4.3 */
function sameAnswer(one: Selection, other: Selection): boolean {
  return samePresentation(one, other) && String(one.events.toSorted()) === String(other.events.toSorted());
}
