import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { commonName, makeCertificate } from '../../../test/support/make-certificate.js';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { runProgram } from '../program.js';

const folder = mkdtempSync(join(tmpdir(), 'certfleet-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
};

interface Scenario {
  readonly fleet: { readonly servers: readonly Record<string, unknown>[] };
  readonly commands: readonly unknown[];
}
const scenario = (id: string): Scenario =>
  JSON.parse(readFileSync(new URL(`../../../test/scenarios/plan/${id}.json`, import.meta.url), 'utf8'));
const filesOf = (id: string) => {
  const { fleet, commands } = scenario(id);
  return ['--state', written(`${id}.json`, fleet), '--commands', written(`${id}-commands.json`, commands)];
};

const run = async (argv: readonly string[], interactive = false) => {
  const { terminal, stdout, stderr } = recordingTerminal({}, interactive);
  const exit = await runProgram(['plan', ...argv], terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
};

const FLEET = written('fleet.json', scenario('plan-001').fleet);
const PUB26 = '6C79C12E6801C7673D3EBBD07DC31DEF8F0AEA30';
const enable = (rest = '') => `Enable-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26} -Services SMTP${rest}`;
const planned = (...rest: readonly string[]) => run(['--state', FLEET, ...rest]);

describe('plan, offline', () => {
  test('prints the plan of the contract as JSON, with what its reader needs beside it', async () => {
    const { exit, stdout, stderr } = await run(filesOf('plan-009'));
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'applied',
      searched: { servers: 1, endpoints: 9 },
      commands: [{ cmdlet: 'Enable-ExchangeCertificate', answer: 'force' }],
      asOf: '2026-06-01T00:00:00Z',
      safer: { commands: [{ answer: 'no' }] },
      undo: [{ cmdlet: 'Enable-ExchangeCertificate', answer: 'force' }],
    });
  });

  test.each([
    ['nothing presented changes', 'plan-001', 0],
    ['what is presented changes, no risk', 'plan-003', 2],
    ['a critical risk is introduced', 'plan-009', 3],
    ['a fact is missing', 'plan-025', 4],
    ['the question is not answered', 'plan-023', 4],
    ['a refused command changes nothing', 'plan-010', 0],
  ])('--detailed-exitcode: %s', async (_, id, code) => {
    expect((await run([...filesOf(id), '--detailed-exitcode'])).exit).toBe(code);
    expect((await run(filesOf(id))).exit).toBe(0);
  });

  test('takes the line that an administrator is about to run', async () => {
    const lines = await planned(enable(' -Force'));
    const pipeline = await planned(
      `Get-ExchangeCertificate -Server EX01 -Thumbprint ${PUB26} | enable-exchangecertificate -Servi SMTP -Force`,
    );
    const file = await planned('--commands', written('change.ps1', `# the renewal\n${enable(' `\n -Force')}\n`));
    for (const { exit, stdout } of [lines, pipeline, file]) {
      expect(exit).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'applied', prompts: [{ shown: false, rule: 'PR-2' }] });
    }
  });

  test('--servers plans a line that names none for each server it chooses, --answer answers the question', async () => {
    const state = written('two.json', scenario('plan-038').fleet);
    const line = `Enable-ExchangeCertificate -Thumbprint ${PUB26} -Services SMTP`;
    const { stdout } = await run(['--state', state, line, '--servers', 'EX*', '--answer', 'no']);
    const { commands, outcome } = JSON.parse(stdout);
    expect(outcome).toBe('applied');
    expect(commands.map(({ server, answer }: Record<string, unknown>) => [server, answer])).toEqual([
      ['ex01.contoso.com', 'no'],
      ['ex02.contoso.com', 'no'],
    ]);
  });

  test('--certificate is what an Import imports', async () => {
    const pem = written('new.cer', makeCertificate({ subject: commonName('mail.contoso.com') }));
    const line = "Import-ExchangeCertificate -Server EX01 -FileName 'C:\\new.pfx'";
    const { exit, stdout } = await planned(line, '--certificate', pem, '--with-key', '--trusted');
    expect(exit).toBe(0);
    const { facts } = JSON.parse(stdout);
    expect(facts).toMatchObject([{ path: expect.stringMatching(/^certificates\/[0-9A-F]{40}$/), before: null }]);
    const without = await planned(line);
    expect(without).toMatchObject({ exit: 64, stderr: expect.stringContaining('--certificate FILE') });
  });
});

