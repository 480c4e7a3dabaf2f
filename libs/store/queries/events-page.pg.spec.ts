import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { happened, minute } from '../../../test/support/events.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { record } from '../../../test/support/fleet-log.js';
import { inOrganization } from '../database.js';
import { eventsPage } from './events-page.js';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const notes = Array.from({ length: 5 }, (_, n) =>
    happened('note.added', { text: 'x'.repeat(1_000) }, { occurredAt: minute(n) }),
  );
  await record(database.db, 'contoso', notes);
});
afterAll(() => database.close());

const positions = (after: number, most: { events: number; bytes: number }) =>
  inOrganization(database.db, 'contoso', async (db) =>
    (await eventsPage(db, 'contoso', after, most)).map(({ position }) => position),
  );

test('a page ends with the number of events that was asked for', async () => {
  expect(await positions(0, { events: 2, bytes: 1_000_000 })).toEqual([1, 2]);
  expect(await positions(3, { events: 9, bytes: 1_000_000 })).toEqual([4, 5]);
  expect(await positions(5, { events: 9, bytes: 1_000_000 })).toEqual([]);
});

test('or earlier, where the data would take too much, but never before the first event', async () => {
  expect(await positions(0, { events: 9, bytes: 2_500 })).toEqual([1, 2, 3]);
  expect(await positions(0, { events: 9, bytes: 1 })).toEqual([1]);
});
