/**
 * Rulebook 2 (end) and 4.4: an absent key is unknown, null is known to be unset. Here `undefined` is "unknown" throughout.
 */
export type Tri = boolean | undefined;

/** Null is false. */
export function knownBoolean(value: boolean | null | undefined): Tri {
  return value === null ? false : value;
}

/** Null is the empty list. */
export function knownList<T>(value: readonly T[] | null | undefined): readonly T[] | undefined {
  return value === null ? [] : value;
}

/** Null and blanks only are unset: the empty text. */
export function knownText(value: string | null | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value === null || value.trim() === '' ? '' : value;
}

/** A null version, instant, status, port or address counts as unknown. */
export function knownUnlessNull<T>(value: T | null | undefined): T | undefined {
  return value === null ? undefined : value;
}

export function knownInstant(value: string | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Date.parse(value);
}

/** In an *and* a false branch suffices (18). */
export function and(...branches: readonly Tri[]): Tri {
  if (branches.includes(false)) return false;
  return branches.includes(undefined) ? undefined : true;
}

/** In an *or* a true branch suffices (18). */
export function or(...branches: readonly Tri[]): Tri {
  if (branches.includes(true)) return true;
  return branches.includes(undefined) ? undefined : false;
}

export function not(value: Tri): Tri {
  return value === undefined ? undefined : !value;
}
