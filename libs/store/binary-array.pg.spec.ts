import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { binaryArray, INSTANT, SHA256, SMALLINT, TEXT, UUID } from './binary-array.js';

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

test('PostgreSQL reads texts as they are, however many bytes their characters take', async () => {
  // NUL and half of a surrogate pair never come so far: columnText writes them otherwise.
  const texts = fc.string({
    unit: fc.oneof(
      fc.constantFrom('{', '}', '"', '\\', ',', '\n', 'é', '€', '😀'),
      fc.string({ unit: 'grapheme-ascii' }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(texts), async (values) => {
      expect(await readAs('text', binaryArray(TEXT, values))).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

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
