import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'certfleet-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const fleet = (rest: object = {}) => ({
  format: 'certfleet.fleet/1',
  at: '2026-06-01T00:00:00Z',
  servers: [
    {
      fqdn: 'ex01.contoso.com',
      roles: ['Mailbox'],
      internalTransportCertificate: null,
      certificates: [],
      popSettings: null,
      ...rest,
    },
    { fqdn: 'ex02.contoso.com', netbiosName: 'MAIL02', popSettings: {} },
  ],
});
const run = async (
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  interactive = false,
) => {
  const { terminal, stdout, stderr } = recordingTerminal(environment, interactive);
  const exit = await runProgram(argv, terminal);
  return { exit, stdout: stdout(), stderr: stderr() };
};

describe('usage', () => {
  test.each([
    ['no command', []],
    ['an unknown command', ['selekt']],
    ['an unknown option', ['select', '--state', 'x', '--colour']],
    ['a missing option', ['select']],
    ['a missing argument', ['inspect']],
    ['an instant that is none', ['select', '--state', 'x', '--at', 'yesterday']],
    ['an address that is no URL', ['servers', '--url', 'nowhere']],
    ['a position that is none', ['bindings', '--known-at', 'x']],
    ['an outcome that is none', ['bindings', '--outcome', 'FINE']],
    ['a port that is none', ['up', '--port', '80800']],
  ])('%s is bad usage, exit 64, told on stderr', async (_what, argv) => {
    const { exit, stdout, stderr } = await run(argv);
    expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toContain('    at ');
  });

  test('--help and --version are no errors', async () => {
    expect(await run(['--help'])).toMatchObject({ exit: 0, stderr: '' });
    expect((await run(['select', '--help'])).stdout).toContain('--state <file>');
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('select', () => {
  test('one document gives selections', async () => {
    const { exit, stdout } = await run(['select', '--state', file('one.json', fleet())]);
    expect(exit).toBe(0);
    const { selections } = JSON.parse(stdout);
    expect(selections[0]).toMatchObject({
      server: 'ex01.contoso.com',
      endpoint: 'internal-transport',
      outcome: 'NOT_ADVERTISED',
      events: [12012],
    });
  });

  test('several give results in their order', async () => {
    const { stdout } = await run([
      'select',
      '--state',
      file('a.json', fleet()),
      '--state',
      file('b.json', { format: 'certfleet.fleet/1' }),
    ]);
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(2);
    expect(results[1]).toEqual({ selections: [] });
  });

  test('a bad document among several is bad input of the whole call, and each is told', async () => {
    const states = [file('good.json', fleet()), file('bad.json', '{"format":'), join(folder, 'missing.json')];
    const { exit, stdout, stderr } = await run(['select', ...states.flatMap((state) => ['--state', state])]);
    expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
    expect(stderr).toContain('bad.json');
    expect(stderr).toContain('missing.json');
  });

  test('an export, something else or a private key is told as what it is', async () => {
    const told = async (path: string) => {
      const { exit, stdout, stderr } = await run(['select', '--state', path]);
      expect({ exit, stdout }).toEqual({ exit: 64, stdout: '' });
      return stderr;
    };
    const sites = [{ name: 'Default Web Site', bindings: { Collection: [] } }];
    expect(await told(file('sites.json', sites))).toMatch(/website-json[^]*certfleet import/);
    expect(await told(file('letter.txt', 'Dear Sir'))).toContain('of no format Certfleet reads');
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';
    expect(await told(file('key.pem', key))).toContain('private key');
    expect(await told(file('key.json', { ...fleet(), note: key }))).toContain('private key');
  });

  test('--server takes any name in any case, --endpoint too', async () => {
    const state = file('names.json', fleet());
    const { stdout } = await run(['select', '--state', state, '--server', 'mail02', '--endpoint', 'POP']);
    expect(JSON.parse(stdout).selections).toMatchObject([
      { server: 'ex02.contoso.com', endpoint: 'pop', outcome: 'INDETERMINATE' },
    ]);
    expect(await run(['select', '--state', state, '--server', 'ex99'])).toMatchObject({
      exit: 1,
      stdout: '',
      stderr: expect.stringContaining('ex01.contoso.com, ex02.contoso.com'),
    });
    expect(await run(['select', '--state', state, '--endpoint', 'imap'])).toMatchObject({ exit: 1, stdout: '' });
  });

  test('--at goes before the instant of the document', async () => {
    const certificate = { thumbprint: 'AB', notAfter: '2026-01-01T00:00:00Z', hasPrivateKey: true };
    const state = file('at.json', fleet({ internalTransportCertificate: 'AB', certificates: [certificate] }));
    const events = async (...at: string[]) =>
      JSON.parse((await run(['select', '--state', state, '--endpoint', 'internal-transport', ...at])).stdout)
        .selections[0].events;
    expect(await events()).toEqual([12015]);
    expect(await events('--at', '2025-01-01')).toEqual([]);
  });

  test('warnings go to stderr, the answer stays one JSON document', async () => {
    const { exit, stdout, stderr } = await run([
      'select',
      '--state',
      file('warned.json', { ...fleet(), colour: '\u001b[2J' }),
    ]);
    expect(exit).toBe(0);
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toContain('warning: ');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('inspect', () => {
  test('shows what can be read and refuses what cannot, exit 64', async () => {
    const argv = ['inspect', file('fine.json', fleet()), file('empty.xml', ''), file('prose.txt', 'Dear Sir')];
    const { exit, stdout, stderr } = await run(argv);
    expect(exit).toBe(64);
    expect(JSON.parse(stdout).files).toMatchObject([
      { format: 'fleet-document', servers: [{ fqdn: 'ex01.contoso.com' }, { fqdn: 'ex02.contoso.com' }] },
    ]);
    expect(stderr).toMatch(/empty\.xml[^]*prose\.txt/);
  });

  test('tables on a terminal, JSON there with --json, nothing where nothing can be read', async () => {
    const path = file('seen.json', fleet());
    const seen = await run(['inspect', path], {}, true);
    expect(seen).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/seen\.json  fleet-document[^]*ex01\.contoso\.com/),
    });
    expect(() => JSON.parse(seen.stdout)).toThrow();
    expect(JSON.parse((await run(['inspect', '--json', path], {}, true)).stdout).files).toHaveLength(1);
    expect(await run(['inspect', file('prose.txt', 'Dear Sir')])).toMatchObject({ exit: 64, stdout: '' });
  });
});

describe('explain from a file', () => {
  test('one endpoint, in words and as JSON', async () => {
    const state = file('explained.json', fleet());
    const words = await run(['explain', 'EX01', 'internal-transport', '--state', state]);
    expect(words).toMatchObject({ exit: 0, stderr: '' });
    expect(words.stdout).toContain('ANON-3');
    const { stdout } = await run(['explain', 'EX01', 'internal-transport', '--state', state, '--json']);
    expect(JSON.parse(stdout).trace[0]).toMatchObject({ rule: 'ANON-3', decides: true });
  });
});

describe('a server that answers', () => {
  let server: Server;
  let url = '';
  const answers: Record<string, [number, unknown]> = {
    '/api/v1/servers': [401, { title: 'A token is needed', detail: 'This request bears no token.' }],
    '/api/v1/bindings': [400, { detail: 'no', errors: [{ parameter: 'where', message: 'not yet' }] }],
    '/api/v1/certificates': [500, { detail: 'a fault' }],
    '/api/v1/timeline': [200, '<html>'],
    '/api/v1/servers/ex99': [404, { detail: 'No server is known as ex99.' }],
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const [status, body] = answers[request.url?.split('?')[0] ?? ''] ?? [404, {}];
      response.writeHead(status).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterAll(() => {
    server.close();
  });

  test.each([
    ['servers', 77, 'bears no token'],
    ['bindings', 64, 'where: not yet'],
    ['certificates', 1, 'a fault'],
    ['timeline', 69, 'not Certfleet'],
    ['show ex99', 1, 'ex99'],
  ])('%s: exit %i', async (command, exit, told) => {
    const result = await run([...command.split(' '), '--url', url]);
    expect(result).toMatchObject({ exit, stdout: '' });
    expect(result.stderr).toContain(told);
  });

  test('nobody there: exit 69, with what to do', async () => {
    const result = await run(['servers'], { CERTFLEET_URL: 'http://127.0.0.1:9' });
    expect(result).toMatchObject({ exit: 69, stdout: '' });
    expect(result.stderr).toContain('certfleet up');
  });
});
