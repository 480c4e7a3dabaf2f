import type { Fields } from '#libs/query/field.js';

/** Where the values of a field stand. Texts of strangers stand in their column form. */
export type SqlField =
  /** One value a row: null where it is unknown or unset. */
  | { readonly value: string; readonly none?: string; readonly sort?: string; readonly upper?: true }
  /** Many in the row itself, as text[]: null where they are unknown. */
  | { readonly values: string; readonly none?: string; readonly sort?: string }
  /** Many, in rows of other tables, all of which are known. */
  | {
      /** Whether one of them meets a condition. */
      readonly some: (condition: string) => string;
      /** The value, in such a condition. */
      readonly element: string;
      /** Joins them to the rows, for counting. */
      readonly join: string;
      readonly sort?: string;
    };

/** A list as SQL: nothing but these texts and numbered parameters ever reaches the database. $1 is the organization. */
export interface ListSql {
  readonly fields: { readonly [name: string]: SqlField };
  readonly definitions: Fields;
  readonly from: string;
  readonly where: string;
  /** Values of `where` and `from`, from $2 on. */
  readonly bound?: readonly unknown[];
  /** What makes a row the only one, and the order without any other. */
  readonly key: readonly SortSql[];
}

/** What rows are ordered by. */
export interface SortSql {
  readonly expression: string;
  readonly type: 'text' | 'integer' | 'instant';
  readonly nullable: boolean;
  readonly descending: boolean;
}

/** Values of a statement, numbered as they come. */
export interface Values {
  /** The place of a value: `$3`. */
  readonly add: (value: unknown, type: string) => string;
  readonly all: () => readonly unknown[];
}

export function valuesAfter(first: readonly unknown[]): Values {
  const values = [...first];
  return {
    add: (value, type) => `$${values.push(value)}::${type}`,
    all: () => values,
  };
}
