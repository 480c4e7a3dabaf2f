import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sourceOf } from '#libs/fleet/source.js';
import { happened } from '../../test/support/events.js';
import { ex01, frontend, PUB25, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, lasting } from '../../test/support/lasting-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { without } from '../../test/support/without.js';
import { runProgram } from './program.js';

const PAGE = readFileSync(new URL('../../docs/check.md', import.meta.url), 'utf8');
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY).toISOString();

/** EX01's public certificate ends in 20 days, and nothing else is wrong with it. */
const EX01 = {
  ...without(lasting(ex01()), 'iisBindings'),
  certificates: [
    { ...SELF, notBefore: '2020-01-01T00:00:00Z', notAfter: inDays(500) },
    { ...PUB25, notBefore: inDays(-345), notAfter: inDays(20) },
  ],
  receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })],
};

const ORGANIZATION = { name: 'contoso', edgeSubscriptions: [], complete: ['edgeSubscriptions'] };

const seen = (organization: string, server: typeof EX01 | ReturnType<typeof anotherServer>, at: string) =>
  happened(
    'inventory.observed',
    { ...server },
    { source: sourceOf({ organization, server: server.fqdn }), occurredAt: at },
  );

let api: RunningTestApi;
const folder = mkdtempSync(join(tmpdir(), 'certfleet-check-'));
beforeAll(async () => {
  api = await runningApi();
  await record(api.db, 'default', [
    happened(
      'inventory.observed',
      { ...ORGANIZATION },
      { source: sourceOf({ organization: 'default', server: null }) },
    ),
    seen('default', EX01, inDays(0)),
    seen('default', anotherServer(2), inDays(0)),
    seen('default', anotherServer(3), inDays(-5)),
  ]);
  await project(api.db, 'default');
  const fleet = {
    format: 'certfleet.fleet/1',
    organization: { name: 'contoso', edgeSubscriptions: [] },
    servers: [EX01, anotherServer(2)],
  };
  writeFileSync(join(folder, 'fleet.json'), JSON.stringify(fleet));
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: string[]) {
  const { terminal, stdout, stderr } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token });
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
}
const LINE = /^CERTFLEET (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+(?: \| (?:'\w+'=\d+;0?;0?;0 ?)+)?\n$/;
const CODES: Readonly<Record<string, number>> = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 };

async function check(...argv: string[]) {
  const { exit, stdout, stderr } = await run('check', ...argv);
  const state = LINE.exec(stdout)?.[1] ?? stdout;
  expect([exit, stderr]).toEqual([CODES[state], '']);
  return { state, line: stdout };
}

describe('a running Certfleet', () => {
  test('what ends soon is a warning, or critical, by the thresholds', async () => {
    expect((await check('EX01')).line).toMatch(/^CERTFLEET WARNING - .*mail\.contoso\.com.* in (19|20) days/);
    expect((await check('EX01', '--critical', '25d')).state).toBe('CRITICAL');
    const { line } = await check('EX01', '--expiring', '10d', '--severity', 'critical');
    expect(line).toContain("'expiring_10d'=0;0;;0");
  });

  test('what a query names, and the findings of that alone', async () => {
    const narrowed = await check('--where', 'server:EX01 role:starttls', '--expiring', '25d');
    expect(narrowed.line).toMatch(/^CERTFLEET WARNING - .*\[receive:Default Frontend EX01:starttls\]/);
    expect((await check('--where', 'server:EX02', '--severity', 'critical')).line).not.toContain('ex01');
  });

  test('where all is well it is OK', async () => {
    expect((await check('EX02')).line).toMatch(/^CERTFLEET OK - 9 endpoints checked \| 'endpoints'=9;;;0 /);
  });

  test('a silent server is unknown, where it is checked', async () => {
    expect((await check('EX03', '--severity', 'critical')).line).toMatch(
      /^CERTFLEET UNKNOWN - .*ex03\.contoso\.com nothing was heard of it for 3d/,
    );
    expect((await check('EX03', '--severity', 'critical', '--silent-after', '30d')).line).not.toContain(
      'nothing was heard',
    );
    expect((await check('--silent-after', '3d')).line).toContain("'silent'=1;;;0");
  });

  test('what does not exist is unknown, unless none is fine', async () => {
    expect((await check('NOSUCH')).line).toMatch(/UNKNOWN - No server is known as NOSUCH.*certfleet servers/);
    expect((await check('--where', 'server:nosuch')).state).toBe('UNKNOWN');
    expect((await check('--where', 'server:nosuch', '--allow-none')).state).toBe('OK');
    expect((await check('--organization', 'unheard-of')).state).toBe('UNKNOWN');
  });

  test.each([
    [['--where', 'rle:starttls'], /has no field rle/],
    [['--where', 'role:pop) or (role:imap'], /column/],
    [['--expiring', 'soon'], /--expiring soon/],
    [['--url', 'http://127.0.0.1:1'], /no Certfleet answers/],
    [['--at', '2026-01-01'], /--state/],
    [['--state', '/no/such/file.json'], /no such file/],
  ])('what cannot be answered is unknown, in the same form: %j', async (argv, why) => {
    const { state, line } = await check(...argv);
    expect(state).toBe('UNKNOWN');
    expect(line).toMatch(why);
  });

  test('a token that is not let in is unknown', async () => {
    const collector = await api.grant({ organization: 'default', name: 'collector', role: 'collector' });
    const { terminal, stdout } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: collector });
    expect(await runProgram(['check'], terminal)).toBe(3);
    expect(stdout()).toMatch(/^CERTFLEET UNKNOWN - /);
  });

  test('a reader of one organization may ask', async () => {
    const reader = await api.grant({ organization: 'default', name: 'icinga', role: 'reader' });
    const { terminal, stdout } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: reader });
    expect(await runProgram(['check', 'EX01'], terminal)).toBe(1);
    expect(stdout()).toMatch(/^CERTFLEET WARNING - /);
  });

  test('a projection that is behind is unknown', async () => {
    await record(api.db, 'behind', [seen('behind', anotherServer(2), inDays(0))]);
    const { state, line } = await check('--organization', 'behind');
    expect(state).toBe('UNKNOWN');
    expect(line).toContain('The projection is at position 0, 1 was waited for');
  }, 20_000);
});

