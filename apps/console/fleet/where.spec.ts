import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matches } from '#libs/query/matches.js';
import { readQuery } from '#libs/query/read-query.js';
import { anyCharacter } from '../../../test/support/any-character.js';
import { hasTerm, termOf, toggled } from './where.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');

function holds(where: string, site: string): boolean {
  const query = readQuery(where, 'bindings', NOW);
  if (!query.ok) throw new Error(`${where}: ${query.fault.message}`);
  return matches(query.value.condition, { site });
}

test.each([
  ['AMS', 'site:AMS'],
  ['New York', 'site:"New York"'],
  ['a"b\\c', 'site:"a\\"b\\\\c"'],
  ['unknown', 'site:"unknown"'],
  ['*', 'site:"*"'],
  ['-x', 'site:"-x"'],
])('the value %j is written %s', (value, written) => expect(termOf('site', value)).toBe(written));

test('whatever a value is, its term is a query that holds for it and not for another', () => {
  const value = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 40 }).filter((text) => !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(value, (text) => {
      expect(holds(termOf('site', text), text)).toBe(true);
      expect(holds(termOf('site', text), `${text}x`)).toBe(false);
    }),
  );
});

describe('a term that is pressed', () => {
  test.each([
    ['', 'site:AMS', 'site:AMS'],
    ['role:iis', 'site:AMS', 'role:iis site:AMS'],
    ['role:iis site:AMS', 'site:AMS', 'role:iis'],
    ['role:iis and site:AMS', 'site:AMS', 'role:iis'],
    ['site:AMS and role:iis', 'site:AMS', 'role:iis'],
    ['site:"New York" role:iis', 'site:"New York"', 'role:iis'],
    ['role:iis or role:pop', 'site:AMS', '(role:iis or role:pop) site:AMS'],
    ['(role:iis or role:pop) site:AMS', 'site:AMS', '(role:iis or role:pop)'],
    ['-site:AMS', 'site:AMS', '-site:AMS site:AMS'],
  ])('in %j: %s', (where, term, after) => expect(toggled(where, term)).toBe(after));

  test('is told to stand there only where it must hold', () => {
    expect(hasTerm('role:iis site:AMS', 'site:AMS')).toBe(true);
    expect(hasTerm('role:iis or site:AMS', 'site:AMS')).toBe(false);
    expect(hasTerm('not site:AMSX', 'site:AMS')).toBe(false);
  });
});
