import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import { append } from '#libs/store/append.js';
import { inOrganization } from '#libs/store/database.js';
import { openOrganization } from '#libs/store/organizations.js';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.js';
import { happened } from '../../../test/support/events.js';
import { generatedServer } from '../../../test/support/fleet-file.js';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { runProgram } from '../program.js';

const folder = mkdtempSync(join(tmpdir(), 'certfleet-log-'));
let home: FreshDatabase;
let abroad: FreshDatabase;
let headHash = '';
const pack = join(folder, 'contoso.gz');

beforeAll(async () => {
  [home, abroad] = await Promise.all([freshDatabase(), freshDatabase()]);
  await openOrganization(home.db, 'contoso');
  ({ headHash } = await append(home.db, 'contoso', [1, 2, 3].map(inventory)));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([home.close(), abroad.close()]);
});

function inventory(n: number): FleetEvent & { stream: string } {
  const server = generatedServer(n);
  const event = happened(
    'inventory.observed',
    { ...server, complete: ['certificates'] },
    { source: sourceOf({ organization: 'contoso', server: server.fqdn }) },
  );
  return { ...event, stream: `server:${server.fqdn}` };
}

async function run(database: FreshDatabase | null, ...argv: readonly string[]) {
  const { terminal, stdout, stderr } = recordingTerminal(
    database === null ? {} : { DATABASE_URL: database.ownerUrl, MIGRATION_DATABASE_URL: database.ownerUrl },
  );
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
}

describe('rebuild and verify', () => {
  test('a projection that is behind is built, and then proven with the log', async () => {
    expect(await run(home, 'rebuild')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^contoso: rebuilt up to position 3; rows that were not right: 3 of server_state/),
    });
    expect((await run(home, 'rebuild', '--anew')).stdout).toBe(
      'contoso: rebuilt up to position 3; every row was right\n',
    );
    const { exit, stdout } = await run(home, 'verify', '--head', headHash, '--head-position', '3');
    expect(exit).toBe(0);
    expect(stdout).toContain(`contoso: log sound, 3 events in 1 commits, head ${headHash}`);
    expect(stdout).toContain('projection equals the fold of the log, up to position 3, 3 servers');
  });

  test('a head hash that is not in the log is exit 1, with the first bad position', async () => {
    const { exit, stderr } = await run(home, 'verify', '--head', '1'.repeat(64), '--head-position', '2');
    expect(exit).toBe(1);
    expect(stderr).toContain('the head hash that was given is not in this log');
    expect(stderr).toContain('contoso, position 2');
  });

  test.each([
    ['--head', '12'],
    ['--head-position', '3'],
    ['--head', '1'.repeat(64), '--head-position', '-1'],
  ])('%s %s is bad usage', async (...options) => {
    expect(await run(null, 'verify', ...options)).toMatchObject({ exit: 64, stdout: '' });
    expect(await run(null, 'log', 'verify', pack, ...options)).toMatchObject({ exit: 64, stdout: '' });
  });

  test('a projection that somebody changed is exit 1, and rebuild says what was not right', async () => {
    await inOrganization(home.db, 'contoso', (db) =>
      db.query(`update certfleet.installation set friendly_name = 'changed' where organization = $1`, ['contoso']),
    );
    const verified = await run(home, 'verify');
    expect(verified.exit).toBe(1);
    expect(verified.stderr).toContain('installations of ex0001.contoso.com');
    expect((await run(home, 'rebuild')).stdout).toMatch(/rows that were not right: \d+ of installation\n$/);
    expect((await run(home, 'verify')).exit).toBe(0);
  });
});

describe('log', () => {
  test('export, verify and import: the same log elsewhere', async () => {
    const exported = await run(home, 'log', 'export', '--out', pack);
    expect(exported).toMatchObject({ exit: 0 });
    expect(exported.stdout).toContain(`3 events in 1 commits, head ${headHash}`);
    expect(statSync(pack).mode & 0o777).toBe(0o600);
    expect(existsSync(`${pack}.part`)).toBe(false);
    expect(await run(null, 'log', 'verify', pack, '--head', headHash)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining(`contoso: log sound, 3 events in 1 commits, head ${headHash}`),
    });
    const imported = await run(abroad, 'log', 'import', pack, '--json');
    expect(imported).toMatchObject({ exit: 0 });
    expect(JSON.parse(imported.stdout)).toMatchObject({ into: 'contoso', position: 3, headHash });
    expect(await run(abroad, 'verify', '--head', headHash)).toMatchObject({ exit: 0 });
  });

  test('an existing file is not written over, an organization with a log not into', async () => {
    const before = readFileSync(pack);
    expect(await run(home, 'log', 'export', '--out', pack)).toMatchObject({ exit: 64 });
    expect(readFileSync(pack)).toEqual(before);
    const again = await run(abroad, 'log', 'import', pack);
    expect(again).toMatchObject({ exit: 1, stdout: '' });
    expect(again.stderr).toContain('--as');
    expect(await run(abroad, 'log', 'import', pack, '--as', 'evidence')).toMatchObject({ exit: 0 });
    const several = await run(abroad, 'log', 'export', '--out', join(folder, 'other.gz'));
    expect(several).toMatchObject({ exit: 64 });
    expect(several.stderr).toContain('contoso, evidence');
    expect(await run(abroad, 'verify', '--head', headHash)).toMatchObject({ exit: 64 });
  });

  test('a pack that was changed or cut is exit 1 with the place, what is none exit 64', async () => {
    const changed = join(folder, 'changed');
    const text = gunzipSync(readFileSync(pack)).toString('utf8').split('\n');
    writeFileSync(changed, text.with(3, (text[3] ?? '').replace('EX0002', 'EX9999')).join('\n'));
    const verdict = await run(null, 'log', 'verify', changed);
    expect(verdict).toMatchObject({ exit: 1, stdout: '' });
    expect(verdict.stderr).toContain(`${changed}, line 4, position 2`);
    expect(await run(abroad, 'log', 'import', changed, '--as', 'changed')).toMatchObject({ exit: 1 });
    const cut = join(folder, 'cut');
    writeFileSync(cut, readFileSync(pack));
    truncateSync(cut, statSync(cut).size - 100);
    expect(await run(null, 'log', 'verify', cut, '--json')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('unreadable'),
    });
    for (const [none, told] of [
      [join(folder, 'nowhere'), 'there is no such file'],
      [folder, 'this is a folder'],
      [new URL('../../../package.json', import.meta.url).pathname, 'this is no evidence pack'],
    ] as const)
      expect(await run(null, 'log', 'verify', none)).toMatchObject({
        exit: 64,
        stdout: '',
        stderr: expect.stringContaining(told),
      });
  });

  test('a folder that cannot be written to, or no organization, is told', async () => {
    expect(await run(home, 'log', 'export', '--out', join(folder, 'no', 'such', 'folder'))).toMatchObject({ exit: 1 });
    expect(await run(home, 'log', 'export', '--organization', 'never')).toMatchObject({ exit: 1 });
  });
});
