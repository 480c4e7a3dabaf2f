import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { eventIdOf } from '#libs/fleet/event-id.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { happened, minute, thumbprint } from '../../../test/support/events.js';
import { generatedServer } from '../../../test/support/fleet-file.js';
import { append } from '../append.js';
import { projectionEqualsFold } from '../audit.js';
import { inOrganization, openDatabase } from '../database.js';
import type { NewEvent } from '../event-row.js';
import { openOrganization } from '../organizations.js';
import { projectAll } from '../project-all.js';
import { recordSightings } from '../sightings.js';
import { verifyLog } from '../verify.js';
import { importPack } from './import-pack.js';
import { walkPack } from './walk-pack.js';
import { logToPack, packLines } from './write-pack.js';

let home: FreshDatabase;
let abroad: FreshDatabase;
let owner: DataSource;
let pack: Buffer;

const SERVERS = 130;
const HOSTILE = 'a \0 half \ud800 pair and \u2400 itself';

beforeAll(async () => {
  [home, abroad] = await Promise.all([freshDatabase(), freshDatabase()]);
  owner = await openDatabase(abroad.ownerUrl, 2);
  await fill('contoso');
  pack = await packed('contoso');
}, 60_000);
afterAll(async () => {
  await owner.destroy();
  await Promise.all([home.close(), abroad.close()]);
});

const source = (n: number) => sourceOf({ organization: 'contoso', server: generatedServer(n).fqdn });
const inventory = (n: number) =>
  happened('inventory.observed', { ...generatedServer(n), complete: ['certificates'] }, { source: source(n) });

function placed(event: FleetEvent): NewEvent {
  const belongs = streamOf(event);
  if (!belongs.ok) throw new Error(belongs.reason);
  return { ...event, stream: belongs.stream };
}

/** Several pages of events in several commits, a hostile text, sightings, a conflict, all projected. */
async function fill(organization: string): Promise<void> {
  await openOrganization(home.db, organization);
  const numbers = Array.from({ length: SERVERS }, (_, n) => n);
  await append(
    home.db,
    organization,
    numbers.map((n) => placed(inventory(n))),
  );
  for (const n of [1, 2, 3])
    await append(home.db, organization, [
      placed(
        happened(
          'default-smtp-certificate.overwritten',
          { current: thumbprint('B') },
          { source: source(n), occurredAt: minute(n), actor: HOSTILE },
        ),
      ),
    ]);
  const note = (text: string): NewEvent => ({
    ...placed(happened('note.added', { text }, { source: sourceOf({ organization: 'contoso', server: null }) })),
    id: HOSTILE,
  });
  await append(home.db, organization, [note(HOSTILE)]);
  const { results } = await append(home.db, organization, [note('something else')]);
  expect(results).toEqual(['conflict']);
  await inOrganization(home.db, organization, (db) =>
    recordSightings(
      db,
      organization,
      numbers.map((n) => ({
        stream: `server:${generatedServer(n).fqdn}`,
        eventId: eventIdOf(inventory(n)),
        lastSeenAt: minute(200 + n),
        clockOffsetMs: n,
      })),
    ),
  );
  await projectAll(home.db, organization);
}

async function packed(organization: string): Promise<Buffer> {
  const log = await logToPack(home.db, organization);
  if (log === null) throw new Error('it is there');
  const lines: string[] = [];
  for await (const line of packLines(home.db, log)) lines.push(line);
  return Buffer.from(lines.join(''));
}

/** In pieces that cut lines anywhere. */
async function* file(bytes: Uint8Array, piece = 1000): AsyncGenerator<Uint8Array, void> {
  for (let start = 0; start < bytes.length; start += piece)
    yield await Promise.resolve(bytes.subarray(start, start + piece));
}

