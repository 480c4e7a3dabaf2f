import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acrossOrganizations } from '#libs/store/database.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from '../cli/program.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { NEW_KEY_SCHEMA } from './new-key.js';
import { NewKey } from './key-params.js';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
});
afterAll(() => api.close());

function make(asked: unknown, organization = 'contoso', token?: string) {
  const body = typeof asked === 'string' ? asked : JSON.stringify(asked);
  return api.ask(`/api/v1/keys?organization=${organization}`, { body, ...(token === undefined ? {} : { token }) });
}

async function listed(organization = 'contoso', token?: string) {
  const path = `/api/v1/keys?organization=${organization}`;
  return (await api.ask(path, token === undefined ? {} : { token })).json;
}

const secretOf = (text: string): string => {
  const body: unknown = JSON.parse(text);
  if (typeof body !== 'object' || body === null || !('key' in body) || typeof body.key !== 'string')
    throw new Error(text);
  return body.key;
};

describe('keys over HTTP', () => {
  test('one is made, works, is listed without its secret, and is refused once revoked', async () => {
    const made = await make({ name: 'ex01', role: 'collector', servers: ['ex01.contoso.com'] });
    expect([made.status, made.json]).toMatchObject([
      201,
      { name: 'ex01', role: 'collector', organization: 'contoso', servers: ['ex01.contoso.com'], expiresAt: null },
    ]);
    const secret = secretOf(made.text);
    expect(secret).toMatch(/^cf_[\w-]{43}$/);
    const asks = () => api.ask('/api/v1/tickets/5e884898-da28-4415-aeb2-0a4b5c1c1d1e', { token: secret });
    expect((await asks()).status).toBe(404);
    const list = await api.ask('/api/v1/keys?organization=contoso');
    expect(list.json).toMatchObject({ total: 1, next: null, items: [{ name: 'ex01', servers: ['ex01.contoso.com'] }] });
    expect(list.text).not.toContain(secret);
    const revoked = await api.ask('/api/v1/keys/ex01?organization=contoso', { method: 'DELETE' });
    expect([revoked.status, revoked.json]).toMatchObject([200, { name: 'ex01' }]);
    expect((await asks()).status).toBe(401);
    expect((await listed()).items).toEqual([]);
    expect((await api.ask('/api/v1/keys/ex01?organization=contoso', { method: 'DELETE' })).status).toBe(404);
    expect(api.logged.join('')).not.toContain(secret);
    const rows = await acrossOrganizations(api.db, (db) =>
      db.query<{ text: string }>('select token::text as text from certfleet.token'),
    );
    expect(rows.filter(({ text }) => text.includes(secret))).toEqual([]);
  });

  test('a name is taken until its key is revoked, and an expired key is refused', async () => {
    const soon = new Date(Date.now() + 1_500).toISOString();
    const { text } = await make({ name: 'short', role: 'collector', expiresAt: soon });
    const secret = secretOf(text);
    const again = await make({ name: 'short', role: 'reader' });
    expect([again.status, again.json]).toMatchObject([409, { type: 'urn:certfleet:problem:conflict' }]);
    const asks = () => api.ask('/api/v1/tickets/5e884898-da28-4415-aeb2-0a4b5c1c1d1e', { token: secret });
    expect((await asks()).status).toBe(404);
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    expect((await asks()).status).toBe(401);
  });

  test.each<[string, unknown, string | null]>([
    ['nothing', '', null],
    ['no JSON', '{"name":', null],
    ['a list', [], ''],
    ['no name', { role: 'reader' }, 'name'],
    ['no role', { name: 'a' }, 'role'],
    ['a role that is none', { name: 'a', role: 'owner' }, 'role'],
    ['a name with a slash', { name: 'a/b', role: 'reader' }, 'name'],
    ['a name with an escape', { name: 'a\u001b[2J', role: 'reader' }, 'name'],
    ['the name of the administrator', { name: 'administrator', role: 'reader' }, 'name'],
    ['an endless name', { name: 'a'.repeat(101), role: 'reader' }, 'name'],
    ['servers of a reader', { name: 'a', role: 'reader', servers: ['ex01'] }, 'servers'],
    ['no server at all', { name: 'a', role: 'collector', servers: [] }, 'servers'],
    ['a server that is none', { name: 'a', role: 'collector', servers: ['ex 01'] }, 'servers.0'],
    ['an instant that is over', { name: 'a', role: 'collector', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an unknown key', { name: 'a', role: 'collector', server: 'ex01' }, ''],
    ['too much', ' '.repeat(600_000), null],
  ])('%s is refused', async (_, asked, parameter) => {
    const { status, json } = await make(asked);
    expect([400, 413, 422]).toContain(status);
    if (parameter !== null) expect(json.errors[0]?.parameter ?? '').toBe(parameter);
    expect((await listed()).items.map((item) => ('name' in item ? item.name : null))).not.toContain('a');
  });

  test('are for administrators, each for the own organization', async () => {
    for (const role of ['reader', 'collector'] as const) {
      const token = await api.grant({ organization: 'contoso', name: `a ${role}`, role });
      const ways = [
        await api.ask('/api/v1/keys', { token }),
        await make({ name: 'sneaked in', role: 'administrator' }, 'contoso', token),
        await api.ask('/api/v1/keys/short', { token, method: 'DELETE' }),
        await api.ask('//api/v1/keys/short', { token, method: 'DELETE' }),
      ].map(({ status }) => status);
      expect(ways.slice(0, 3)).toEqual([403, 403, 403]);
      expect([403, 404]).toContain(ways[3]);
    }
    const own = await api.grant({ organization: 'fabrikam', name: 'admin of fabrikam', role: 'administrator' });
    await make({ name: 'opens fabrikam', role: 'reader' }, 'fabrikam');
    expect((await make({ name: 'mine', role: 'collector' }, 'fabrikam', own)).status).toBe(201);
    expect((await make({ name: 'theirs', role: 'collector' }, 'contoso', own)).status).toBe(403);
    expect((await api.ask('/api/v1/keys/short', { token: own, method: 'DELETE' })).status).toBe(404);
    expect((await listed('contoso')).items.map((item) => ('name' in item ? item.name : null))).toContain('short');
    expect(JSON.stringify(await listed('fabrikam', own))).not.toContain('"short"');
  });

  test('the reference document shows what can be asked for', () => {
    expect(Object.keys(NEW_KEY_SCHEMA.properties)).toEqual(Object.keys(NewKey.shape));
  });
});

describe('keys on the command line', () => {
  const run = async (...argv: readonly string[]) => {
    const { terminal, stdout, stderr } = recordingTerminal({ CERTFLEET_TOKEN: api.token });
    const exit = await runProgram(['keys', ...argv, '--url', api.url, '--organization', 'shell'], terminal);
    return { exit, stdout: stdout(), stderr: stderr() };
  };

  test('add prints the secret alone, list shows the rest, revoke ends it', async () => {
    const added = await run('add', 'ex02', '--role', 'collector', '--servers', 'ex02.contoso.com, EX03');
    expect(added).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^cf_[\w-]{43}\n$/),
      stderr: expect.stringContaining('ex02.contoso.com, EX03'),
    });
    const token = added.stdout.trim();
    expect((await api.ask('/api/v1/servers', { token })).status).toBe(403);
    const list = await run('list');
    expect(list).toMatchObject({ exit: 0, stdout: expect.stringMatching(/ex02 +collector +ex02\.contoso\.com EX03/) });
    expect(list.stdout).not.toContain(token);
    expect(JSON.parse((await run('list', '--json')).stdout)).toMatchObject({ items: [{ name: 'ex02' }], total: 1 });
    expect(await run('add', 'ex02', '--role', 'reader')).toMatchObject({
      exit: 64,
      stdout: '',
      stderr: expect.stringContaining('already'),
    });
    expect(await run('revoke', 'ex02')).toMatchObject({ exit: 0, stdout: expect.stringContaining('revoked') });
    expect((await api.ask('/api/v1/servers', { token })).status).toBe(401);
    expect(await run('revoke', 'ex02')).toMatchObject({ exit: 1, stderr: expect.stringContaining('keys list') });
    expect(await run('list')).toMatchObject({ exit: 0, stdout: expect.stringContaining('no keys') });
  });

  test.each([
    [['add', 'x'], 64],
    [['add', 'x', '--role', 'owner'], 64],
    [['add', 'x', '--role', 'collector', '--expires', 'soon'], 64],
    [['add', 'x/y', '--role', 'collector'], 64],
    [['remove', 'x'], 64],
  ])('%j is bad usage', async (argv, exit) => {
    expect(await run(...argv)).toMatchObject({ exit, stdout: '' });
  });

  test('a key that may not make keys is told so, exit 77', async () => {
    const token = await api.grant({ organization: 'shell', name: 'a reader', role: 'reader' });
    const { terminal, stderr } = recordingTerminal({ CERTFLEET_TOKEN: token });
    expect(await runProgram(['keys', 'list', '--url', api.url], terminal)).toBe(77);
    expect(stderr()).toContain('does not allow');
  });
});
