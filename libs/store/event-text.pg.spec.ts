import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FleetEvent, RecordedEvent } from '#libs/fleet/event.js';
import { anyCharacter } from '../../test/support/any-character.js';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.js';
import { happened } from '../../test/support/events.js';
import { append } from './append.js';
import { inOrganization } from './database.js';
import { EVENT_COLUMNS, type EventRow, recordedEvent } from './event-row.js';
import { openOrganization } from './organizations.js';
import { eventsAfter } from './queries/events-after.js';

let fresh: FreshDatabase;
let next = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

type Placed = FleetEvent & { readonly stream: string };

const note = (stream: string, over: Partial<Pick<FleetEvent, 'id' | 'source' | 'occurredAt'>> & { text?: string }) => {
  const { text = 'A note.', ...rest } = over;
  return { ...happened('note.added', { text }, rest), stream };
};

/** The same events as read column by column, and as read as texts. */
async function bothWays(events: readonly Placed[]): Promise<Record<'plain' | 'texts', readonly RecordedEvent[]>> {
  const organization = `org${(next += 1)}`;
  await openOrganization(fresh.db, organization);
  await append(fresh.db, organization, events);
  return inOrganization(fresh.db, organization, async (db) => {
    const rows = await db.query<EventRow>(
      `select ${EVENT_COLUMNS} from certfleet.event where organization = $1 order by position`,
      [organization],
    );
    return { plain: rows.map(recordedEvent), texts: await eventsAfter(db, organization, 0, 1000) };
  });
}

describe('an event read as one text', () => {
  test('is the one that its columns are', async () => {
    const { plain, texts } = await bothWays([
      note('server:ex01.contoso.com', { occurredAt: '2026-06-01T00:00:01Z' }),
      note('server:ex01.contoso.com', { occurredAt: '2026-06-01T00:00:01.05Z' }),
      note('server:ex01.contoso.com', { occurredAt: '0001-01-01T00:00:00.999Z' }),
      note('server:ex01.contoso.com', { occurredAt: '9999-12-31T23:59:59.120Z' }),
      note('organization', { text: 'NUL \u0000, half of a pair \ud800, the separator \u0001' }),
    ]);
    expect(plain.length).toBe(5);
    expect(texts).toEqual(plain);
    expect(texts.map(({ occurredAt }) => occurredAt).slice(0, 3)).toEqual([
      '2026-06-01T00:00:01.000Z',
      '2026-06-01T00:00:01.050Z',
      '0001-01-01T00:00:00.999Z',
    ]);
  });

  test('keeps what strangers wrote, the separator of the texts too', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const hostile = fc.string({
      unit: fc.oneof(anyCharacter, fc.constantFrom('\u0001', '\u2400', '\ud800', '\u0000', '𝄞')),
      minLength: 1,
      maxLength: 12,
    });
    const one = fc.record({ stream: hostile, source: hostile, id: hostile });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(one, { selector: JSON.stringify, minLength: 1, maxLength: 20 }), async (many) => {
        const { plain, texts } = await bothWays(
          many.map(({ stream, source, id }) => note(`server:${stream}`, { source, id })),
        );
        expect(plain.length).toBe(many.length);
        expect(texts).toEqual(plain);
      }),
      { numRuns: 40, seed },
    );
  });
});
