/** True, false, or unknown (undefined). A true branch decides an `or`, a false one an `and`, whatever else is unknown. */
export type Trivalent = boolean | undefined;

export function allOf(...parts: readonly Trivalent[]): Trivalent {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

export function anyOf(parts: readonly Trivalent[]): Trivalent {
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}
