/** `certfleet import` against a running API, worker and projector: files, folders, zips, history. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { fleetFile, generatedServer } from '../../../test/support/fleet-file.js';
import { makeZip } from '../../../test/support/make-zip.js';
import { runningApi, type RunningTestApi } from '../../../test/support/running-api.js';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { startProjector } from '../../projector/projector.js';
import { startWorker } from '../../worker/worker.js';
import { runProgram } from '../program.js';

let api: RunningTestApi;
const running: { readonly close: () => Promise<void> }[] = [];
const root = mkdtempSync(join(tmpdir(), 'certfleet-import-'));
const silent = pino({ level: 'silent' });

beforeAll(async () => {
  api = await runningApi();
  running.push(await startWorker({ databaseUrl: api.appUrl, reconcileSeconds: 1 }, silent));
  running.push(await startProjector({ databaseUrl: api.appUrl }, silent));
});
afterAll(async () => {
  for (const one of running) await one.close();
  await api.close();
  rmSync(root, { recursive: true });
});

function write(path: string, content: Uint8Array | string): string {
  const whole = join(root, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

let organizations = 0;
const fresh = () => `org${(organizations += 1)}`;

async function run(argv: readonly string[], token = api.token) {
  const { terminal, stdout, stderr } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: token });
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
}

const send = (organization: string, ...argv: readonly string[]) =>
  run(['import', '--organization', organization, '--wait', ...argv]);

const analysis = readFileSync(new URL('../../../libs/formats/health-checker/sample.xml', import.meta.url), 'utf8');
const timeless = JSON.stringify({
  format: 'certfleet.fleet/1',
  servers: [{ fqdn: 'ex01.contoso.com', roles: ['Mailbox'] }],
});
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });

describe('a folder', () => {
  const year = join(root, 'year');
  write('year/ex01/a.xml', analysis);
  write('year/b.json', fleetFile([generatedServer(1), generatedServer(2)]));
  write('year/readme.txt', 'Exports of 2025');
  write('year/.hidden', 'x');

  test('is imported file by file; what is no export is told and skipped', async () => {
    const organization = fresh();
    const { exit, stdout, stderr } = await send(organization, year);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/b\.json +recorded .*2026-06-01 08:00Z +2 inventory\.observed/);
    expect(stdout).toMatch(/a\.xml +recorded .* 2 inventory\.observed/);
    expect(stdout.trim().split('\n').at(-1)).toBe('4 files: 2 recorded (4 events), 2 skipped');
    expect(stderr).toMatch(/^skipped: .*readme\.txt: This is text/m);
    expect(stderr).toMatch(/^skipped: .*\.hidden: it is hidden/m);
    const again = await send(organization, year);
    expect(again.exit).toBe(0);
    expect(again.stdout).toContain('4 files: 2 known, 2 skipped');
  });

  test('tells programs everything', async () => {
    const { exit, stdout } = await send(fresh(), year, '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      imports: [
        { file: join(year, 'b.json'), state: 'done', files: [{ file: 'b.json', events: { 'inventory.observed': 2 } }] },
        { file: join(year, 'ex01', 'a.xml'), files: [{ file: 'ex01/a.xml', outcome: 'recorded' }] },
      ],
      skipped: [{ file: join(year, '.hidden') }, { file: join(year, 'readme.txt') }],
      refused: [],
      summary: { files: 4, recorded: 2, known: 0, nothing: 0, skipped: 2, refused: 0, conflict: 0, events: 4 },
    });
  });

  test('with bad files in it: they are told, exit 64, and the others are recorded', async () => {
    write('bad/broken.xml', analysis.slice(0, 5_000));
    write('bad/key.pem', key);
    write('bad/good.json', fleetFile([generatedServer(1)]));
    write('bad/timeless.json', timeless);
    const { exit, stdout, stderr } = await send(fresh(), join(root, 'bad'));
    expect(exit).toBe(64);
    expect(stdout).toMatch(/good\.json +recorded/);
    expect(stdout).toContain('4 files: 1 recorded (1 event), 3 refused');
    for (const told of [/broken\.xml/, /private key[^]*key\.pem/, /--observed-at[^]*timeless\.json/])
      expect(stderr).toMatch(told);
  });

  test('without any export is bad input', async () => {
    write('none/readme.txt', 'Dear Sir');
    expect(await send(fresh(), join(root, 'none'))).toMatchObject({
      exit: 64,
      stdout: '1 file: 1 skipped\n',
      stderr: expect.stringContaining('nothing in there'),
    });
    expect(await run(['inspect', join(root, 'none')])).toMatchObject({ exit: 64, stdout: '' });
  });

  test('of many files is sent and awaited together', async () => {
    const days = Array.from({ length: 300 }, (_, n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString());
    for (const at of days) write(`many/ex01-${at.slice(0, 10)}.json`, fleetFile([generatedServer(1)], at));
    const organization = fresh();
    const begun = Date.now();
    const { exit, stdout, stderr } = await send(organization, join(root, 'many'), '--json');
    expect(exit).toBe(0);
    expect(Date.now() - begun).toBeLessThan(45_000);
    const { summary } = JSON.parse(stdout);
    // Nearly all say what was known; how many do depends on the order in which workers take them.
    expect(summary).toMatchObject({ files: 300, refused: 0 });
    expect(summary.recorded + summary.known).toBe(300);
    expect(summary.events).toBeLessThan(100);
    expect(stderr.split('\n').filter((line) => line.endsWith('files')).length).toBeLessThanOrEqual(21);
  });
});

describe('a zip', () => {
  test('is told of file by file, and so is what is bad in it, with and without waiting', async () => {
    const zip = write(
      'mixed.zip',
      makeZip([
        { name: 'a.xml', content: analysis },
        { name: 'broken.xml', content: analysis.slice(0, 5_000) },
        { name: 'readme\u001b[2J.txt', content: 'text' },
      ]),
    );
    const { exit, stdout, stderr } = await send(fresh(), zip);
    expect(exit).toBe(64);
    expect(stdout).toMatch(/mixed\.zip: a\.xml +recorded/);
    expect(stdout).toContain('3 files: 1 recorded (2 events), 1 skipped, 1 refused');
    expect(stderr).toMatch(/mixed\.zip: broken\.xml/);
    expect(stderr).toMatch(/skipped: .*mixed\.zip: readme\\u\{1b\}\[2J\.txt/);
    const taken = await run(['import', '--organization', fresh(), zip]);
    expect(taken).toMatchObject({ exit: 64, stdout: expect.stringMatching(/mixed\.zip: accepted, ticket /) });
    expect(taken.stderr).toMatch(/broken\.xml[^]*/);
  });

  test('with a private key is refused whole', async () => {
    const zip = write(
      'keys.zip',
      makeZip([
        { name: 'a.xml', content: analysis },
        { name: 'key.pem', content: key },
      ]),
    );
    const { exit, stdout, stderr } = await send(fresh(), zip);
    expect(exit).toBe(64);
    expect(stdout).toContain('1 file: 1 refused');
    expect(stderr).toMatch(/private key[^]*keys\.zip, key\.pem/);
  });

  test('is looked into offline', async () => {
    const zip = write(
      'inspect.zip',
      makeZip([
        { name: 'a.xml', content: analysis },
        { name: 'b.json', content: timeless },
        { name: 'c.txt', content: 'text' },
      ]),
    );
    const { exit, stdout, stderr } = await run(['inspect', zip, '--json']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        { file: `${zip}: a.xml`, format: 'clixml' },
        { file: `${zip}: b.json`, format: 'fleet-document' },
      ],
      skipped: [{ file: `${zip}: c.txt` }],
    });
    expect(stderr).toContain('c.txt');
  });
});

