/**
 * Bad input, over the command line and over a running Certfleet: each kind is refused with its place and a remedy, nothing of it is kept, and
 * nobody else waits for it.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { grantToken, newToken } from '#libs/store/tokens.js';
import { BAD_INPUT, type BadInput, longBadInput, PRIVATE_KEYS, tracesOfTheKey } from '../support/bad-input.js';
import { certfleet, serving, startCertfleet, type Started } from '../support/certfleet-process.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { fleetFile, generatedServer } from '../support/fleet-file.js';
import { until } from '../support/until.js';

const ALL = [...BAD_INPUT, ...PRIVATE_KEYS];
const CASES = ALL.map((bad) => [bad.what, bad] as const);

const folder = mkdtempSync(join(tmpdir(), 'certfleet-bad-'));
chmodSync(folder, 0o755);
const fileOf = ({ what, bytes }: BadInput): string => {
  const path = join(folder, `${what.replace(/\W+/g, '-')}.in`);
  writeFileSync(path, bytes);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No stack, no file of ours, no `undefined` where a word should be. */
const OURS = /\n\s+at (?:async |new |file:|\S+ \()|\.[jt]s:\d|node:|undefined|\[object/;

describe('the command line', () => {
  beforeAll(() => certfleet(['--version'])); // brings the build up to date

  test.each(CASES)('%s', async (_what, bad) => {
    const path = fileOf(bad);
    const calls = [['inspect', path], ...(bad.select === undefined ? [] : [['select', '--state', path]])];
    for (const { code, stdout, stderr } of await Promise.all(calls.map((argv) => certfleet(argv)))) {
      expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
      const lines = stderr
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('certfleet: building'));
      expect(lines.length).toBeLessThanOrEqual(3);
      expect(stderr).toContain(path);
      expect(stderr).toMatch(bad.place);
      // What went wrong, where, what to do: the last line is the remedy, and no line is a wall of text.
      expect(lines.at(-1)).toMatch(/^ {2}\S.*\.$/);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(600);
      expect(stderr).not.toMatch(OURS);
      for (const trace of tracesOfTheKey()) expect(stderr.replaceAll('-----', '')).not.toContain(trace);
    }
  });
});

describe('a running Certfleet', () => {
  let database: FreshDatabase;
  let running: Started;
  let url = '';
  const data = join(folder, 'data');
  const hostile = newToken();
  const good = newToken();

  beforeAll(async () => {
    database = await freshDatabase();
    for (const [name, token] of Object.entries({ hostile, good }))
      await grantToken(database.db, token, { organization: '*', name, role: 'administrator' });
    running = startCertfleet(['up', '--port', '0', '--data', data], {
      DATABASE_URL: database.appUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      LOG_LEVEL: 'trace',
    });
    ({ url } = await serving(running));
  }, 60_000);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    await database.close();
  }, 30_000);

  async function post(path: string, token: string, bytes: Uint8Array, type = 'application/octet-stream') {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: Buffer.from(bytes),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  }

  const WHOSE = 'organization=hostile&server=ex01.contoso.com&observedAt=2026-06-01T00:00:00Z';
  const sendBad = ({ bytes }: BadInput) => post(`imports?${WHOSE}&filename=export.xml`, hostile, bytes);

  /** An import by another sender; tells after how many milliseconds it is recorded. */
  async function sendGood(n: number): Promise<number> {
    const begun = Date.now();
    const { status, text } = await post('imports?organization=good', good, fleetFile([generatedServer(n)]));
    expect([status, text]).toEqual([202, expect.stringContaining('ticket')]);
    const { ticket }: { ticket: string } = JSON.parse(text);
    await until(async () => {
      const answer = await fetch(`${url}/api/v1/tickets/${ticket}?organization=good`, {
        headers: { authorization: `Bearer ${good}` },
      });
      const { state, error }: { state: string; error: string | null } = JSON.parse(await answer.text());
      expect(error).toBeNull();
      return state === 'done';
    });
    return Date.now() - begun;
  }

  /** Every row of every table as text, bytes in hex. */
  async function dumped(): Promise<ReadonlyMap<string, readonly string[]>> {
    const client = new Client({ connectionString: database.superuserUrl });
    await client.connect();
    try {
      const tables = await client.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const found = new Map<string, readonly string[]>();
      for (const { name } of tables.rows) {
        const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
        found.set(
          name,
          rows.map(({ row }) => row),
        );
      }
      return found;
    } finally {
      await client.end();
    }
  }

  const rowsAbout = (dump: ReadonlyMap<string, readonly string[]>, word: string) =>
    [...dump].flatMap(([table, rows]) => rows.filter((row) => row.includes(word)).map(() => table));

  test.each(CASES)('%s', async (_what, bad) => {
    const answers = [
      await sendBad(bad),
      ...(bad.events === undefined ? [] : [await post('events?organization=hostile', hostile, bad.bytes, bad.events)]),
    ];
    for (const { status, type, text } of answers) {
      expect([status, text]).toEqual([bad.status, expect.stringMatching(bad.place)]);
      expect(type).toContain('application/problem+json');
      const problem: { remedy: unknown; detail: unknown } = JSON.parse(text);
      expect(problem.detail).toEqual(expect.stringMatching(/\S/));
      expect(problem.remedy).toEqual(expect.stringMatching(/\S/));
      expect(text).not.toMatch(OURS);
      expect(text.length).toBeLessThan(4000);
    }
  });

  test('another sender does not wait for any of it', async () => {
    await sendGood(0); // everything is awake
    // As much as is received at once: nothing large is let in beside it.
    const long = longBadInput(31);
    const heavy = [...ALL.map(sendBad), ...Array.from({ length: 4 }, () => post(`imports?${WHOSE}`, hostile, long))];
    let busy = true;
    const refusals = Promise.all(heavy).finally(() => (busy = false));
    const waited: number[] = [];
    while (busy) waited.push(await sendGood(waited.length + 1));
    expect(waited.length).toBeGreaterThan(2);
    expect(Math.max(...waited)).toBeLessThan(5_000);
    // Too many at once may be asked to come again; none is taken.
    for (const { status } of await refusals) expect([400, 413, 415, 422, 429, 503]).toContain(status);
  });

  test('nothing of it is in the inbox, the log, the queue or any other table', async () => {
    const dump = await dumped();
    expect(rowsAbout(dump, 'good').sort()).toEqual(expect.arrayContaining(['certfleet.event', 'certfleet.inbox']));
    // Only its token is known.
    expect(rowsAbout(dump, 'hostile')).toEqual(['certfleet.token']);
  });

  test('no trace of the private key is in the database or in a file of ours', async () => {
    const dump = await dumped();
    const logs = readdirSync(data, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(data, entry.name), 'latin1')] as const);
    expect(logs.map(([name]) => name)).toContain('certfleet.log');
    const said = [...logs, ['stdout', running.stdout()], ['stderr', running.stderr()]] as const;
    for (const trace of tracesOfTheKey()) {
      expect(trace.length).toBeGreaterThan(10);
      expect(rowsAbout(dump, trace)).toEqual([]);
      expect(said.filter(([, text]) => text.includes(trace)).map(([name]) => name)).toEqual([]);
    }
  });

  test('the traces that are looked for would be found', () => {
    const kept = PRIVATE_KEYS.map(({ bytes }) => [
      Buffer.from(bytes).toString('hex'),
      Buffer.from(bytes).toString('latin1'),
    ]);
    for (const texts of kept)
      expect(texts.some((text) => tracesOfTheKey().some((trace) => text.includes(trace)))).toBe(true);
  });
});
