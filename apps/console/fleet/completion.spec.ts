import { expect, test } from '@jest/globals';
import { completion } from './completion.js';

const field = (name: string, values: readonly string[] = []) => ({
  name,
  also: name === 'notAfter' ? ['expires'] : [],
  kind: 'text' as const,
  means: `the ${name}`,
  many: false,
  freeText: false,
  operators: [':'],
  values: values.map((value) => ({ value, count: 3 })),
  unknown: 2,
  none: 0,
  more: false,
});
const KNOWN = {
  fields: [field('role', ['receive', 'send']), field('site', ['AMS', 'New York']), field('notAfter')],
  shortcuts: [{ name: 'is:failing', query: 'x', means: 'fails' }],
};

test.each([
  ['', ['role:', 'site:', 'notAfter:', 'is:failing']],
  ['ro', ['role:']],
  ['EXP', ['notAfter:']],
  ['-si', ['site:']],
  ['(role:r', ['role:receive']],
  ['site:n', ['site:"New York"']],
  ['site:"new', ['site:"New York"']],
  ['site:', ['site:AMS', 'site:"New York"', 'site:unknown']],
  ['role:send is:', ['is:failing']],
  ['has:r', ['has:role']],
  ['nothing:', []],
])('after %j come %j', (text, expected) => {
  expect(completion(text, text.length, KNOWN).suggestions.map((one) => one.text)).toEqual(expected);
});

test('the word begins behind the last blank that is not in quotes, and behind a sign', () => {
  expect(completion('role:send -si', 13, KNOWN).from).toBe(11);
  expect(completion('site:"New Yo', 12, KNOWN).from).toBe(0);
});