describe('when files were made', () => {
  const history = join(root, 'history');
  write('history/ex01-20250112103000.json', timeless);
  const changed = write('history/ex01-2025-02-12.json', timeless);
  utimesSync(changed, new Date(), new Date('2025-03-04T05:06:07Z'));

  const instants = async (...argv: readonly string[]) => {
    const { exit, stdout, stderr } = await send(fresh(), history, '--json', ...argv);
    if (exit !== 0) throw new Error(stderr);
    const { imports }: { imports: readonly { files: readonly { first: string }[] }[] } = JSON.parse(stdout);
    return imports.map(({ files }) => files[0]?.first);
  };

  test('comes from the instant given, the names, or the changes, as is chosen', async () => {
    expect(await instants('--observed-at', '2025-01-01')).toEqual([
      '2025-01-01T00:00:00.000Z',
      '2025-01-01T00:00:00.000Z',
    ]);
    expect(await instants('--observed-at-from', 'name')).toEqual([
      '2025-02-12T00:00:00.000Z',
      '2025-01-12T10:30:00.000Z',
    ]);
    expect((await instants('--observed-at-from', 'mtime'))[0]).toBe('2025-03-04T05:06:07.000Z');
  });

  test('is never guessed, and one choice excludes the other', async () => {
    expect(await send(fresh(), history)).toMatchObject({ exit: 64, stderr: expect.stringContaining('--observed-at') });
    const both = await send(fresh(), history, '--observed-at', '2025-01-01', '--observed-at-from', 'name');
    expect(both).toMatchObject({ exit: 64, stdout: '' });
    expect(await send(fresh(), history, '--observed-at-from', 'guess')).toMatchObject({ exit: 64 });
  });
});

test('who may not send is told once, however many files there are', async () => {
  const { exit, stdout, stderr } = await run(['import', join(root, 'many'), '--wait'], 'not the right token at all');
  expect(exit).toBe(77);
  expect(stdout).toBe('300 files: 300 not finished\n');
  expect(stderr.match(/CERTFLEET_TOKEN/g)?.length).toBeLessThanOrEqual(4);
  expect(stderr).toMatch(/29\d more files were not sent/);
});