const linesOf = (bytes: Buffer) => bytes.toString('utf8').split('\n').slice(0, -1);
const fileOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
/** With a last line that fits the lines before. */
function sealed(lines: readonly string[]): Buffer {
  const before = fileOf(lines.slice(0, -1));
  const { head } = JSON.parse(lines.at(-1) ?? '');
  const sha256 = createHash('sha256').update(before).digest('hex');
  return Buffer.concat([before, fileOf([JSON.stringify({ head: { ...head, sha256 } })])]);
}
const verdict = (bytes: Uint8Array, head?: { hash: string; position?: number }) => walkPack(file(bytes), head);

/** Where in the file the event of a position stands. */
const lineOfEvent = (position: number) =>
  linesOf(pack).findIndex((line) => line.startsWith(`{"event":{"position":${position},`));

async function tables(db: DataSource, organization: string): Promise<Record<string, unknown>> {
  const read = async (table: string) =>
    inOrganization(db, organization, async (inside) => {
      const rows = await inside.query<Record<string, unknown>>(
        `select * from certfleet.${table} where organization = $1`,
        [organization],
      );
      return rows
        .map(({ first_seen: _1, last_seen: _2, stands_from: _3, written_as: _4, organization: _5, ...row }) =>
          JSON.stringify(row, (_, value: unknown) => (Buffer.isBuffer(value) ? value.toString('hex') : value)),
        )
        .sort();
    });
  const names = ['event', 'commit', 'head', 'stream', 'sighting', 'conflict'];
  const derived = ['server_state', 'server_alias', 'binding', 'installation', 'neighbour', 'finding'];
  return Object.fromEntries(
    await Promise.all([...names, ...derived].map(async (table) => [table, await read(table)] as const)),
  );
}

