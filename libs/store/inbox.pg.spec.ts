import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { acrossOrganizations, inOrganization } from './database.js';
import { claim, type Claim, extend, finish, forgetRawBytes, type NoClaim, receive, release } from './inbox.js';
import { openOrganization } from './organizations.js';
import { unfinishedUploads } from './queries/unfinished-uploads.js';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await openOrganization(fresh.db, ORGANIZATION);
});
afterAll(() => fresh.close());

const ORGANIZATION = 'contoso';
const BYTES = Uint8Array.from([0, 255, 216, 0, 13, 10]);

function sent(): Promise<string> {
  return receive(fresh.db, ORGANIZATION, {
    kind: 'import',
    bytes: BYTES,
    filename: 'ex\0\ud800.xml',
    parameters: { server: '\0' },
    credential: 'ci',
  });
}

function take(ticket: string, holder: string, seconds = 60): Promise<Claim | NoClaim> {
  return claim(fresh.db, ORGANIZATION, ticket, { holder, seconds });
}

async function taken(ticket: string, holder: string, seconds = 60): Promise<Claim> {
  const claimed = await take(ticket, holder, seconds);
  if (typeof claimed === 'string') throw new Error(`not claimed: ${claimed}`);
  return claimed;
}

async function row(ticket: string): Promise<Record<string, unknown>> {
  const [found] = await inOrganization(fresh.db, ORGANIZATION, (db) =>
    db.query<Record<string, unknown>>('select * from certfleet.inbox where organization = $1 and inbox_id = $2', [
      ORGANIZATION,
      ticket,
    ]),
  );
  return found ?? {};
}

describe('the inbox', () => {
  test('an upload is committed with its bytes when the ticket is given out', async () => {
    const ticket = await sent();
    expect(await row(ticket)).toMatchObject({
      state: 'queued',
      attempts: 0,
      sha256: createHash('sha256').update(BYTES).digest(),
      size: '6',
    });
    expect(await taken(ticket, 'one')).toMatchObject({
      bytes: Buffer.from(BYTES),
      filename: 'ex\0\ud800.xml',
      parameters: { server: '\0' },
      credential: 'ci',
      attempts: 1,
    });
  });

  test('one worker holds it; the other is told why not', async () => {
    const ticket = await sent();
    const claims = await Promise.all(['one', 'two', 'three', 'four'].map((holder) => take(ticket, holder)));
    expect(claims.filter((claimed) => typeof claimed !== 'string')).toHaveLength(1);
    expect(claims.filter((claimed) => claimed === 'leased')).toHaveLength(3);
    expect(await take('00000000-0000-4000-8000-000000000000', 'one')).toBe('unknown');
  });

  test('it ends once: a second ending is lost', async () => {
    const held = await taken(await sent(), 'one');
    expect(await finish(fresh.db, held, { state: 'recorded', events: 3, position: 7, warnings: [] })).toBe('held');
    expect(await finish(fresh.db, held, { state: 'quarantined', reason: 'late' })).toBe('lost');
    expect(await extend(fresh.db, held, 60)).toBe('lost');
    expect(await take(held.inboxId, 'two')).toBe('finished');
    expect(await row(held.inboxId)).toMatchObject({
      state: 'recorded',
      events: 3,
      position: '7',
      reason: null,
      leased_by: null,
    });
  });

  test('a worker that overslept its lease does not overwrite the ending of the next one, nor take its lease', async () => {
    const ticket = await sent();
    const slow = await taken(ticket, 'slow', 0);
    await sleep(5);
    const quick = await taken(ticket, 'quick');
    expect(quick.attempts).toBe(2);
    expect(await extend(fresh.db, slow, 600)).toBe('lost');
    expect(await release(fresh.db, slow, 0)).toBe('lost');
    expect(await finish(fresh.db, slow, { state: 'quarantined', reason: 'from the slow one' })).toBe('lost');
    expect(await row(ticket)).toMatchObject({ state: 'queued', leased_by: 'quick' });
    expect(await finish(fresh.db, quick, { state: 'recorded' })).toBe('held');
    expect(await row(ticket)).toMatchObject({ state: 'recorded', reason: null });
  });

  test('a worker that overslept while nobody else came may still finish', async () => {
    const held = await taken(await sent(), 'slow', 0);
    expect(await finish(fresh.db, held, { state: 'quarantined', reason: 'says "\0"', remedy: 'send another' })).toBe(
      'held',
    );
    expect(await row(held.inboxId)).toMatchObject({ state: 'quarantined', reason: 'says "\u24000000"' });
  });

  test('the reconciler finds what nobody works on, again and again, and nothing else', async () => {
    const lost = await sent();
    const worked = await taken(await sent(), 'one');
    const lapsed = await taken(await sent(), 'dead', 0);
    const given = await taken(await sent(), 'one');
    await release(fresh.db, given, 0);
    const ended = await taken(await sent(), 'one');
    await finish(fresh.db, ended, { state: 'duplicate' });
    await sleep(5);
    const found = async (idleSeconds: number) =>
      (await acrossOrganizations(fresh.db, (db) => unfinishedUploads(db, idleSeconds, 1000))).map(
        ({ inboxId }) => inboxId,
      );
    const idle = await found(0);
    expect(idle).toEqual(expect.arrayContaining([lost, lapsed.inboxId, given.inboxId]));
    expect(idle).not.toContain(worked.inboxId);
    expect(idle).not.toContain(ended.inboxId);
    expect(await found(3600)).not.toContain(lost);
    expect(await found(0)).toEqual(idle);
  });

  test('raw bytes go after their time, their hash stays; what was quarantined keeps them', async () => {
    const recorded = await taken(await sent(), 'one');
    const bad = await taken(await sent(), 'one');
    await finish(fresh.db, recorded, { state: 'recorded' });
    await finish(fresh.db, bad, { state: 'quarantined', reason: 'not XML' });
    expect(await forgetRawBytes(fresh.db, ORGANIZATION, '2020-01-01T00:00:00.000Z')).toBe(0);
    expect(await forgetRawBytes(fresh.db, ORGANIZATION, '2999-01-01T00:00:00.000Z')).toBeGreaterThan(0);
    expect(await row(recorded.inboxId)).toMatchObject({ bytes: null, size: '6' });
    expect(await row(bad.inboxId)).toMatchObject({ bytes: Buffer.from(BYTES) });
  });
});
