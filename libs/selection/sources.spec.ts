import { expect, test } from '@jest/globals';
import { SELECTION_RULES } from './rulebook.js';
import { sourceOf, SOURCES } from './sources.js';

test('every source has a title, and an address that can be opened', () => {
  for (const { title, url } of Object.values(SOURCES)) {
    expect(title).toMatch(/^\S.*\S$/);
    if (url !== null) expect(new URL(url).protocol).toMatch(/^https?:$/);
  }
});

test('the rules of selection cite sources of the list', () => {
  const cited = SELECTION_RULES.flatMap(({ sources }) => [...sources]);
  expect(cited.filter((key) => sourceOf(key) === undefined)).toEqual([]);
  expect(sourceOf('constructor')).toBeUndefined();
});