describe('an evidence pack', () => {
  test('proves its log without a database, compressed or not, in whatever pieces it comes', async () => {
    const known = await verifyLog(home.db, 'contoso');
    expect(known).toMatchObject({ intact: true, position: SERVERS + 4 });
    for (const [bytes, piece] of [
      [pack, 1000],
      [pack, 7],
      [gzipSync(pack), 1],
      [Buffer.concat([gzipSync(pack.subarray(0, 5000)), gzipSync(pack.subarray(5000))]), 4096],
    ] as const)
      expect(await walkPack(file(bytes, piece))).toEqual({
        ...known,
        organization: 'contoso',
        exportedAt: expect.stringMatching(/Z$/),
        sightings: SERVERS,
        conflicts: 1,
      });
  });

  test('is written the same twice, but for when', async () => {
    const [header, ...rest] = linesOf(await packed('contoso'));
    const [before, ...others] = linesOf(pack);
    expect(JSON.parse(header ?? '')).toEqual({ ...JSON.parse(before ?? ''), exportedAt: expect.any(String) });
    expect(rest.slice(0, -1)).toEqual(others.slice(0, -1));
  });

  test('contains a head hash that was seen earlier, and no other', async () => {
    const first = JSON.parse(linesOf(pack)[1] ?? '').commit;
    expect(await verdict(pack, { hash: first.hash, position: SERVERS })).toMatchObject({ intact: true });
    expect(await verdict(pack, { hash: '1'.repeat(64), position: 7 })).toMatchObject({
      intact: false,
      reason: 'copied-hash-not-in-chain',
      position: 7,
    });
  });

  test.each([
    ['a changed text', 77, (line: string) => [line.replace('contoso', 'fabrikam')], 'event-changed'],
    [
      'another instant',
      77,
      (line: string) => [line.replace(/"recordedAt":"20../, '"recordedAt":"1999')],
      'event-changed',
    ],
    ['another hash', 77, (line: string) => [line.replace(/"hash":"...../, '"hash":"00000')], 'event-changed'],
    ['another position', 77, (line: string) => [line.replace('"position":77', '"position":78')], 'event-missing'],
    ['an event that is gone', 77, () => [], 'event-missing'],
    ['an event twice', 78, (line: string) => [line, line], 'event-missing'],
  ] as const)('with %s is refused with its first bad position, %i', async (_, position, change, reason) => {
    const at = lineOfEvent(77);
    const lines = linesOf(pack).flatMap((line, index) => (index === at ? [...change(line)] : [line]));
    expect(await verdict(fileOf(lines))).toMatchObject({ intact: false, reason, position });
  });

  test('whose events changed places, or whose commits, is refused', async () => {
    const lines = linesOf(pack);
    const at = lineOfEvent(20);
    const swapped = lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? '');
    expect(await verdict(fileOf(swapped))).toMatchObject({ intact: false, reason: 'event-missing', position: 20 });
    const commit = lines.findIndex((line) => line.startsWith(`{"commit":{"first":${SERVERS + 1},`));
    expect(await verdict(fileOf(lines.toSpliced(commit, 2)))).toMatchObject({
      intact: false,
      reason: 'commit-missing',
      position: SERVERS + 1,
      line: commit + 1,
    });
    expect(await verdict(fileOf(lines.toSpliced(commit, 1)))).toMatchObject({
      reason: 'event-without-commit',
      position: SERVERS + 1,
    });
  });

  test('of another organization is not its log', async () => {
    const lines = linesOf(pack);
    expect(await verdict(fileOf(lines.with(0, (lines[0] ?? '').replace('contoso', 'fabrikam'))))).toMatchObject({
      reason: 'commit-changed',
      position: 1,
    });
  });

  test('cut short is refused wherever the cut is', async () => {
    const lines = linesOf(pack);
    const events = lines.findLastIndex((line) => line.startsWith('{"event"')) + 1;
    expect(await verdict(fileOf(lines.slice(0, lineOfEvent(50))))).toMatchObject({
      intact: false,
      reason: 'unreadable',
      position: 50,
      why: expect.stringContaining('cut short'),
    });
    expect(await verdict(fileOf(lines.slice(0, -1)))).toMatchObject({ reason: 'unreadable' });
    expect(await verdict(fileOf([...lines.slice(0, events - 2), lines.at(-1) ?? '']))).toMatchObject({
      reason: 'log-cut-short',
      position: SERVERS + 4,
    });
    const compressed = gzipSync(pack);
    for (const end of [1, 10, 200, compressed.length - 9, compressed.length - 1])
      expect(await verdict(compressed.subarray(0, end))).toMatchObject({
        intact: false,
        reason: 'unreadable',
        why: end === 1 ? expect.any(String) : expect.stringContaining('cut short'),
      });
    const middle = Buffer.from(compressed);
    middle.writeUInt8(middle.readUInt8(compressed.length >> 1) ^ 0xff, compressed.length >> 1);
    expect((await verdict(middle)).intact).toBe(false);
    expect(await verdict(pack.subarray(0, pack.length >> 1))).toMatchObject({ reason: 'unreadable' });
  });

  test('with a sighting changed, missing or in another place is refused', async () => {
    const lines = linesOf(pack);
    const at = lines.findIndex((line) => line.startsWith('{"sighting"'));
    for (const changed of [
      lines.with(at, (lines[at] ?? '').replace('"clockOffsetMs":', '"clockOffsetMs":1')),
      lines.toSpliced(at, 1),
      lines.toSpliced(at, 1).toSpliced(1, 0, lines[at] ?? ''),
      lines.toSpliced(-1, 0, lines[at] ?? ''),
      [...lines, lines[at] ?? ''],
    ])
      expect((await verdict(fileOf(changed))).intact).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['a line feed', '\n'],
    ['half a gzip header', '\x1f'],
    ['no JSON', 'hello\n'],
    ['null', 'null\n'],
    ['a list', '[]\n'],
    ['another format', '{"format":"certfleet.fleet/1"}\n'],
    ['deep nesting', `{"event":${'['.repeat(200_000)}\n`],
    ['a header and rubbish', ''],
  ])('is not what holds %s', async (what, text) => {
    const [header = ''] = linesOf(pack);
    const bytes = what === 'a header and rubbish' ? fileOf([header, '\ufffd\u0000']) : Buffer.from(text, 'latin1');
    expect(await verdict(bytes)).toMatchObject({ intact: false, reason: 'unreadable' });
  });

  test.each([
    ['a NUL in a column', '"type":"certfleet.note.added.v1"', '"type":"a\\u0000"'],
    ['half a surrogate pair in a column', '"type":"certfleet.note.added.v1"', '"type":"a\\ud800"'],
    ['a year that no database has', '"occurredAt":"20', '"occurredAt":"00'],
    ['an instant that is none', /"occurredAt":"[^"]+"/, '"occurredAt":"2026-02-30T00:00:00.000Z"'],
    ['data that is no JSON', /"data":"{/, '"data":"{{'],
    ['a key more', '{"event":{', '{"event":{"more":1,'],
    ['a position beyond all numbers', /"position":\d+/, '"position":1e300'],
    ['a hash that is too short', /"hash":"../, '"hash":"'],
  ])('is refused with %s, and the line is named', async (_, before, after) => {
    const lines = linesOf(pack);
    const at = lineOfEvent(SERVERS + 4);
    const line = lines[at] ?? '';
    const changed = line.replace(before, after);
    expect(changed).not.toBe(line);
    const found = await verdict(fileOf(lines.with(at, changed)));
    if (after.includes('"00')) expect(['unreadable', 'event-changed']).toContain(found.intact ? '' : found.reason);
    else expect(found).toMatchObject({ intact: false, reason: 'unreadable', line: at + 1, position: SERVERS + 4 });
  });

  test('of a damaged log shows the damage', async () => {
    await openOrganization(home.db, 'damaged');
    await append(home.db, 'damaged', [placed(inventory(1)), placed(inventory(2)), placed(inventory(3))]);
    const superuser = new Client({ connectionString: home.superuserUrl });
    await superuser.connect();
    await superuser.query(
      `update certfleet.event set type = 'certfleet.note.added.v1' where organization = 'damaged' and position = 2`,
    );
    await superuser.end();
    expect(await verdict(await packed('damaged'))).toMatchObject({ reason: 'event-changed', position: 2 });
  });

  test('of an empty log is a pack too; of no organization there is none', async () => {
    await openOrganization(home.db, 'nothing');
    expect(await verdict(await packed('nothing'))).toMatchObject({ intact: true, position: 0, commits: 0 });
    expect(await logToPack(home.db, 'never')).toBeNull();
  });

  test('holds what was there when it was begun', async () => {
    await openOrganization(home.db, 'growing');
    await append(home.db, 'growing', [placed(inventory(1))]);
    const log = await logToPack(home.db, 'growing');
    if (log === null) throw new Error('it is there');
    await append(home.db, 'growing', [placed(inventory(2))]);
    const lines: string[] = [];
    for await (const line of packLines(home.db, log)) lines.push(line);
    expect(await verdict(Buffer.from(lines.join('')))).toMatchObject({ intact: true, position: 1, commits: 1 });
  });
});

describe('an import', () => {
  test('gives the same log, the same head hash and the same projection, and is exported the same', async () => {
    const told: number[] = [];
    const done = await importPack(owner, file(gzipSync(pack)), { progress: (position) => void told.push(position) });
    expect(done).toMatchObject({ imported: true, into: 'contoso', position: SERVERS + 4 });
    await projectAll(abroad.db, 'contoso');
    expect(await verifyLog(abroad.db, 'contoso')).toEqual(await verifyLog(home.db, 'contoso'));
    expect(await projectionEqualsFold(abroad.db, 'contoso')).toEqual(await projectionEqualsFold(home.db, 'contoso'));
    expect(await tables(abroad.db, 'contoso')).toEqual(await tables(home.db, 'contoso'));
    expect(await importPack(owner, file(pack))).toEqual({
      imported: false,
      reason: 'not-empty',
      organization: 'contoso',
    });
  });

  test('under another name keeps every hash, goes on as one chain, and can be exported and imported again', async () => {
    expect(await importPack(owner, file(pack), { as: 'evidence' })).toMatchObject({ imported: true, into: 'evidence' });
    const before = await verifyLog(abroad.db, 'evidence');
    expect(before).toEqual(await verifyLog(home.db, 'contoso'));
    const { position, headHash } = await append(abroad.db, 'evidence', [placed(inventory(500))]);
    expect(position).toBe(SERVERS + 5);
    const kept = before.intact ? { hash: before.headHash, position: before.position } : undefined;
    expect(await verifyLog(abroad.db, 'evidence', kept)).toMatchObject({ intact: true, headHash });
    const log = await logToPack(abroad.db, 'evidence');
    if (log === null) throw new Error('it is there');
    const lines: string[] = [];
    for await (const line of packLines(abroad.db, log)) lines.push(line);
    const again = Buffer.from(lines.join(''));
    expect(await verdict(again, kept)).toMatchObject({ intact: true, organization: 'contoso', headHash });
    expect(await importPack(owner, file(again), { as: 'third' })).toMatchObject({ imported: true, headHash });
  });

  test('of a pack that is not proven leaves nothing behind', async () => {
    const at = lineOfEvent(120);
    const lines = linesOf(pack);
    const tampered = fileOf(lines.with(at, (lines[at] ?? '').replace('contoso', 'fabrikam')));
    expect(await importPack(owner, file(tampered), { as: 'tampered' })).toMatchObject({
      imported: false,
      reason: 'not-proven',
      verdict: { intact: false, reason: 'event-changed', position: 120, line: at + 1 },
    });
    const short = await importPack(owner, file(pack.subarray(0, pack.length - 300)), { as: 'tampered' });
    expect(short).toMatchObject({ imported: false, reason: 'not-proven', verdict: { reason: 'unreadable' } });
    const rows = await inOrganization(abroad.db, 'tampered', (db) =>
      db.query(`select 1 from certfleet.organization where organization = 'tampered'`),
    );
    expect(rows).toEqual([]);
  });

  test('is for the owner, into an organization of a possible name that was never written to', async () => {
    expect(await importPack(abroad.db, file(pack), { as: 'app' })).toEqual({ imported: false, reason: 'not-owner' });
    expect(await importPack(owner, file(pack), { as: 'a\nb' })).toMatchObject({ reason: 'no-name' });
    await openOrganization(abroad.db, 'opened');
    expect(await importPack(owner, file(pack), { as: 'opened' })).toMatchObject({ imported: true });
    await openOrganization(abroad.db, 'used');
    await append(abroad.db, 'used', [placed(inventory(1))]);
    expect(await importPack(owner, file(pack), { as: 'used' })).toMatchObject({ reason: 'not-empty' });
    expect(await verifyLog(abroad.db, 'used')).toMatchObject({ intact: true, position: 1 });
  });

  test('of what PostgreSQL does not take is refused as a whole', async () => {
    const lines = linesOf(pack);
    const at = lines.findIndex((line) => line.startsWith('{"conflict"'));
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const changed = (lines[at] ?? '').replace(/"data":"(?:[^"\\]|\\.)*"/, `"data":"${deep}"`);
    expect(changed).toContain(deep);
    expect(await importPack(owner, file(sealed(lines.with(at, changed))), { as: 'deep' })).toMatchObject({
      imported: false,
      reason: 'not-storable',
      detail: expect.stringContaining('stack depth'),
    });
    const twice = lines.toSpliced(at, 0, lines[at] ?? '');
    const { head } = JSON.parse(twice.at(-1) ?? '');
    const counted = twice.with(-1, JSON.stringify({ head: { ...head, conflicts: 2 } }));
    expect(await importPack(owner, file(sealed(counted)), { as: 'twice' })).toMatchObject({ reason: 'not-storable' });
  });

  test('the text of a pack is what a stranger can read', () => {
    const [header, commit, event] = linesOf(gunzipSync(gzipSync(pack)));
    expect(Object.keys(JSON.parse(header ?? ''))).toEqual([
      'format',
      'organization',
      'position',
      'hash',
      'commits',
      'events',
      'exportedAt',
    ]);
    expect(Object.keys(JSON.parse(commit ?? '').commit)).toEqual([
      'first',
      'last',
      'recordedAt',
      'previousHash',
      'hash',
    ]);
    expect(Object.keys(JSON.parse(event ?? '').event)).toHaveLength(14);
  });
});
