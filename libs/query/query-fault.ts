/** What is wrong with a query, where, and what can be done about it. */
export interface QueryFault {
  readonly message: string;
  /** Counted from 1, where it begins. */
  readonly column: number;
  /** As a sentence. */
  readonly remedy: string;
  /** What was likely meant, likeliest first. */
  readonly suggestions?: readonly string[];
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: QueryFault };

export function read<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fault(problem: QueryFault): { readonly ok: false; readonly fault: QueryFault } {
  return { ok: false, fault: problem };
}

/** All values, or the first fault. */
export function readAll<T>(values: readonly Read<T>[]): Read<readonly T[]> {
  const found: T[] = [];
  for (const value of values) {
    if (!value.ok) return value;
    found.push(value.value);
  }
  return read(found);
}
