/** A query that was checked against the fields of a list: all that is left is to ask it of rows. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | FieldTest;

/** A test holds only where it is known to hold; its negation holds everywhere else, unknown included. */
export interface FieldTest {
  readonly kind: 'field';
  readonly field: string;
  readonly test: Test;
}

export type Test =
  /** Nobody reported it. */
  | { readonly is: 'unknown' }
  /** It is known to be unset. */
  | { readonly is: 'none' }
  /** It has a value. */
  | { readonly is: 'set' }
  /** One of these values of a choice, as it is written. */
  | { readonly is: 'choice'; readonly values: readonly string[] }
  /** A text that is one of these, A to Z in either case. */
  | { readonly is: 'one-of'; readonly values: readonly string[] }
  /** These parts, in this order, with anything between them; A to Z in either case. */
  | { readonly is: 'like'; readonly parts: readonly string[] }
  | { readonly is: 'flag'; readonly value: boolean }
  /** A number, or an instant in milliseconds: at least `from`, less than `before`. */
  | {
      readonly is: 'within';
      readonly type: 'number' | 'instant';
      readonly from: number | null;
      readonly before: number | null;
    };

export const EVERYTHING: Condition = { kind: 'all', of: [] };

/** True when some test of the condition asks for one of these fields. */
export function asksFor(condition: Condition, fields: ReadonlySet<string>): boolean {
  if (condition.kind === 'field') return fields.has(condition.field);
  if (condition.kind === 'not') return asksFor(condition.of, fields);
  return condition.of.some((one) => asksFor(one, fields));
}
