import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/fleet/source.js';
import { edge01, ex01, ex02, PUB25, SELF2 } from '../../test/support/fixture.js';
import { happened } from '../../test/support/events.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from './program.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  const events = [ex01(), ex02({ certificates: [SELF2, PUB25], adSite: '=1+1' }), edge01()].map((server) =>
    happened(
      'inventory.observed',
      { ...server },
      { source: sourceOf({ organization: 'default', server: server.fqdn }) },
    ),
  );
  await record(api.db, 'default', events);
  await project(api.db, 'default');
});
afterAll(() => api.close());

async function run(...argv: string[]) {
  const { terminal, stdout, stderr } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token });
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
}

describe('queries on the command line', () => {
  test('narrow and order a list', async () => {
    const { exit, stdout } = await run(
      'bindings',
      '--where',
      'role:starttls server:EX01',
      '--sort',
      '-endpoint',
      '--json',
    );
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).items.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual([
      'receive:Default Frontend EX01:starttls',
      'receive:Default EX01:starttls',
    ]);
  });

  test('that cannot be read are shown with a caret below the place', async () => {
    const { exit, stderr, stdout } = await run('bindings', '--where', 'presented:true rle:starttls');
    expect([exit, stdout]).toEqual([64, '']);
    const lines = stderr.split('\n');
    const at = lines.findIndex((line) => line.includes('presented:true rle:starttls'));
    expect(lines[at + 1]?.indexOf('^')).toBe(lines[at]?.indexOf('rle'));
    expect(stderr).toContain('Did you mean');
  });

  test('tell which servers are silent, beside the table', async () => {
    expect((await run('servers')).stdout).toContain('0 of 3 servers heard of since');
    expect((await run('servers')).stdout).toContain('3 silent: ');
  });

  test('write files, whose columns can be chosen', async () => {
    expect((await run('servers', '-o', 'csv', '--columns', 'server,site', '--sort', 'server')).stdout).toBe(
      `server,site\r\nedge01.contoso.com,none\r\nex01.contoso.com,AMS\r\nex02.contoso.com,"'=1+1"\n`,
    );
    expect((await run('certificates', '-o', 'md')).stdout).toMatch(/^\| thumbprint \|.*\n\| --- \|/);
    const findings = await run('findings', '-o', 'ndjson', '--where', 'severity:critical,high,medium,low');
    expect(findings.exit).toBe(0);
    expect(
      findings.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toContainEqual(expect.stringMatching(/^RO-/));
    expect((await run('servers', '-o', 'csv', '--columns', 'colour')).exit).toBe(64);
    const cut = await run('bindings', '-o', 'csv', '--limit', '2');
    expect(cut.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(cut.stderr).toMatch(/2 of \d+: --limit cut the rest/);
  });

  test('are kept as views', async () => {
    expect((await run('views')).stdout).toContain('no view is saved');
    const saved = await run(
      'views',
      'save',
      'outside',
      '--where',
      'role:starttls',
      '--columns',
      'server,endpoint',
      '--description',
      'for others',
    );
    expect([saved.exit, saved.stdout]).toEqual([0, 'saved as outside: certfleet bindings --view outside\n']);
    expect((await run('views', 'list')).stdout).toMatch(/outside +bindings +role:starttls +for others/);
    const table = (await run('bindings', '--view', 'outside', '--where', 'server:EX01')).stdout;
    expect(table).toContain('view outside: role:starttls, narrowed by: server:EX01');
    expect((await run('bindings', '--view', 'outside', '-o', 'csv')).stdout.split('\r\n')[0]).toBe('server,endpoint');
    expect((await run('views', 'save', 'odd', '--where', 'rle:x')).exit).toBe(64);
    expect((await run('views', 'save', 'odd', '--list', 'alerts')).exit).toBe(64);
    expect((await run('views', 'remove', 'outside')).stdout).toBe('removed outside\n');
    expect((await run('views', 'remove', 'outside')).exit).toBe(1);
  });
});
