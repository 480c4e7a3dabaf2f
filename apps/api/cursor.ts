import { z } from 'zod';
import type { KeyValue } from '#libs/store/queries/listed/keyset.js';
import type { SortSql } from '#libs/store/queries/listed/sql-field.js';
import { Refused } from './refused.js';

/**
 * Where the next page begins: the keys of the last item of this one, so that rows that come and go elsewhere move nothing. Opaque to the
 * asker; bound to the list it came from.
 */
export function cursorAfter(list: string, keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([list, keys])).toString('base64url');
}

/** The keys that a cursor holds; null without a cursor. A cursor of another list, or a made-up one, is refused. */
export function keysOf<T>(list: string, cursor: string | undefined, keys: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const read = z.tuple([z.literal(list), keys]).safeParse(parsed(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (read.success) return read.data[1];
  throw new Refused('bad-request', 'This is not a cursor of this list.', {
    errors: [{ parameter: 'cursor', message: 'give `next` of the page before, or nothing' }],
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A text that a column can hold. */
const ColumnText = z.string().regex(/^[^\0\p{Surrogate}]*$/u);
const SORTED = {
  text: ColumnText,
  integer: z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  instant: z.iso.datetime(),
} as const;

/** Values of the keys that rows are ordered by. */
export function sortedKeys(keys: readonly Pick<SortSql, 'type' | 'nullable'>[]): z.ZodType<readonly KeyValue[]> {
  return z.array(z.unknown()).transform((values, context): readonly KeyValue[] => {
    const shapes = keys.map(({ type, nullable }) => (nullable ? SORTED[type].nullable() : SORTED[type]));
    const found = shapes.flatMap((shape, i) => {
      const value = shape.safeParse(values[i]);
      return value.success ? [value.data] : [];
    });
    if (found.length !== keys.length || values.length !== keys.length) context.addIssue('other keys');
    return found;
  });
}

export const OneText = z.tuple([z.string()]);
export const TwoTexts = z.tuple([ColumnText, ColumnText]);
/** An instant and a row's id. */
export const InstantAndId = z.tuple([z.iso.datetime(), z.uuid()]);
/** An instant, a server and an endpoint. */
export const ComingKeys = z.tuple([z.iso.datetime(), z.string(), z.string()]);
/** An instant in milliseconds and a position. */
export const InstantAndPosition = z.tuple([
  z
    .number()
    .int()
    .min(Date.UTC(0, 0, 1))
    .max(Date.UTC(9999, 11, 31)),
  z.number().int().nonnegative(),
]);
