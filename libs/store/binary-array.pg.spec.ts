import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCharacter } from '../../test/support/any-character.js';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { binaryArray, INSTANT, SHA256, SMALLINT, textArray, UUID } from './binary-array.js';
import { columnText } from './column-text.js';
import { inOrganization } from './database.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(1);
});
afterAll(() => fresh.close());

/** What PostgreSQL reads, element by element and as the text that it would show. */
async function readAs(type: string, array: Buffer): Promise<readonly string[]> {
  const rows = await fresh.db.query<{ text: string }[]>(
    `select e::text as text from unnest($1::${type}[]) with ordinality as r (e, place) order by place`,
    [array],
  );
  return rows.map(({ text }) => text);
}

const HEX = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 })
  .map((all) => all.join(''));

test('hashes, ids and small numbers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(HEX), fc.array(fc.integer({ min: -32_768, max: 32_767 })), async (hashes, numbers) => {
      expect(await readAs('bytea', binaryArray(SHA256, hashes))).toEqual(hashes.map((hash) => `\\x${hash}`));
      const ids = hashes.map((hash) => hash.slice(0, 32));
      expect((await readAs('uuid', binaryArray(UUID, ids))).map((id) => id.replaceAll('-', ''))).toEqual(ids);
      expect(await readAs('smallint', binaryArray(SMALLINT, numbers))).toEqual(numbers.map(String));
    }),
    { numRuns: 40 },
  );
});

test('instants of every year that the log holds', async () => {
  const instants = [
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00.001Z',
    '2026-06-01T12:34:56.789Z',
    '9999-12-31T23:59:59.999Z',
  ];
  const [found] = await fresh.db.query<{ instants: string[] }[]>(
    `select array(select to_char(e at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from unnest($1::timestamptz[]) as e) as instants`,
    [binaryArray(INSTANT, instants.map(Date.parse))],
  );
  expect(found?.instants).toEqual(instants);
});

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
