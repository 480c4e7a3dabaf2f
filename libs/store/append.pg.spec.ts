import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import { appendBatch } from './append-batch.js';
import { inOrganization } from './database.js';
import { type NewEvent, reportedRow, whyNotRecordable } from './event-row.js';
import { openOrganization } from './organizations.js';
import { eventsAfter } from './queries/events-after.js';
import { head } from './queries/head.js';
import { verifyLog } from './verify.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase(12);
});
afterAll(() => fresh.close());

function note(id: string, text = 'seen', stream = 'organization'): NewEvent {
  return {
    stream,
    id,
    source: '/organizations/contoso',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.000Z',
    data: { text },
  };
}

async function opened(organization: string): Promise<string> {
  await openOrganization(fresh.db, organization);
  return organization;
}

function wholeLog(organization: string) {
  return inOrganization(fresh.db, organization, (db) => eventsAfter(db, organization, 0, 100_000));
}

describe('append', () => {
  test('positions are dense per organization, versions per stream', async () => {
    const organization = await opened('dense');
    const other = await opened('dense-other');
    await append(fresh.db, organization, [note('1'), note('2', 'x', 'server:ex01'), note('3')]);
    await append(fresh.db, other, [note('1')]);
    const appended = await append(fresh.db, organization, [note('4', 'x', 'server:ex01'), note('5')]);
    expect(appended).toMatchObject({ first: 4, last: 5, position: 5, results: ['recorded', 'recorded'] });
    const log = await wholeLog(organization);
    expect(log.map(({ position, stream, version }) => [position, stream, version])).toEqual([
      [1, 'organization', 1],
      [2, 'server:ex01', 1],
      [3, 'organization', 2],
      [4, 'server:ex01', 2],
      [5, 'organization', 3],
    ]);
    expect(await wholeLog(other)).toHaveLength(1);
  });

  test('what is known already is a duplicate and changes nothing, the head neither', async () => {
    const organization = await opened('known');
    const once = await append(fresh.db, organization, [note('1'), note('2')]);
    const again = await append(fresh.db, organization, [note('1'), note('2')]);
    expect(again).toEqual({
      first: null,
      last: null,
      position: 2,
      headHash: once.headHash,
      results: ['duplicate', 'duplicate'],
    });
    expect(await append(fresh.db, organization, [])).toEqual({ ...again, results: [] });
    expect(await inOrganization(fresh.db, organization, (db) => head(db, organization))).toEqual({
      position: 2,
      hash: once.headHash,
    });
  });

  test('duplicates inside one batch count once, the first wins', async () => {
    const organization = await opened('inside');
    const { results } = await append(fresh.db, organization, [
      note('1', 'first'),
      note('1', 'first'),
      note('1', 'second'),
      note('2'),
    ]);
    expect(results).toEqual(['recorded', 'duplicate', 'conflict', 'recorded']);
    expect((await wholeLog(organization)).map(({ id, position }) => [id, position])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
  });

  test('what is known is told while another holds the end of the log, what is new waits for it', async () => {
    const organization = await opened('held');
    const { headHash } = await append(fresh.db, organization, [note('1'), note('2')]);
    const owner = new Client({ connectionString: fresh.ownerUrl });
    await owner.connect();
    try {
      await owner.query('begin');
      await owner.query(`select set_config('certfleet.organization', '*', true)`);
      await owner.query('select from certfleet.head where organization = $1 for update', [organization]);
      expect(await append(fresh.db, organization, [note('2'), note('1'), note('2')])).toMatchObject({
        results: ['duplicate', 'duplicate', 'duplicate'],
        position: 2,
        headHash,
      });
      const events = { new: [note('1'), note('3')], conflict: [note('1'), note('2', 'other')] };
      const waiting = [append(fresh.db, organization, events.new), append(fresh.db, organization, events.conflict)];
      const first = await Promise.race([...waiting, sleep(300, 'nobody')]);
      expect(first).toBe('nobody');
      await owner.query('commit');
      expect((await Promise.all(waiting)).map(({ results }) => results)).toEqual([
        ['duplicate', 'recorded'],
        ['duplicate', 'conflict'],
      ]);
    } finally {
      await owner.end();
    }
  });

  test('what is told again amid writers is told with an end that the log had', async () => {
    const organization = await opened('amid');
    await append(fresh.db, organization, [note('known 1'), note('known 2')]);
    const writers = [0, 1].map(async (name) => {
      for (let round = 0; round < 30; round++) await append(fresh.db, organization, [note(`${name} ${round}`)]);
    });
    const told = [];
    for (let again = 0; again < 40; again++)
      told.push(await append(fresh.db, organization, [note('known 1'), note('known 2')]));
    await Promise.all(writers);
    const ends = await inOrganization(fresh.db, organization, (db) =>
      db.query<{ last: string; hash: string }>(
        `select last, encode(hash, 'hex') as hash from certfleet.commit where organization = $1`,
        [organization],
      ),
    );
    const hashAt = new Map(ends.map(({ last, hash }) => [Number(last), hash]));
    expect(told.map(({ headHash }) => headHash)).toEqual(told.map(({ position }) => hashAt.get(position)));
    expect(told.flatMap(({ results }) => results).every((result) => result === 'duplicate')).toBe(true);
    const positions = told.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
  });

  test('one at a time and all in a batch are the same events, and the same chain verifies them', async () => {
    const [alone, together] = [await opened('alone'), await opened('together')];
    const events: NewEvent[] = [
      note('1'),
      note('2', '\0 { "\ud800 \u2400', 'server:ü'),
      { ...note('3', 'x', 'server:ü'), occurredAt: '2026-06-01T02:00:00.0019+02:00', actor: 'CONTOSO\\é' },
      note('1'),
      note('2', 'other'),
      note('4'),
    ];
    const results = [];
    for (const event of events) results.push(...(await append(fresh.db, alone, [event])).results);
    expect(results).toEqual(['recorded', 'recorded', 'recorded', 'duplicate', 'conflict', 'recorded']);
    expect((await append(fresh.db, together, events)).results).toEqual(results);
    const timeless = (event: object) => ({ ...event, recordedAt: null });
    expect((await wholeLog(alone)).map(timeless)).toEqual((await wholeLog(together)).map(timeless));
    for (const organization of [alone, together])
      expect(await verifyLog(fresh.db, organization)).toMatchObject({ intact: true, position: 4 });
  });

  test('a batch as JSON, as the former version sends it, is recorded as the same events', async () => {
    const [columns, json] = [await opened('as-columns'), await opened('as-json')];
    const events = [note('2'), note('1', '\0 { "\ud800', 'server:ü'), note('1', 'other'), note('2')];
    await append(fresh.db, columns, events);
    const rows = events.map(reportedRow).map((row) => ({ ...row, content_hash: `\\x${row.content_hash}` }));
    const ask = () =>
      fresh.db.query<unknown[]>('select first, last, position, outcomes from certfleet.append($1, $2)', [
        json,
        JSON.stringify(rows),
      ]);
    const recorded = { last: '2', position: '2', outcomes: ['recorded', 'recorded', 'conflict', 'duplicate'] };
    expect(await ask()).toEqual([{ first: '1', ...recorded }]);
    expect(await ask()).toMatchObject([{ first: null, position: '2' }]);
    const [one, other] = [await wholeLog(columns), await wholeLog(json)];
    const timeless = (event: object) => ({ ...event, recordedAt: null });
    expect(other.map(timeless)).toEqual(one.map(timeless));
    for (const organization of [columns, json])
      expect(await verifyLog(fresh.db, organization)).toMatchObject({ intact: true, position: 2 });
    expect(await fresh.db.query(`select position, outcomes from certfleet.append($1, '[]')`, [json])).toMatchObject([
      { position: '2' },
    ]);
  });

  test('another content under a known id is kept as a conflict, once, and not applied', async () => {
    const organization = await opened('conflicts');
    await append(fresh.db, organization, [note('1', 'first')]);
    expect((await append(fresh.db, organization, [note('1', 'second')])).results).toEqual(['conflict']);
    expect((await append(fresh.db, organization, [note('1', 'second'), note('2')])).results).toEqual([
      'conflict',
      'recorded',
    ]);
    const kept = await inOrganization(fresh.db, organization, (db) =>
      db.query<{ data: unknown }>('select data from certfleet.conflict where organization = $1', [organization]),
    );
    expect(kept).toEqual([{ data: { text: 'second' } }]);
    expect((await wholeLog(organization)).map(({ data }) => data)).toEqual([{ text: 'first' }, { text: 'seen' }]);
  });

  test('who passed it on, the order of keys and our own reading of a certificate are not content; the actor is', async () => {
    const organization = await opened('contents');
    const imported: NewEvent = {
      ...note('1'),
      type: 'certificate.imported',
      data: { certificate: 'PEM', hasPrivateKey: true },
    };
    const reread: NewEvent = {
      ...imported,
      reportedBy: 'other.xml',
      type: 'certificate.imported',
      data: { hasPrivateKey: true, certificate: 'PEM', facts: { thumbprint: 'A'.repeat(40) } },
    };
    expect(
      (await append(fresh.db, organization, [imported, reread, { ...imported, actor: 'CONTOSO\\admin' }])).results,
    ).toEqual(['recorded', 'duplicate', 'conflict']);
  });

  test('NUL, half of a surrogate pair and __proto__ come back as they went in, everywhere', async () => {
    const organization = await opened('hostile');
    const hostile: NewEvent = {
      stream: 'server:ex\0\ud800\u2400',
      id: '\0\udfff',
      source: '/organizations/x/servers/\0',
      type: 'inventory.observed',
      occurredAt: '2026-06-01T00:00:00.000Z',
      actor: '\0\ud800',
      data: JSON.parse(String.raw`{"fqdn":"a\u0000b\ud800","complete":["\\u0000"],"__proto__":{"a":"\u0000"}}`) as {
        fqdn: string;
      },
    };
    expect((await append(fresh.db, organization, [note('0'), hostile, hostile])).results).toEqual([
      'recorded',
      'recorded',
      'duplicate',
    ]);
    const [, event] = await wholeLog(organization);
    expect(event).toMatchObject({
      id: hostile.id,
      source: hostile.source,
      stream: hostile.stream,
      actor: hostile.actor,
    });
    expect(JSON.stringify(event?.data)).toBe(JSON.stringify(hostile.data));
  });

  test('more than a batch holds is recorded in order', async () => {
    const organization = await opened('many');
    const events = Array.from({ length: 2500 }, (_, n) => note(`${n}`, 'x', `server:ex${n % 7}`));
    const appended = await append(fresh.db, organization, events);
    expect(appended).toMatchObject({ first: 1, last: 2500, position: 2500 });
    expect((await wholeLog(organization)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  test('what cannot be recorded is refused before anything is written', async () => {
    const organization = await opened('refused');
    expect(whyNotRecordable({ ...note('1'), occurredAt: '0000-01-01T00:00:00.000Z' })).toBe('occurred-at-out-of-range');
    expect(whyNotRecordable({ ...note('1'), stream: `server:${'ü'.repeat(1000)}` })).toBe('server-name-too-long');
    expect(
      whyNotRecordable({ ...note('1'), occurredAt: '9999-12-31T23:59:59.999Z', stream: `server:${'x'.repeat(1900)}` }),
    ).toBeNull();
    await expect(append(fresh.db, organization, [note('1'), { ...note('2'), occurredAt: 'soon' }])).rejects.toThrow(
      'occurred-at-out-of-range',
    );
    expect(await wholeLog(organization)).toEqual([]);
    await append(fresh.db, organization, [
      { ...note('3'), occurredAt: '0001-01-01T00:00:00.000Z', stream: `server:${'x'.repeat(1900)}` },
    ]);
    expect((await wholeLog(organization))[0]).toMatchObject({ occurredAt: '0001-01-01T00:00:00.000Z' });
    await expect(append(fresh.db, 'nobody', [note('1')])).rejects.toThrow('There is no organization "nobody"');
  });

  test('what is no JSON is refused by the database, alone and in a batch, and nothing of the batch is written', async () => {
    const organization = await opened('no-json');
    const [good, bad] = [reportedRow(note('1')), { ...reportedRow(note('2')), data: '{' }];
    for (const rows of [[bad], [good, bad], [{ ...good, provenance: '{}}' }]])
      await expect(appendBatch(fresh.db, organization, rows)).rejects.toThrow('json');
    expect(await append(fresh.db, organization, [])).toMatchObject({ position: 0, results: [] });
  });

  test('six writers with re-deliveries and a polling reader: nothing lost, no gap, no double', async () => {
    const organization = await opened('race');
    const seen: number[] = [];
    const writers = { left: 6 };
    const reader = (async () => {
      for (;;) {
        const ended = writers.left === 0;
        const page = await inOrganization(fresh.db, organization, (db) =>
          eventsAfter(db, organization, seen.length, 500),
        );
        for (const { position } of page) seen.push(position);
        if (ended && page.length === 0) return;
      }
    })();
    const writer = async (name: number): Promise<number> => {
      let recorded = 0;
      for (let round = 0; round < 12; round++) {
        // Two writers share each id, and each batch repeats a part of the one before.
        const ids = Array.from({ length: 25 }, (_, n) => `${Math.floor(name / 2)}-${round * 20 + n}`);
        const { results } = await append(
          fresh.db,
          organization,
          ids.map((id) => note(id, 'x', `server:ex${name % 4}`)),
        );
        recorded += results.filter((result) => result === 'recorded').length;
        expect(results).not.toContain('conflict');
      }
      writers.left--;
      return recorded;
    };
    const recorded = await Promise.all([0, 1, 2, 3, 4, 5].map(writer));
    await reader;
    const distinct = 3 * (11 * 20 + 25);
    expect(recorded.reduce((sum, count) => sum + count)).toBe(distinct);
    expect(seen).toEqual(Array.from({ length: distinct }, (_, n) => n + 1));
    const log = await wholeLog(organization);
    expect(new Set(log.map(({ eventId }) => eventId)).size).toBe(distinct);
    for (const stream of new Set(log.map((event) => event.stream))) {
      const versions = log.filter((event) => event.stream === stream).map(({ version }) => version);
      expect(versions).toEqual(versions.map((_, n) => n + 1));
    }
  });
});
