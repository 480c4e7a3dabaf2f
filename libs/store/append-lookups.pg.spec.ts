import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import type { NewEvent } from './event-row.js';
import { openOrganization } from './organizations.js';

/** One connection: its plan is made while the log is empty, and kept. */
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(1);
  // What the planner knows of a young installation: nothing.
  await asOwner('alter table certfleet.event set (autovacuum_enabled = off)');
  await asOwner('alter table certfleet.stream set (autovacuum_enabled = off)');
});
afterAll(() => fresh.close());

async function asOwner(sql: string): Promise<{ readonly read: string }[]> {
  const owner = new Client({ connectionString: fresh.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<{ read: string }>(sql)).rows;
  } finally {
    await owner.end();
  }
}

const BATCHES = 40;
const EVENTS = 50;
const STREAMS = 200;

function batch(number: number): NewEvent[] {
  return Array.from({ length: EVENTS }, (_, index) => ({
    stream: `server:ex${(number * EVENTS + index) % STREAMS}`,
    id: `${number} ${index}`,
    source: '/organizations/contoso',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.000Z',
    data: { text: 'seen' },
  }));
}

test('a batch looks up its own events and streams, however long the log has grown', async () => {
  await openOrganization(fresh.db, 'contoso');
  for (let number = 0; number < BATCHES; number += 1) {
    await append(fresh.db, 'contoso', batch(number));
    // A batch that is told again finds its own events, and reads no others.
    await append(fresh.db, 'contoso', batch(number));
  }
  await fresh.db.query('select pg_stat_force_next_flush()');
  const [found] = await asOwner(
    `select sum(i.idx_tup_read + t.seq_tup_read) as read
     from pg_stat_user_indexes i join pg_stat_user_tables t using (relid) where i.schemaname = 'certfleet' and i.relname in ('event', 'stream')`,
  );
  expect(Number(found?.read)).toBeGreaterThan(0);
  expect(Number(found?.read)).toBeLessThan(6 * BATCHES * EVENTS);
});
