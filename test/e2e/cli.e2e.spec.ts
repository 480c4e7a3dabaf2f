import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { certfleet, serving, startCertfleet, type Started } from '../support/certfleet-process.js';
import { until } from '../support/until.js';

const folder = mkdtempSync(join(tmpdir(), 'cf-'));
chmodSync(folder, 0o755); // the database server runs as another user when root starts it
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scenario = (name: string): string => {
  const { fleet } = JSON.parse(readFileSync(new URL(`../scenarios/select/${name}.json`, import.meta.url), 'utf8'));
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify(fleet));
  return path;
};

describe('offline', () => {
  test('select on one document answers in under a second, start included', async () => {
    const state = scenario('stls-020');
    await certfleet(['select', '--state', state]); // brings the build up to date
    const { code, stdout, stderr, milliseconds } = await certfleet(['select', '--state', state]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).selections[0]).toMatchObject({
      server: 'ex01.contoso.com',
      endpoint: 'internal-transport',
    });
    // The best of three: what it takes, not what else the machine was doing.
    const again = [await certfleet(['select', '--state', state]), await certfleet(['select', '--state', state])];
    expect(Math.min(milliseconds, ...again.map((run) => run.milliseconds))).toBeLessThan(1000);
  });

  test('a reader that closes the pipe early is no error', async () => {
    const started = startCertfleet(['select', '--state', scenario('stls-020')]);
    started.child.stdout?.once('data', () => started.child.stdout?.destroy());
    const { code, stderr } = await started.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('a private key is refused', async () => {
    const path = join(folder, 'key.pem');
    writeFileSync(path, '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n');
    const { code, stdout, stderr } = await certfleet(['inspect', path]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(/private key/i);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
  });
});

describe('up', () => {
  let running: Started;
  let url = '';
  const ask = (...argv: string[]) => certfleet([...argv, '--data', data]);

  beforeAll(async () => {
    running = startCertfleet(['up', '--port', '0', '--demo', '--data', data]);
    ({ url } = await serving(running));
  }, 90_000);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
  }, 60_000);

  test('shows what it found: a table, an explained answer, the address and its token', () => {
    const text = running.stdout();
    for (const server of [
      'ex01',
      'ex02',
      'ex03',
      'ex04',
      'ex05',
      'ex06',
      'ex07',
      'ex08',
      'mbx13',
      'old10',
      'edge01',
      'edge02',
    ])
      expect(text).toMatch(new RegExp(`^${server} `, 'm'));
    for (const word of ['presented', 'handshake fails', 'unknown']) expect(text).toContain(word);
    expect(text).toContain('UnknownCredentials');
    expect(text).toContain(readFileSync(join(data, 'token'), 'utf8').trim());
    expect(text).toMatch(/Ask it {5}\S+ explain EX03 "receive:Client Frontend EX03:starttls"/);
    expect(text).toContain(join(data, 'demo', 'stories.txt'));
  });

  test('keeps its token to itself', () => expect(statSync(join(data, 'token')).mode & 0o777).toBe(0o600));

  test('the story of the demo can be asked for', async () => {
    const overwritten = await ask('explain', 'EX06', 'internal-transport');
    expect(overwritten).toMatchObject({ code: 0, stderr: '' });
    expect(overwritten.stdout).toMatch(/PRESENTED {2}\S+ relay\.ber\.contoso\.com/);
    const broken = JSON.parse((await ask('explain', 'ex03', 'send:Outbound to Office 365:starttls', '--json')).stdout);
    expect(broken).toMatchObject({ outcome: 'HANDSHAKE_FAILS', smtpResponse: 'UnknownCredentials' });
    const before = JSON.parse(
      (
        await ask(
          'explain',
          'ex03',
          'send:Outbound to Office 365:starttls',
          '--json',
          '--as-of',
          new Date(Date.now() - 20 * 86_400_000).toISOString(),
        )
      ).stdout,
    );
    expect(before.outcome).toBe('PRESENTED');
    expect((await ask('timeline', 'ex02.contoso.com')).stdout).toContain('svc-acme');
  });

  test.each([['servers'], ['bindings'], ['certificates'], ['timeline'], ['show', 'EX01'], ['explain', 'EX01']])(
    '%s %s answers for people and for programs',
    async (...argv) => {
      const words = await ask(...argv.filter((word) => word !== undefined));
      expect(words).toMatchObject({ code: 0, stderr: '' });
      expect(words.stdout).toContain('contoso.com');
      const { stdout } = await ask(...argv, '--json');
      expect(typeof JSON.parse(stdout)).toBe('object');
    },
  );

  test('the timeline leaves out what came later', async () => {
    const all = JSON.parse((await ask('timeline', '--json')).stdout).items;
    const known = JSON.parse((await ask('timeline', '--json', '--known-at', '5')).stdout).items;
    expect(all.length).toBeGreaterThan(known.length);
    expect(known.map(({ position }: { position: number }) => position)).toEqual(expect.arrayContaining([5]));
    const asOf = new Date(Date.now() - 200 * 86_400_000).toISOString();
    const before = (await ask('timeline', 'EX02', '--as-of', asOf)).stdout;
    expect(before).not.toContain('svc-acme');
    expect(before).toContain('observed');
  });

  test('a file that does not say its server or its time is asked for them, by the names of the options', async () => {
    const path = join(folder, 'store.pem');
    const saved = readdirSync(join(data, 'demo')).find((name) => name.endsWith('.pem')) ?? 'no certificate';
    writeFileSync(path, readFileSync(join(data, 'demo', saved)));
    const { code, stderr } = await ask('import', path);
    expect(code).toBe(64);
    expect(stderr).toContain('--server');
    expect(stderr).toContain('--observed-at');
    const told = await ask('import', path, '--server', 'ex01.contoso.com', '--observed-at', '2026-06-01', '--wait');
    expect(told).toMatchObject({ code: 0 });
  });

  test('import --wait comes back when the next question sees it', async () => {
    const imported = await ask(
      'import',
      scenario('stls-001'),
      '--wait',
      '--organization',
      'lab',
      '--observed-at',
      '2026-06-01T00:00:00Z',
    );
    expect(imported).toMatchObject({ code: 0 });
    expect(imported.stdout).toMatch(/recorded, \d+ event/);
    const again = await ask('import', scenario('stls-001'), '--wait', '--organization', 'lab');
    expect(again.stdout).toContain('nothing new');
    expect(JSON.parse((await ask('servers', '--organization', 'lab', '--json')).stdout).total).toBe(1);
  });

  test('a file that cannot be read is refused with 64, and the others are recorded', async () => {
    const bad = join(folder, 'bad.xml');
    writeFileSync(bad, '<Objs Version="1.1.0.1"><Obj>');
    const { code, stderr } = await ask('import', bad, scenario('stls-002'), '--wait', '--organization', 'mixed');
    expect(code).toBe(64);
    expect(stderr).toContain('bad.xml');
    expect(JSON.parse((await ask('servers', '--organization', 'mixed', '--json')).stdout).total).toBe(1);
  });

  test('verify, doctor and rebuild work beside it', async () => {
    expect(await ask('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('log sound') });
    expect((await ask('doctor')).stdout).toContain('certfleet_app may append to the log and read it, nothing more');
    expect(await ask('rebuild', '--organization', 'default')).toMatchObject({ code: 0 });
    expect(await ask('verify', '--json')).toMatchObject({ code: 0 });
  }, 120_000);

  test('the log moves into a new data folder as a file, with its head hash', async () => {
    const pack = join(folder, 'moved.gz');
    expect(await ask('log', 'export', '--organization', 'default', '--out', pack)).toMatchObject({ code: 0 });
    const { headHash } = JSON.parse((await certfleet(['log', 'verify', pack, '--json'])).stdout);
    const moved = ['--data', join(folder, 'moved')];
    expect(await certfleet(['log', 'import', pack, ...moved])).toMatchObject({ code: 0 });
    expect(await certfleet(['verify', '--head', headHash, ...moved])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('projection equals the fold of the log'),
    });
  }, 120_000);

  test('a wrong token is not allowed, exit 77', async () => {
    const { code, stderr } = await certfleet(['servers', '--url', url], {
      CERTFLEET_TOKEN: 'not-the-token-of-this-server',
    });
    expect(code).toBe(77);
    expect(stderr).toContain('CERTFLEET_TOKEN');
  });

  test('a second one on the same data folder is refused and names the first', async () => {
    const { code, stderr } = await certfleet(['up', '--data', data]);
    expect(code).toBe(1);
    expect(stderr).toContain(url);
  });

  test('a port that is taken is named', async () => {
    const port = new URL(url).port;
    const other = join(folder, 'other');
    const { code, stderr } = await certfleet(['up', '--port', port, '--data', other]);
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${port} is taken`);
    expect(existsSync(join(other, 'running.json'))).toBe(false);
  });

  test('stopped and started again it goes on with its data, without the demo a second time', async () => {
    const before = JSON.parse((await ask('bindings', '--json')).stdout);
    running.child.kill('SIGTERM');
    setTimeout(() => running.child.kill('SIGTERM'), 20); // as npm passes it on a second time
    const { code, stderr } = await running.ended;
    expect({ code, complaint: /error|Error/.test(stderr) }).toEqual({ code: 0, complaint: false });
    expect(existsSync(join(data, 'pg18', 'postmaster.pid'))).toBe(false);
    expect(await ask('servers')).toMatchObject({ code: 69 });
    running = startCertfleet(['up', '--port', '0', '--demo', '--data', data]);
    ({ url } = await serving(running));
    expect(running.stderr()).toContain('there is data already');
    const after = JSON.parse((await ask('bindings', '--json')).stdout);
    expect({ total: after.total, position: after.position }).toEqual({
      total: before.total,
      position: before.position,
    });
  }, 120_000);

  test('after kill -9 it takes the database over and goes on', async () => {
    running.child.kill('SIGKILL');
    await running.ended;
    running = startCertfleet(['up', '--port', '0', '--data', data]);
    ({ url } = await serving(running));
    expect(running.stderr()).toContain('still running from before');
    expect(JSON.parse((await ask('servers', '--json')).stdout).total).toBe(12);
  }, 120_000);
});

test('a demo that was killed half-way goes on with the files it has written, and ends as it would have', async () => {
  const half = join(folder, 'half');
  const ask = (...argv: string[]) => certfleet([...argv, '--data', half]);
  const index = () => readFileSync(join(half, 'demo', 'index.json'), 'utf8');
  const argv = ['up', '--port', '0', '--demo', '--data', half];
  let running = startCertfleet(argv);
  try {
    const notebook = join(half, 'demo.json');
    await until(() => existsSync(notebook), { within: 60_000 });
    const address = () => JSON.parse(readFileSync(join(half, 'running.json'), 'utf8')).url;
    const headers = { authorization: `Bearer ${readFileSync(join(half, 'token'), 'utf8').trim()}` };
    const recorded = async () => {
      const answer = await fetch(`${address()}/api/v1/events?after=40&limit=1`, { headers });
      return (JSON.parse(await answer.text()) as { items: readonly unknown[] }).items.length;
    };
    await until(async () => (await recorded()) > 0, { within: 60_000 });
    running.child.kill('SIGKILL');
    await running.ended;
    expect(JSON.parse(readFileSync(notebook, 'utf8'))).toMatchObject({ loaded: false });
    const before = index();
    running = startCertfleet(argv);
    await serving(running);
    expect(running.stderr()).toMatch(/Contoso with its past: \d+ files/);
    expect(index()).toBe(before);
    expect(JSON.parse(readFileSync(notebook, 'utf8'))).toMatchObject({ loaded: true });
    const { items } = JSON.parse((await ask('timeline', '--json', '--limit', '200')).stdout);
    const { files }: { files: readonly { name: string }[] } = JSON.parse(before);
    const told = new Set(items.map(({ reportedBy }: { reportedBy: string }) => reportedBy));
    const audits = files.map(({ name }) => name).filter((name) => name.includes('audit-log'));
    expect([...told]).toEqual(expect.arrayContaining(audits));
    expect(
      new Set(items.map(({ what, occurredAt, source }: Record<string, string>) => [what, occurredAt, source].join()))
        .size,
    ).toBe(items.length);
    expect(await ask('verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('log sound') });
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
  }
}, 180_000);

test('without --port a taken 8080 is no obstacle', async () => {
  const holder = createServer();
  const held = await new Promise<boolean>((resolve) => {
    holder.once('error', () => resolve(false)); // somebody else holds it: as good
    holder.listen(8080, '127.0.0.1', () => resolve(true));
  });
  const started = startCertfleet(['up', '--data', join(folder, 'second')]);
  try {
    const { url } = await serving(started);
    expect(Number(new URL(url).port)).toBeGreaterThan(8080);
    expect(started.stderr()).toContain('8080 is taken');
  } finally {
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(0);
    if (held) await new Promise((resolve) => holder.close(resolve));
  }
}, 90_000);
