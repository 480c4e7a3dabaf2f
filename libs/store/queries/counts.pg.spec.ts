import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { gapsBetween } from '#libs/fleet/gaps.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import type { Transaction } from '../database.js';
import { openOrganization } from '../organizations.js';
import { clockOfServer } from './clocks.js';
import { countedRanges, countingSources } from './counts.js';
import { isCrowded } from './crowded-seconds.js';

/** 200 servers with 250 events each, half of them numbered, every tenth number missing: the page of one server must not read them all. */
const SERVERS = 200;
const EACH = 250;
let fresh: FreshDatabase;
let owner: Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  await openOrganization(fresh.db, 'contoso');
  owner = new Client({ connectionString: fresh.superuserUrl });
  await owner.connect();
  await owner.query(
    `insert into certfleet.event (organization, position, stream, version, event_id, type, schema_version, source, id, occurred_at, recorded_at,
       data, provenance, content_hash, hash)
     select 'contoso', (s - 1) * $2 + n, 'server:ex' || s || '.contoso.com', n, gen_random_uuid(), 'certfleet.note.added.v1', 1,
       '/organizations/contoso/servers/ex' || s || '.contoso.com', n::text, timestamptz '2026-01-01' + n * interval '1 hour',
       timestamptz '2026-06-01' + n * interval '1 second', '{}',
       (case when n % 2 = 1 then '{}' when n % 20 = 0 then '{"sequence":"x"}'
         else '{"sequence":"' || lpad((n / 2)::text, 20, '0') || '","sequenceType":"Integer"}' end)::json, '', ''
     from generate_series(1, $1::int) s, generate_series(1, $2::int) n`,
    [SERVERS, EACH],
  );
  await owner.query('analyze certfleet.event');
}, 60_000);
afterAll(async () => {
  await owner.end();
  await fresh.close();
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Runs a question and counts the events that PostgreSQL took up for it. */
async function reading<T>(
  question: (db: Transaction) => Promise<T>,
): Promise<{ readonly found: T; readonly read: number }> {
  let read = 0;
  const found = await question({
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const explained = await owner.query(`explain (analyze, costs off, timing off, format json) ${sql}`, [
        ...parameters,
      ]);
      read += takenUp(explained.rows[0]['QUERY PLAN'][0].Plan);
      return (await owner.query(sql, [...parameters])).rows;
    },
  });
  return { found, read };
}

function takenUp(plan: Plan): number {
  const own =
    plan['Relation Name'] === 'event'
      ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
      : 0;
  return own + (plan.Plans ?? []).reduce((sum, one) => sum + takenUp(one), 0);
}

const STREAMS = ['server:ex7.contoso.com', 'organization'];

describe('one server of many', () => {
  test('its gaps are found among its own numbered events', async () => {
    const { found: sources, read: first } = await reading((db) => countingSources(db, 'contoso', STREAMS));
    expect(sources).toEqual(['/organizations/contoso/servers/ex7.contoso.com']);
    const { found, read } = await reading((db) => countedRanges(db, 'contoso', { sources }));
    const gaps = gapsBetween(found, '2026-07-01T00:00:00.000Z');
    expect(gaps.map(({ from, to }) => [from, to])).toEqual(
      Array.from({ length: 12 }, (_, gap) => [10 * (gap + 1), 10 * (gap + 1)]),
    );
    expect(first + read).toBeLessThanOrEqual(EACH);
  });

  test('its clock is found without looking through what is not dated ahead', async () => {
    const { found, read } = await reading((db) => clockOfServer(db, 'contoso', { streams: STREAMS }));
    expect([found.suspect, read]).toEqual([false, 0]);
  });

  test('whether a second is crowded is found by that second', async () => {
    const instants = ['2026-01-01T05:00:00.000Z'];
    const { found, read } = await reading((db) => isCrowded(db, 'contoso', { streams: STREAMS, instants }));
    expect(found).toBe(false);
    expect(read).toBeLessThanOrEqual(SERVERS + EACH);
  });
});

test('of the whole organization all numbered events are read, in tolerable time', async () => {
  const begun = performance.now();
  const ranges = await countedRanges(
    { query: async (sql, parameters = []) => (await owner.query(sql, [...parameters])).rows },
    'contoso',
    {},
  );
  expect(gapsBetween(ranges, '2026-07-01T00:00:00.000Z')).toHaveLength(SERVERS * 12);
  expect(performance.now() - begun).toBeLessThan(10_000);
});
