import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { append } from './append.js';
import { commitHash, eventHash, type StoredCommit, type StoredEvent } from './canonical-row.js';
import type { NewEvent } from './event-row.js';
import { openOrganization } from './organizations.js';
import type { CopiedHead } from './chain-walk.js';
import { verifyLog } from './verify.js';

let fresh: FreshDatabase;
let superuser: Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  superuser = new Client({ connectionString: fresh.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await fresh.close();
});

let organization: string;
let copied: CopiedHead & { position: number };
let count = 0;

/** Three commits: positions 1 to 4, 5 to 8, 9 to 12; even ones on another stream. */
beforeEach(async () => {
  organization = `fleet-${(count += 1)}`;
  await openOrganization(fresh.db, organization);
  for (const batch of [0, 4, 8]) {
    const { headHash, position } = await append(
      fresh.db,
      organization,
      [1, 2, 3, 4].map((n) => note(batch + n)),
    );
    copied = { hash: headHash, position };
  }
});

function note(n: number): NewEvent {
  return {
    stream: n % 2 === 0 ? 'organization' : 'server:ex\0',
    id: `${n}`,
    source: '/organizations/ü',
    type: 'note.added',
    occurredAt: '2026-06-01T00:00:00.120Z',
    data: { text: `number ${n} \0 \ud800 ü` },
  };
}

async function attack(sql: string): Promise<void> {
  await superuser.query(
    sql.replaceAll('$o', `organization = '${organization}'`).replaceAll('$name', `'${organization}'`),
  );
}

function verified(known?: CopiedHead) {
  return verifyLog(fresh.db, organization, known);
}

/** What somebody with every right does who has read docs/log-format.md: rebuilds all hashes over what the tables hold now. */
async function forgeChain(): Promise<void> {
  const { rows: events } = await superuser.query<StoredEvent>(
    'select *, data::text as data, provenance::text as provenance from certfleet.event where organization = $1 order by position',
    [organization],
  );
  const { rows: commits } = await superuser.query<StoredCommit>(
    'select * from certfleet.commit where organization = $1 order by first',
    [organization],
  );
  let previous: Uint8Array = Buffer.alloc(32);
  for (const commit of commits) {
    const inside = events.filter(
      ({ position }) => Number(position) >= Number(commit.first) && Number(position) <= Number(commit.last),
    );
    const last = String(inside.at(-1)?.position);
    for (const event of inside)
      await superuser.query('update certfleet.event set hash = $3 where organization = $1 and position = $2', [
        organization,
        event.position,
        eventHash(event),
      ]);
    const hash = commitHash(
      organization,
      { ...commit, last, previous_hash: Buffer.from(previous) },
      inside.map(eventHash),
    );
    await superuser.query(
      'update certfleet.commit set hash = $3, previous_hash = $4, last = $5 where organization = $1 and first = $2',
      [organization, commit.first, hash, previous, last],
    );
    await superuser.query('update certfleet.head set hash = $2, position = $3 where organization = $1', [
      organization,
      hash,
      last,
    ]);
    previous = hash;
  }
}