describe('files for CI', () => {
  test('are written, with the codes of plan', async () => {
    const [xml, sarif] = [join(folder, 'check.xml'), join(folder, 'check.sarif')];
    const { exit, stdout, stderr } = await run('check', 'EX01', '--junit', xml, '--sarif', sarif);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^CERTFLEET WARNING - /);
    expect(readFileSync(xml, 'utf8')).toContain('<failure type="expiring"');
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results[0].ruleId).toBe('expiring');
    expect((await run('check', 'EX01', '--critical', '25d', '--junit', xml)).exit).toBe(3);
    expect((await run('check', '--where', 'server:nosuch', '--junit', xml)).exit).toBe(4);
    expect((await run('check', '--where', 'server:nosuch', '--allow-none', '--junit', xml)).exit).toBe(0);
  });
  test('failures are those of every command', async () => {
    const xml = join(folder, 'never.xml');
    expect((await run('check', '--url', 'http://127.0.0.1:1', '--junit', xml)).exit).toBe(69);
    expect((await run('check', '--expiring', 'soon', '--junit', xml)).exit).toBe(64);
    expect((await run('check', '--junit', join(folder, 'no', 'such', 'folder'))).exit).toBe(1);
  });
  test('beside --nagios keep its line and codes', async () => {
    expect((await check('EX01', '--nagios', '--junit', join(folder, 'both.xml'))).state).toBe('WARNING');
  });
});

describe('a fleet document', () => {
  const state = join(folder, 'fleet.json');
  test('is judged as a running Certfleet is', async () => {
    const live = (await check('EX01', '--severity', 'critical')).line;
    const offline = (await check('EX01', '--state', state, '--severity', 'critical')).line;
    const numbers = (line: string) => line.split(' | ')[1];
    expect(numbers(offline)).toBe(numbers(live));
    expect((await check('EX02', '--state', state, '--at', '2026-06-01')).line).not.toContain('ex01');
  });
  test('tells the switch that time alone makes', async () => {
    const renewed = {
      ...PUB25,
      thumbprint: 'E'.repeat(40),
      notBefore: '2026-06-03T00:00:00Z',
      notAfter: '2027-06-01T00:00:00Z',
    };
    const old = { ...PUB25, notBefore: '2025-12-01T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' };
    const path = join(folder, 'switch.json');
    writeFileSync(
      path,
      JSON.stringify({
        format: 'certfleet.fleet/1',
        servers: [{ ...EX01, certificates: [...EX01.certificates.slice(0, 1), old, renewed] }],
      }),
    );
    const at = ['--at', '2026-06-01', '--severity', 'critical'];
    expect((await check('--state', path, ...at)).line).toContain('presents …EEEE instead on 2026-06-03');
    expect((await check('--state', path, ...at, '--switching', '1d')).line).toContain("'switching_1d'=0;0;;0");
  });
  test('takes no query', async () => {
    expect((await check('--state', state, '--where', 'role:pop')).line).toContain('--where asks a running Certfleet');
  });
});

describe('docs/check.md', () => {
  const examples = [...PAGE.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));

  test('has examples', () => expect(examples.length).toBeGreaterThan(6));

  test.each(examples)('%s', async (example) => {
    const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    const argv = words.map((word) => (/\.(json|xml|sarif)$/.test(word) ? join(folder, word) : word));
    expect(argv.shift()).toBe('certfleet');
    const { exit, stdout, stderr } = await run(...argv);
    const forCi = /--(junit|sarif)/.test(example);
    expect(forCi ? [0, 2, 3, 4] : [0, 1, 2, 3]).toContain(exit);
    const told = forCi ? stderr : stdout;
    if (argv.includes('--json')) expect(JSON.parse(stdout)).toHaveProperty('problems');
    else expect(told).toMatch(forCi ? /^CERTFLEET [A-Z]+ - / : LINE);
    if (!forCi && !argv.includes('--json')) expect(told).toContain(" | 'endpoints'=");
  });
});
