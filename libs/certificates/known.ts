/**
 * How every optional key of a fleet document is read: absent is unknown (`undefined`), null is known to be unset.
 * @cite rulebook 2 (D)
 */

/** A switch: null is off, absent stays unknown. */
export function knownFlag(value: boolean | null | undefined): boolean | undefined {
  return value === null ? false : value;
}

/** A text without its outer blanks: null or blanks only is unset (null), absent stays unknown. */
export function knownText(value: string | null | undefined): string | null | undefined {
  if (value === null || value === undefined) return value;
  const text = value.trim();
  return text === '' ? null : text;
}

/** A list: null is the empty list, absent stays unknown. */
export function knownList<T>(value: readonly T[] | null | undefined): readonly T[] | undefined {
  return value === null ? [] : value;
}
