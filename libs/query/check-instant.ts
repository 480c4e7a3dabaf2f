import type { Checking } from './check-test.js';
import type { Test } from './condition.js';
import type { NamedField } from './lists.js';
import { fault, read, type Read } from './query-fault.js';
import { INSTANT_FORMS, readSpan, type Span } from './read-instant.js';
import { isQuoted, textOf, type WrittenTest, type WrittenValue } from './syntax.js';

/** `notAfter:<+30d`, `notAfter:2027-06`, `changed:-7d..now`. A day, month or year counts as a whole: `<=2027-06` has all of June. */
export function checkInstant(test: WrittenTest, field: NamedField, checking: Checking): Read<Test> {
  if (test.kind === 'range') return between(test, field, checking);
  if (test.operator === '' && !isQuoted(test.value) && textOf(test.value) === '*') return read({ is: 'set' });
  const span = spanOf(test.value, field, checking);
  if (!span.ok) return span;
  const { from, before, lasts } = span.value;
  switch (test.operator) {
    case '<':
      return read({ is: 'within', type: 'instant', from: null, before: from });
    case '<=':
      return read({ is: 'within', type: 'instant', from: null, before });
    case '>':
      return read({ is: 'within', type: 'instant', from: before, before: null });
    case '>=':
      return read({ is: 'within', type: 'instant', from, before: null });
    default:
      return lasts ? read({ is: 'within', type: 'instant', from, before }) : neverEqual(test, field);
  }
}

function neverEqual(test: Extract<WrittenTest, { kind: 'value' }>, field: NamedField): ReturnType<typeof fault> {
  const text = textOf(test.value);
  return fault({
    message: `${text} is one millisecond, which ${field.name} will hardly be`,
    column: test.column,
    suggestions: [`<${text}`, `>${text}`],
    remedy: `Write ${field.name}:<${text} for before it, ${field.name}:>${text} for after it.`,
  });
}

function between(test: Extract<WrittenTest, { kind: 'range' }>, field: NamedField, checking: Checking): Read<Test> {
  const open = read<Span | null>(null);
  const from = textOf(test.from) === '*' ? open : spanOf(test.from, field, checking);
  if (!from.ok) return from;
  const to = textOf(test.to) === '*' ? open : spanOf(test.to, field, checking);
  if (!to.ok) return to;
  return read({ is: 'within', type: 'instant', from: from.value?.from ?? null, before: to.value?.before ?? null });
}

function spanOf(value: WrittenValue, field: NamedField, { now, heard }: Checking): Read<Span> {
  const text = textOf(value);
  const span = readSpan(text, now);
  if (span === null)
    return fault({
      message: `${text} is no time`,
      column: value.column,
      remedy: `${field.name} takes ${INSTANT_FORMS}.`,
    });
  if (span.unsigned === true && field.past === true)
    return fault({
      message: `${text} from now, or ago?`,
      column: value.column,
      suggestions: [`-${text}`, `+${text}`],
      remedy: `Write -${text} for ${text} ago.`,
    });
  heard(text, span.from);
  return read(span);
}
