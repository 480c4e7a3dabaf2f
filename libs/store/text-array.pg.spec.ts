import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../test/support/any-character.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { columnText } from './column-text.js';
import { inOrganization } from './database.js';
import { textArray } from './text-array.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

async function read(texts: readonly (string | null)[], as = 'text'): Promise<readonly (string | null)[]> {
  const rows = await inOrganization(fresh.db, 'contoso', (db) =>
    db.query<{ text: string | null }>(
      `select r.text::${as}::text as text from unnest($1::text[]) with ordinality as r (text, number) order by number`,
      [textArray(texts)],
    ),
  );
  return rows.map(({ text }) => text);
}

describe('an array of texts', () => {
  test.each([
    ['nothing', []],
    ['an empty text', ['']],
    ['nulls, and the word', [null, 'null', 'NULL', null]],
    ['what array literals escape', ['{"a": "\\"b\\""}', '\\', '"', '{}', ',', ' ']],
    ['texts of more than one byte a character', ['ä', '€', '𝄞', 'e\u0301']],
    ['a text larger than a page', ['x'.repeat(100_000), 'y']],
  ] as const)('arrives as it is: %s', async (_, texts) => {
    expect(await read(texts)).toEqual(texts);
  });

  test('arrives as it is, whatever strangers write', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const text = fc.option(fc.string({ unit: anyCharacter, maxLength: 40 }).map(columnText));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (texts) => {
        expect(await read(texts)).toEqual(texts);
      }),
      { numRuns: 100, seed },
    );
  });

  test('is read as JSON where the statement says so, with what only JSON can hold', async () => {
    const texts = ['{"a":"\\u0000 \\ud800"}', null, '[]'];
    expect(await read(texts, 'json')).toEqual(texts);
  });

  test('with what a column cannot hold is refused and not cut', async () => {
    await expect(read(['a\0b'])).rejects.toThrow(/invalid byte sequence/);
  });
});
