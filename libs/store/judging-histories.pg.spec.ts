import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { certificate, happened, minute } from '../../test/support/events.js';
import { append } from './append.js';
import { inOrganization } from './database.js';
import { judgingHistories, type ToJudge } from './judging-histories.js';
import { openOrganization } from './organizations.js';
import { recordSightings } from './sightings.js';

let fresh: FreshDatabase;
let next = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

const source = (server: string) => sourceOf({ organization: 'contoso', server });

const inventory = (minutes: number, server = 'ex01.contoso.com') =>
  happened(
    'inventory.observed',
    { certificates: [certificate('A', { friendlyName: `${minutes}` })], complete: ['certificates'] },
    { source: source(server), occurredAt: minute(minutes) },
  );
const note = (minutes: number, counted: { readonly sequence?: string } = {}) =>
  happened(
    'note.added',
    { text: 'NUL \u0000 and half of a pair \ud800' },
    { source: source('ex01.contoso.com'), occurredAt: minute(minutes), ...counted },
  );

function placed(event: FleetEvent) {
  const belongs = streamOf(event);
  if (!belongs.ok) throw new Error(belongs.reason);
  return { ...event, stream: belongs.stream };
}

async function logOf(events: readonly FleetEvent[]): Promise<string> {
  const organization = `org${(next += 1)}`;
  await openOrganization(fresh.db, organization);
  await append(fresh.db, organization, events.map(placed));
  return organization;
}

async function partOf(organization: string, asked: Partial<ToJudge> = {}) {
  const { stream } = placed(inventory(0));
  const found = await inOrganization(fresh.db, organization, (db) =>
    judgingHistories(db, organization, [{ stream, first: iso(1000), eventIds: [], ...asked }]),
  );
  const part = found.get(stream);
  if (part === undefined) throw new Error('it was asked for');
  return { ...part, positions: part.events.map(({ position }) => position) };
}

const iso = (minutes: number) => new Date(minute(minutes)).toISOString();
const hourly = Array.from({ length: 20 }, (_, index) => [inventory(60 * index), note(60 * index + 1)]).flat();

test('a long history is read from the eighth inventory before the new one on', async () => {
  const organization = await logOf(hourly);
  const { positions, since } = await partOf(organization, { first: iso(60 * 19 + 30) });
  expect(since).toBe(iso(60 * 12));
  expect(positions).toEqual(Array.from({ length: 16 }, (_, index) => 25 + index));
});

test('for an inventory that comes late it is read from before that one', async () => {
  const organization = await logOf(hourly);
  const { positions, since } = await partOf(organization, { first: iso(60 * 10 + 30) });
  expect(since).toBe(iso(60 * 3));
  expect(positions).toEqual(Array.from({ length: 34 }, (_, index) => 7 + index));
});

test('what is counted by its source, what was seen again and what may be there already is read, however old', async () => {
  const counted = note(2, { sequence: '000001' });
  const organization = await logOf([counted, ...hourly]);
  const { stream } = placed(inventory(0));
  const [first, second, eighth] = [0, 60, 60 * 12].map((minutes) => eventIdOf(inventory(minutes)));
  if (first === undefined || second === undefined || eighth === undefined) throw new Error('there are three');
  await inOrganization(fresh.db, organization, (db) =>
    recordSightings(db, organization, [
      { stream, eventId: first, lastSeenAt: minute(60 * 12 + 30) },
      { stream, eventId: eighth, lastSeenAt: minute(60 * 12 + 50) },
    ]),
  );
  const part = await partOf(organization, { first: iso(60 * 19 + 30), eventIds: [second] });
  expect(part.since).toBe(iso(60 * 12));
  expect(part.positions).toEqual([1, 2, 4, ...Array.from({ length: 16 }, (_, index) => 26 + index)]);
  expect(part.sightings).toContainEqual({ eventId: first, lastSeenAt: iso(60 * 12 + 30) });
});

test('an inventory that has not changed for long is found by when it was seen last', async () => {
  const organization = await logOf(hourly);
  const { stream } = placed(inventory(0));
  await inOrganization(fresh.db, organization, (db) =>
    recordSightings(db, organization, [
      { stream, eventId: eventIdOf(inventory(60)), lastSeenAt: minute(60 * 19 + 20) },
    ]),
  );
  expect((await partOf(organization, { first: iso(60 * 19 + 30) })).since).toBe(iso(60));
});

test('of a server that nothing is known of nothing is read', async () => {
  const organization = await logOf([inventory(0, 'ex02.contoso.com')]);
  expect(await partOf(organization)).toMatchObject({ events: [], sightings: [], since: iso(1000) });
});
