import type { z } from 'zod';
import { malformed, type Refused } from '../refusal.js';
import type { Refusal, Warning } from '../report.js';
import { jsonPath, kindOf, shorten, valueAt, type JsonStep } from './path.js';

export type Shaped<T> = { readonly ok: true; readonly value: T; readonly warnings: readonly Warning[] } | Refused;

type Issue = z.core.$ZodIssue;

/** More than anybody reads; the last one then says how many there were. */
const MOST_WARNINGS = 100;
const MOST_REFUSALS = 100;

/**
 * Holds a parsed JSON value against a schema of strict objects. Unknown keys, and unknown words where the schema has a list of words
 * and `forgives` the place, are taken out and warned of; anything else is refused at the first place that is wrong.
 *
 * Takes things out of `value` itself: it belongs to the caller's parse and to nobody else.
 */
export function readShape<T>(schema: z.ZodType<T>, value: unknown, forgives: (path: string) => boolean): Shaped<T> {
  const shaped = readWholeShape(schema, value, { forgives, under: [], remedy: REMEDY });
  return shaped.ok ? shaped : { ok: false, refusal: shaped.refusals[0] };
}

export type WhollyShaped<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

export interface Reading {
  readonly forgives: (path: string) => boolean;
  /** Where the value stands in what the user wrote; it goes before every place. */
  readonly under: readonly JsonStep[];
  readonly remedy: string;
}

/** As {@link readShape}, but says everything that is wrong. */
export function readWholeShape<T>(schema: z.ZodType<T>, value: unknown, reading: Reading): WhollyShaped<T> {
  const first = schema.safeParse(value);
  if (first.success) return { ok: true, value: first.data, warnings: [] };
  const issues = first.error.issues;
  const [fatal, ...others] = issues.filter((issue) => !isForgiven(issue, value, reading.forgives));
  if (fatal !== undefined) return refusals([fatal, ...others.slice(0, MOST_REFUSALS - 1)], value, reading);
  const warnings = cap(issues.flatMap((issue) => warningsOf(issue, value, reading.under)));
  takeOut(issues, value);
  const second = schema.safeParse(value);
  return second.success
    ? { ok: true, value: second.data, warnings }
    : refusals([second.error.issues[0], ...second.error.issues.slice(1)], value, reading);
}

function isForgiven(issue: Issue, value: unknown, forgives: (path: string) => boolean): boolean {
  if (issue.code === 'unrecognized_keys') return true;
  return (
    issue.code === 'invalid_value' && typeof valueAt(value, issue.path) === 'string' && forgives(jsonPath(issue.path))
  );
}

function warningsOf(issue: Issue, value: unknown, under: readonly JsonStep[]): Warning[] {
  const path = [...under, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ place: jsonPath([...path, key]), message: 'Unknown key, ignored.' }));
  const word = shorten(String(valueAt(value, issue.path)), 60);
  return [{ place: jsonPath(path), message: `${JSON.stringify(word)} is ${expected(issue)}: taken as unknown.` }];
}

function cap(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.length <= MOST_WARNINGS) return warnings;
  const rest = warnings.length - MOST_WARNINGS;
  return [...warnings.slice(0, MOST_WARNINGS), { place: '', message: `${rest} more warnings of these kinds.` }];
}

/** Elements are marked first and taken out at the end, all at once: one by one, a list of 100,000 wrong words would take minutes. */
function takeOut(issues: readonly Issue[], root: unknown): void {
  const shortened = new Set<unknown[]>();
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(-1);
    const owner = valueAt(root, issue.code === 'unrecognized_keys' ? issue.path : issue.path.slice(0, -1));
    if (Array.isArray(owner)) {
      for (const key of keys) owner[Number(key)] = TAKEN_OUT;
      shortened.add(owner);
    } else if (typeof owner === 'object' && owner !== null) for (const key of keys) Reflect.deleteProperty(owner, key);
  }
  for (const list of shortened) keep(list, (element) => element !== TAKEN_OUT);
}

const TAKEN_OUT = Symbol('taken out');

function keep(list: unknown[], wanted: (element: unknown) => boolean): void {
  let kept = 0;
  for (const element of list) if (wanted(element)) list[kept++] = element;
  list.length = kept;
}

function refusals(
  [first, ...others]: readonly [Issue | undefined, ...Issue[]],
  value: unknown,
  reading: Reading,
): { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] } {
  return {
    ok: false,
    refusals: [refusalOf(first, value, reading), ...others.map((issue) => refusalOf(issue, value, reading))],
  };
}

function refusalOf(issue: Issue | undefined, value: unknown, { under, remedy }: Reading): Refusal {
  if (issue === undefined)
    return malformed(jsonPath(under), 'The document does not have the expected shape.', remedy).refusal;
  const place = jsonPath([...under, ...issue.path]);
  const found = valueAt(value, issue.path);
  if (found === undefined && issue.code !== 'unrecognized_keys')
    return malformed(place, `${place === '' ? 'The document' : place} is required and missing.`, remedy).refusal;
  return malformed(
    place,
    `${place === '' ? 'The document' : place} is ${expected(issue)} (found: ${shown(found)}).`,
    remedy,
  ).refusal;
}

const REMEDY = 'Correct this value; docs/formats.md lists every key, its type and its meaning.';

/** Completes "X is …". */
function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `not ${TYPE_WORDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `none of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `over the limit of ${String(issue.maximum)}${issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''}`;
    case 'too_small':
      return `below the limit of ${String(issue.minimum)}`;
    case 'invalid_format':
      return issue.format === 'regex' ? 'empty or not in the expected form' : `no valid ${issue.format}`;
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value, 60));
  if (typeof value === 'number') return String(value);
  return kindOf(value);
}
