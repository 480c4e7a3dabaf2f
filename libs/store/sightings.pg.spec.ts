import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { inOrganization } from './database.js';
import { openOrganization } from './organizations.js';
import { recordSightings } from './sightings.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await openOrganization(fresh.db, 'contoso');
});
afterAll(() => fresh.close());

test('the latest sighting counts, in whatever order they come', async () => {
  const eventId = '00000000-0000-4000-8000-000000000001';
  const seen = (lastSeenAt: string, clockOffsetMs?: number) => ({
    stream: 'server:ex\0',
    eventId,
    lastSeenAt,
    clockOffsetMs,
  });
  const lastSeen = () =>
    inOrganization(fresh.db, 'contoso', (db) =>
      db.query(
        'select last_seen_at as at, clock_offset_ms as "offset" from certfleet.sighting where organization = $1',
        ['contoso'],
      ),
    );
  await inOrganization(fresh.db, 'contoso', (db) =>
    recordSightings(db, 'contoso', [seen('2026-01-02T00:00:00Z', 4), seen('2026-01-01T00:00:00Z')]),
  );
  expect(await lastSeen()).toEqual([{ at: new Date('2026-01-02T00:00:00Z'), offset: '4' }]);
  await inOrganization(fresh.db, 'contoso', (db) => recordSightings(db, 'contoso', [seen('2026-01-01T12:00:00Z', -7)]));
  expect(await lastSeen()).toEqual([{ at: new Date('2026-01-02T00:00:00Z'), offset: '4' }]);
  await inOrganization(fresh.db, 'contoso', (db) => recordSightings(db, 'contoso', [seen('2026-01-03T00:00:00Z')]));
  expect(await lastSeen()).toEqual([{ at: new Date('2026-01-03T00:00:00Z'), offset: null }]);
  await inOrganization(fresh.db, 'contoso', (db) => recordSightings(db, 'contoso', []));
});