describe('verify', () => {
  test('a sound log is proven to its end, with the head hash that append gave out', async () => {
    expect(await verified()).toEqual({ intact: true, position: 12, headHash: copied.hash, commits: 3 });
    expect(await verified(copied)).toMatchObject({ intact: true });
  });

  test('a head hash copied at any time is in the chain, also the one of the empty log', async () => {
    await append(fresh.db, organization, [note(13)]);
    expect(await verified(copied)).toMatchObject({ intact: true, position: 13 });
    expect(await verified({ hash: copied.hash.toUpperCase() })).toMatchObject({ intact: true });
    expect(await verified({ hash: '0'.repeat(64), position: 0 })).toMatchObject({ intact: true });
    expect(await verified({ hash: '1'.repeat(64) })).toEqual({
      intact: false,
      position: 14,
      reason: 'copied-hash-not-in-chain',
    });
  });

  test('an empty log is sound', async () => {
    await openOrganization(fresh.db, 'empty');
    expect(await verifyLog(fresh.db, 'empty')).toMatchObject({ intact: true, position: 0, commits: 0 });
  });

  test.each([
    ['data', `update certfleet.event set data = '{"text":"other"}' where $o and position = 6`],
    ['white space in data', `update certfleet.event set data = (data::text || ' ')::json where $o and position = 6`],
    ['provenance', `update certfleet.event set provenance = '{"actor":"nobody"}' where $o and position = 6`],
    ['an instant', `update certfleet.event set occurred_at = occurred_at + interval '1 ms' where $o and position = 6`],
    [
      'the receipt',
      `update certfleet.event set recorded_at = recorded_at - interval '1 day' where $o and position = 6`,
    ],
    ['the type', `update certfleet.event set type = 'certfleet.certificate.removed.v1' where $o and position = 6`],
    ['the id', `update certfleet.event set id = 'x' where $o and position = 6`],
    ['the event id', `update certfleet.event set event_id = gen_random_uuid() where $o and position = 6`],
    ['the content hash', `update certfleet.event set content_hash = '' where $o and position = 6`],
    ['the hash', `update certfleet.event set hash = sha256('') where $o and position = 6`],
  ])('a change of %s is found at its position', async (_, sql) => {
    await attack(sql);
    expect(await verified()).toEqual({ intact: false, position: 6, reason: 'event-changed' });
  });

  test('a change with its own hash made to fit is found at its commit', async () => {
    await attack(`update certfleet.event set data = '{"text":"other"}' where $o and position = 6`);
    const { rows } = await superuser.query<StoredEvent>(
      `select *, data::text as data, provenance::text as provenance from certfleet.event where organization = $1 and position = 6`,
      [organization],
    );
    await superuser.query('update certfleet.event set hash = $2 where organization = $1 and position = 6', [
      organization,
      rows.map(eventHash)[0],
    ]);
    expect(await verified()).toEqual({ intact: false, position: 5, reason: 'commit-changed' });
  });

  test('a deleted event is found, in the middle, at the start and at the end', async () => {
    await attack('delete from certfleet.event where $o and position = 7');
    expect(await verified()).toEqual({ intact: false, position: 7, reason: 'event-missing' });
    await attack('delete from certfleet.event where $o and position = 1');
    expect(await verified()).toEqual({ intact: false, position: 1, reason: 'event-missing' });
  });

  test('a deletion with everything behind it moved up is found', async () => {
    await attack('delete from certfleet.event where $o and position = 7');
    for (const position of [8, 9, 10, 11, 12])
      await attack(`update certfleet.event set position = position - 1 where $o and position = ${position}`);
    expect(await verified()).toEqual({ intact: false, position: 7, reason: 'event-changed' });
  });

  test('an inserted event is found, before, between and behind', async () => {
    const insert = (position: number) =>
      attack(`insert into certfleet.event select organization, ${position}, 'x', 1, gen_random_uuid(), type, schema_version, source, id, occurred_at,
        recorded_at, data, provenance, content_hash, hash from certfleet.event where $o and position = 2`);
    await insert(13);
    expect(await verified()).toEqual({ intact: false, position: 13, reason: 'event-without-commit' });
    await attack('delete from certfleet.event where $o and position = 13');
    await insert(0);
    expect(await verified()).toEqual({ intact: false, position: 1, reason: 'event-missing' });
    await attack('delete from certfleet.event where $o and position = 0');
    for (const position of [12, 11, 10, 9, 8, 7, 6])
      await attack(`update certfleet.event set position = position + 1 where $o and position = ${position}`);
    await insert(6);
    expect(await verified()).toEqual({ intact: false, position: 6, reason: 'event-changed' });
  });

  test('two events that changed places are found', async () => {
    await attack('update certfleet.event set position = -1 where $o and position = 6');
    await attack('update certfleet.event set position = 6 where $o and position = 7');
    await attack('update certfleet.event set position = 7 where $o and position = -1');
    expect(await verified()).toEqual({ intact: false, position: 6, reason: 'event-changed' });
  });

  test('a tail that was cut is found: by the head, by the streams, and with both made to fit by the copied head hash', async () => {
    await attack('delete from certfleet.event where $o and position > 8');
    expect(await verified()).toEqual({ intact: false, position: 9, reason: 'event-missing' });
    await attack('delete from certfleet.commit where $o and first > 8');
    expect(await verified()).toEqual({ intact: false, position: 9, reason: 'log-cut-short' });
    await attack(
      'update certfleet.head set position = 8, hash = (select hash from certfleet.commit where $o and last = 8) where $o',
    );
    expect(await verified()).toEqual({ intact: false, position: 9, reason: 'stream-head-wrong' });
    await attack('update certfleet.stream set version = 4 where $o');
    expect(await verified()).toMatchObject({ intact: true, position: 8 });
    expect(await verified(copied)).toEqual({ intact: false, position: 9, reason: 'copied-hash-not-in-chain' });
    expect(await verified({ hash: copied.hash })).toEqual({
      intact: false,
      position: 9,
      reason: 'copied-hash-not-in-chain',
    });
  });

  test('commits that were removed, doubled or relinked are found', async () => {
    await attack(`update certfleet.commit set previous_hash = sha256('') where $o and first = 5`);
    expect(await verified()).toEqual({ intact: false, position: 5, reason: 'chain-broken' });
    await attack('delete from certfleet.commit where $o and first = 5');
    expect(await verified()).toEqual({ intact: false, position: 5, reason: 'commit-missing' });
    await attack(`insert into certfleet.commit values ($name, 3, 4, now(), sha256(''), sha256(''))`);
    expect(await verified()).toEqual({ intact: false, position: 5, reason: 'commit-overlaps' });
  });

  test('a whole forged chain is sound in itself, and found by the head hash that left before', async () => {
    await attack(`update certfleet.event set data = '{"text":"never happened"}' where $o and position = 3`);
    await forgeChain();
    expect(await verified()).toMatchObject({ intact: true, position: 12 });
    expect(await verified(copied)).toEqual({ intact: false, position: 12, reason: 'copied-hash-not-in-chain' });
  });

  test('an id that was not made of its source and its own id is found, also in a forged chain', async () => {
    await attack(`update certfleet.event set event_id = gen_random_uuid() where $o and position = 6`);
    await forgeChain();
    expect(await verified()).toEqual({ intact: false, position: 6, reason: 'event-id-not-derived' });
  });

  test('two events that changed places are found in a forged chain too, when they are of one stream', async () => {
    await attack('update certfleet.event set position = -1 where $o and position = 6');
    await attack('update certfleet.event set position = 6 where $o and position = 8');
    await attack('update certfleet.event set position = 8 where $o and position = -1');
    await forgeChain();
    expect(await verified()).toEqual({ intact: false, position: 6, reason: 'version-not-dense' });
  });

  test('a copied head hash must be the one of its position', async () => {
    await append(fresh.db, organization, [note(13)]);
    expect(await verified({ hash: copied.hash, position: 11 })).toEqual({
      intact: false,
      position: 11,
      reason: 'copied-hash-not-in-chain',
    });
  });

  test('a name that the log was never written under is found', async () => {
    await attack(`update certfleet.head set written_as = 'other' where $o`);
    expect(await verified()).toEqual({ intact: false, position: 1, reason: 'commit-changed' });
  });

  test('tells how far it is', async () => {
    for (let n = 0; n < 3; n += 1)
      await append(
        fresh.db,
        organization,
        Array.from({ length: 1000 }, (_, i) => note(100 + 1000 * n + i)),
      );
    const told: (readonly [number, number])[] = [];
    await verifyLog(fresh.db, organization, undefined, (position, head) => void told.push([position, head]));
    expect(told).toEqual([
      [1012, 3012],
      [2012, 3012],
      [3012, 3012],
    ]);
  });

  test('a head that is gone or names another hash is found', async () => {
    await attack(`update certfleet.head set hash = sha256('') where $o`);
    expect(await verified()).toEqual({ intact: false, position: 13, reason: 'head-wrong' });
    await attack('delete from certfleet.head where $o');
    expect(await verified()).toEqual({ intact: false, position: 13, reason: 'head-wrong' });
  });

  test('a stream head of its own making is found', async () => {
    await attack(`insert into certfleet.stream values ($name, 'server:other', 3)`);
    expect(await verified()).toEqual({ intact: false, position: 13, reason: 'stream-head-wrong' });
  });

  test('a log of several pages is read through', async () => {
    await append(
      fresh.db,
      organization,
      Array.from({ length: 2345 }, (_, n) => note(n + 13)),
    );
    for (let n = 0; n < 40; n++) await append(fresh.db, organization, [note(5000 + n)]);
    expect(await verified(copied)).toMatchObject({ intact: true, position: 12 + 2345 + 40, commits: 3 + 3 + 40 });
  });
});