describe('plan, for people', () => {
  test('puts the question first, then what is risky, and the summary last', async () => {
    const { stdout } = await run(filesOf('plan-009'), true);
    const places = ['Plan for 1 command', 'The overwrite question', 'Risky', 'Afterwards', 'Undo', 'Safer'].map(
      (text) => stdout.indexOf(text),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Plan: 4 risky, 0 changed, 5 unchanged, 3 follow-ups. Searched 9 endpoints on 1 server: nothing else changes. ',
    );
    expect(stdout).toContain('Answer No: Yes introduces RO-01');
  });

  test('shows both answers where none is given, with what Microsoft says', async () => {
    const { stdout } = await planned(enable(), '--text');
    expect(stdout).toContain('Overwrite the existing default SMTP certificate?');
    expect(stdout).toMatch(/Yes \(Enter\) +No\n/);
    expect(stdout).toContain('Microsoft says both (conflict C-10):');
  });

  test('--only leaves out what is not asked for, and says so; the counts stay those of the whole', async () => {
    const [whole, risky] = [
      await run(filesOf('plan-003'), true),
      await run([...filesOf('plan-003'), '--only', 'risky'], true),
    ];
    expect(whole.stdout).toContain('Changed');
    expect(risky.stdout).not.toContain('Changed');
    expect(risky.stdout).toContain('not shown (--only risky)');
    const summary = (text: string) => text.slice(text.indexOf('\nPlan: '));
    expect(summary(risky.stdout)).toBe(summary(whole.stdout));
  });

  test('--markdown is the text of a ticket, in which no name is markup', async () => {
    const { fleet, commands } = scenario('plan-009');
    const text = JSON.stringify(fleet).replaceAll('mail.contoso.com', '<b>*mail*|x');
    const argv = ['--state', written('hostile.json', text), '--commands', written('c.json', commands), '--markdown'];
    const { exit, stdout } = await run(argv);
    expect(exit).toBe(0);
    expect(stdout).not.toContain('<b>');
    expect(stdout).toContain('&lt;b\\>\\*mail\\*\\|x');
    for (const heading of ['# Plan: 1 command', '## Commands', '## Risks introduced', '## Way back', '## Basis'])
      expect(stdout).toContain(`${heading}\n`);
    expect(stdout).toContain('* **CRITICAL RO-01** on ex01.contoso.com');
  });
});

describe('plan, bad input', () => {
  test('is said with the line and a caret below the place', async () => {
    const { exit, stdout, stderr } = await planned(enable().replace('-Thumbprint', '-Thumprint'));
    expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
    const [, where, line = '', caret = ''] = stderr.split('\n');
    expect(where).toBe('  at command 1, column 41');
    expect(line.indexOf('-Thumprint')).toBe(caret.indexOf('^'));
    expect(stderr).toContain('Did you mean -Thumbprint?');
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no command', [], /no command/],
    ['commands given twice', [enable(), '--commands', FLEET], /given twice/],
    ['an answer that is none', [enable(), '--answer', 'maybe'], /one of yes, no/],
    ['an instant that is none', [enable(), '--at', 'soon'], /not an instant/],
    ['servers that there are none of', [enable(), '--servers', 'MBX*'], /No server is named MBX\*/],
    ['an unknown cmdlet', ['Get-Mailbox'], /no cmdlet/],
    ['an unclosed quote', ["Remove-ExchangeCertificate 'x"], /not closed/],
    ['a part that is none', [enable(), '--only', 'all'], /Allowed choices/],
  ])('%s', async (_, argv, message) => {
    const { exit, stdout, stderr } = await planned(...argv);
    expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('--at without --state would ask of what runs', async () => {
    expect(await run([enable(), '--at', '2026-06-01'])).toMatchObject({ exit: 64 });
  });

  test('a NetBIOS name of two servers is refused, and says which', async () => {
    const { fleet } = scenario('plan-001');
    const [server] = fleet.servers;
    const twins = [server, { ...server, fqdn: 'ex01.fabrikam.com' }].map((one) => ({ ...one, netbiosName: 'EX01' }));
    const state = ['--state', written('twins.json', { ...fleet, servers: twins })];
    expect(await run([...state, enable()])).toMatchObject({
      exit: 64,
      stdout: '',
      stderr: expect.stringContaining('The server "EX01" may be ex01.contoso.com or ex01.fabrikam.com.'),
    });
    expect((await run([...state, enable().replace('EX01', 'ex01.fabrikam.com')])).exit).toBe(0);
  });

  test('a certificate of which nothing is known leaves the plan undecided, and names the fact', async () => {
    const { fleet } = scenario('plan-001');
    const [server] = fleet.servers;
    const bare = { ...server, certificates: [{ thumbprint: PUB26 }] };
    const { stdout } = await run(['--state', written('bare.json', { ...fleet, servers: [bare] }), enable(' -Force')]);
    const { outcome, missing } = JSON.parse(stdout);
    expect(outcome).toBe('indeterminate');
    expect(missing).toMatchObject([
      { command: 0, fact: expect.stringContaining('hasPrivateKey'), tells: 'Get-ExchangeCertificate' },
    ]);
  });
});
