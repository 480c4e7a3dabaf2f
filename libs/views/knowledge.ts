import { canonicalText } from '#libs/fleet/canonical.js';
import { rangeKey, type ToldRange } from './binding-ranges.js';

/**
 * A row of the binding history, on both axes of time: from `validFrom` to `validUntil` the endpoint was told to present this, by whoever knew the
 * log up to a position from `knownFrom` on and before `knownUntil`.
 */
export interface KnownRange extends ToldRange {
  readonly knownFrom: number;
  /** Null: it is what is known now. */
  readonly knownUntil: number | null;
}

/** A row with what the database has of it. */
export interface HeldRange extends KnownRange {
  readonly stored: boolean;
  /** Its `selection` is another one than the stored one. */
  readonly reselected: boolean;
}

/**
 * The rows after something more is known. A row that is no longer told ends at the position, one that is newly told begins there, all others
 * stay: what was answered for an earlier knowledge is never answered otherwise.
 *
 * @param held the rows so far; those whose knowledge has ended stay as they are.
 * @param told all ranges as they are known now, or, with `since`, those that reach beyond that instant: rows that were over by then are untouched.
 */
export function learn(
  held: readonly HeldRange[],
  told: readonly ToldRange[],
  { position, since }: { readonly position: number; readonly since: string | null },
): readonly HeldRange[] {
  const news = new Map(told.map((range) => [rangeKey(range), range]));
  const kept = held.flatMap((row): HeldRange[] => {
    if (row.knownUntil !== null || isOver(row, since)) return [row];
    const range = news.get(rangeKey(row));
    if (range === undefined || range.digest !== row.digest || range.validUntil !== row.validUntil)
      return forgotten(row, position);
    news.delete(rangeKey(row));
    return [sameSelection(range, row) ? row : { ...row, selection: range.selection, reselected: true }];
  });
  const fresh = [...news.values()].map((range): HeldRange => ({
    endpoint: range.endpoint,
    validFrom: range.validFrom,
    validUntil: range.validUntil,
    content: range.content,
    digest: range.digest,
    selection: range.selection,
    knownFrom: position,
    knownUntil: null,
    stored: false,
    reselected: false,
  }));
  return [...kept, ...fresh];
}

/** What began to be known at this very position was never known. */
function forgotten(row: HeldRange, position: number): HeldRange[] {
  if (row.knownFrom === position && !row.stored) return [];
  return [{ ...row, selection: null, knownUntil: position }];
}

function isOver({ validUntil }: ToldRange, since: string | null): boolean {
  return since !== null && validUntil !== null && validUntil <= since;
}

function sameSelection(one: ToldRange, other: ToldRange): boolean {
  if (one.selection === null || other.selection === null) return one.selection === other.selection;
  return canonicalText(one.selection) === canonicalText(other.selection);
}
