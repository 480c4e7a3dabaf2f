import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FleetEvent, RecordedEvent } from '#libs/fleet/event.js';
import { gapsBetween } from '#libs/fleet/gaps.js';
import { inOrganization } from '#libs/store/database.js';
import { countedRanges, countingSources } from '#libs/store/queries/counts.js';
import { eventsAfter } from '#libs/store/queries/events-after.js';
import { rangesOf } from '../support/counted-ranges.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { CONTOSO_SOURCE, EX01_SOURCE, happened, minute } from '../support/events.js';
import { record } from '../support/fleet-log.js';

/**
 * Rule 8. A hole in what a source counts, older than ten minutes, is told as missing events: what was suppressed before it was recorded would
 * be invisible else.
 */
let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.close());

let organizations = 0;
const anyOrganization = () => `tenant${(organizations += 1)}`;

/** An event with a number, of a source that says that it numbers every event. */
function counted(sequence: string, details: Partial<FleetEvent> = {}): FleetEvent {
  const { source = EX01_SOURCE, epoch = '', sequenceType = 'Integer' } = details;
  const id = `${source} ${epoch} ${sequence} ${sequenceType}`;
  return happened('note.added', { text: sequence }, { id, sequence, sequenceType, occurredAt: minute(0), ...details });
}

function one({ sequenceType: _, ...event }: FleetEvent): FleetEvent {
  return event;
}

async function rangesInLog(organization: string, knownAt?: number) {
  return inOrganization(fresh.db, organization, (db) => countedRanges(db, organization, { knownAt }));
}

/** The gaps that an organization with these events shows long after. */
async function gapsOf(events: readonly FleetEvent[], organization = anyOrganization()) {
  await record(fresh.db, organization, events);
  return gapsBetween(await rangesInLog(organization), '2100-01-01T00:00:00.000Z');
}

async function logOf(organization: string): Promise<readonly RecordedEvent[]> {
  return inOrganization(fresh.db, organization, (db) => eventsAfter(db, organization, 0, 10_000));
}

describe('given a source that says that it numbers every event', () => {
  test('when numbers are missing between others, then so many events are missing, with what lies around them', async () => {
    const gaps = await gapsOf([counted('1'), counted('2'), counted('6'), counted('7')]);
    expect(gaps).toEqual([
      {
        source: EX01_SOURCE,
        epoch: null,
        from: 3,
        to: 5,
        missing: 3,
        since: expect.any(String),
        before: { number: 2, position: 2, occurredAt: minute(0) },
        after: { number: 6, position: 3, occurredAt: minute(0) },
      },
    ]);
  });

  test('when they arrive later, in whatever order, then nothing is missing any more', async () => {
    const organization = anyOrganization();
    expect(await gapsOf([counted('1'), counted('4')], organization)).toMatchObject([{ from: 2, to: 3 }]);
    expect(await gapsOf([counted('3')], organization)).toMatchObject([{ from: 2, to: 2, missing: 1 }]);
    expect(await gapsOf([counted('2')], organization)).toEqual([]);
  });

  test('then what was missing at a position of the log stays so for that position', async () => {
    const organization = anyOrganization();
    await record(fresh.db, organization, [counted('1'), counted('4'), counted('2'), counted('3')]);
    const known = async (position: number) =>
      gapsBetween(await rangesInLog(organization, position), minute(10_000_000)).map(({ from, to }) => [from, to]);
    expect([await known(1), await known(2), await known(3), await known(4)]).toEqual([[], [[2, 3]], [[3, 3]], []]);
  });

  test('when the hole is younger than ten minutes, then the event may still be on its way', async () => {
    const organization = anyOrganization();
    const [{ since } = { since: '' }] = await gapsOf([counted('1'), counted('3')], organization);
    const after = async (ms: number) =>
      gapsBetween(await rangesInLog(organization), new Date(Date.parse(since) + ms).toISOString()).length;
    expect([await after(0), await after(599_999), await after(600_000)]).toEqual([0, 0, 1]);
  });

  test('then a hole is as old as the oldest word of anything behind it', async () => {
    const organization = anyOrganization();
    const [first] = await gapsOf([counted('1'), counted('9')], organization);
    const [, , second] = await gapsOf([counted('5'), counted('3')], organization);
    expect(second).toMatchObject({ from: 6, to: 8, since: first?.since });
    const [lowest] = gapsBetween(await rangesInLog(organization), minute(10_000_000));
    expect(lowest).toMatchObject({ from: 2, to: 2, since: first?.since });
  });

  test('when a number comes twice, or the same event again, then it counts once', async () => {
    expect(
      await gapsOf([counted('1'), counted('2'), counted('2'), counted('2', { id: 'other' }), counted('3')]),
    ).toEqual([]);
  });

  test('then each epoch counts for itself, and so does each source', async () => {
    const gaps = await gapsOf([
      counted('7', { epoch: 'boot 1' }),
      counted('1', { epoch: 'boot 2' }),
      counted('3', { epoch: 'boot 2' }),
      counted('2', { source: CONTOSO_SOURCE, epoch: 'boot 2' }),
      counted('8', { epoch: 'boot 1' }),
    ]);
    expect(gaps).toMatchObject([{ source: EX01_SOURCE, epoch: 'boot 2', from: 2, to: 2 }]);
  });

  test('then what it tells of the organization counts with what it tells of the server', async () => {
    const connector = happened(
      'send-connector.configured',
      { name: 'Outbound' },
      { id: 'two', sequence: '2', sequenceType: 'Integer' },
    );
    expect(await gapsOf([counted('1'), connector, counted('3')])).toEqual([]);
  });

  test('then nothing is missing before the first number that is known', async () => {
    expect(await gapsOf([counted('1000'), counted('1001')])).toEqual([]);
  });

  test('then numbers that nobody could count with are no numbers, and a huge hole is one hole', async () => {
    const gaps = await gapsOf(
      ['1', '-5', '1.5', 'seven', '3e2', `${'9'.repeat(40)}`, '999999999999999', '2', ' 3'].map((text) =>
        counted(text),
      ),
    );
    expect(gaps).toMatchObject([{ from: 3, to: 999_999_999_999_998, missing: 999_999_999_999_996 }]);
  });

  test('then names and epochs may be anything, and none passes for a number', async () => {
    const odd = { epoch: 'a "quoted" \\ \u0000 \ud800 ✓', actor: '"sequence":"900","sequenceType":"Integer"' };
    const gaps = await gapsOf([
      counted('1', odd),
      counted('3', odd),
      one(
        happened(
          'note.added',
          { text: 'x' },
          { id: 'forged', actor: '","sequence":"77","sequenceType":"Integer","x":"' },
        ),
      ),
    ]);
    expect(gaps).toMatchObject([{ epoch: odd.epoch, from: 2, to: 2 }]);
  });
});

describe('given a source that does not say that it numbers every event', () => {
  test('then nothing is told to be missing: what is unknown is not guessed', async () => {
    expect(await gapsOf([one(counted('1')), one(counted('5')), counted('9', { sequenceType: 'sparse' })])).toEqual([]);
  });

  test('when it begins to say so, then only what comes after that can be missing', async () => {
    const gaps = await gapsOf([one(counted('1')), one(counted('5')), counted('9'), one(counted('12'))]);
    expect(gaps).toMatchObject([{ from: 6, to: 8, before: { number: 5 }, after: { number: 9 } }]);
  });
});

test('for one server only what itself tells is looked at', async () => {
  const organization = anyOrganization();
  await record(fresh.db, organization, [counted('1'), counted('3'), counted('1', { source: CONTOSO_SOURCE })]);
  const streams = ['server:ex01.contoso.com', 'organization'];
  const sources = await inOrganization(fresh.db, organization, (db) => countingSources(db, organization, streams));
  expect(sources).toEqual([EX01_SOURCE]);
});

test('the ranges of the database are those that plain code finds, and the gaps do not depend on the order of arrival', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const event = fc.record({
    number: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 12 }).map(String) },
      fc.constantFrom('x', '-1', ''),
    ),
    epoch: fc.constantFrom(undefined, 'boot', 'b"\\oot'),
    source: fc.constantFrom(EX01_SOURCE, CONTOSO_SOURCE),
    type: fc.constantFrom('Integer', 'Integer', undefined, 'other'),
    id: fc.integer({ min: 0, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (drawn) => {
      const events = drawn.map(({ number, epoch, source, type, id }) =>
        happened(
          'note.added',
          { text: 'n' },
          {
            id: `${id} ${number} ${type} ${epoch}`,
            source,
            ...(number === '' ? {} : { sequence: number.padStart(number === 'x' ? 1 : 20, '0') }),
            ...(type === undefined ? {} : { sequenceType: type }),
            ...(epoch === undefined ? {} : { epoch }),
          },
        ),
      );
      const [one, other] = [anyOrganization(), anyOrganization()];
      await record(fresh.db, one, events);
      await record(fresh.db, other, events.toReversed());
      const ranges = await rangesInLog(one);
      expect(sorted(ranges)).toEqual(sorted(rangesOf(await logOf(one))));
      const told = async (organization: string) =>
        gapsBetween(await rangesInLog(organization), '2100-01-01T00:00:00.000Z').map(({ source, epoch, from, to }) => ({
          source,
          epoch,
          from,
          to,
        }));
      expect(await told(other)).toEqual(await told(one));
    }),
    { numRuns: 60, seed },
  );
}, 120_000);

function sorted(ranges: readonly object[]): readonly string[] {
  return ranges.map((range) => JSON.stringify(Object.entries(range).sort())).sort();
}
