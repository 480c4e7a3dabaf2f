import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Outcome } from '#libs/channels/outcome.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';
import { HOSTILE_TEXTS, messageFullOf } from '../support/alert-messages.js';
import { testMeans } from '../support/receivers.js';
import { ProgramInput } from '../support/wire-schemas.js';
import { deliver } from '#libs/delivery/deliver.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certfleet-program-'));
  await mkdir(join(folder, 'allowed'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, 'allowed', name);

async function script(name: string, lines: string, mode = 0o755): Promise<string> {
  await writeFile(path(name), `#!/bin/sh\n${lines}\n`);
  await chmod(path(name), mode);
  return path(name);
}

function run(
  program: string,
  settings = {},
  message: AlertMessage = SAMPLE_MESSAGE,
  programs = [join(folder, 'allowed')],
): Promise<Outcome> {
  const occasion = { sendingId: 's1', at: '2026-11-22T10:41:40Z', thread: null };
  return deliver(
    { channel: 'program', settings: { program, ...settings }, message, occasion },
    testMeans({ programs }),
    new AbortController().signal,
  );
}

test('it gets the message on standard input, its arguments as they were set, and a bare environment', async () => {
  const out = join(folder, 'out');
  const program = await script(
    'show',
    `cat > ${out}; for a in "$@"; do echo "[$a]"; done > ${out}.args; env > ${out}.env; pwd > ${out}.pwd; echo TICKET-7; echo more`,
  );
  process.env['CERTFLEET_PROGRAM_TEST'] = 'secret';
  const outcome = await run(program, { arguments: ['--queue', '$(touch x); `id` "two words"', ''] });
  delete process.env['CERTFLEET_PROGRAM_TEST'];
  expect(outcome).toEqual({ kind: 'delivered', receipt: 'TICKET-7', note: null });
  expect(ProgramInput.parse(JSON.parse(await readFile(out, 'utf8')))).toMatchObject({
    id: 's1',
    type: 'certfleet.alert.firing',
  });
  expect(await readFile(`${out}.args`, 'utf8')).toBe('[--queue]\n[$(touch x); `id` "two words"]\n[]\n');
  expect(await readFile(`${out}.pwd`, 'utf8')).toBe('/\n');
  const names = (await readFile(`${out}.env`, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names.filter((name) => !['PATH', 'LANG', 'PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? ''))).toEqual([]);
});

test('names of strangers stand on standard input only, and as JSON', async () => {
  const out = join(folder, 'out');
  const program = await script('show', `cat > ${out}; echo $# > ${out}.count`);
  for (const text of HOSTILE_TEXTS.filter((one) => one.length < 1000)) {
    expect(await run(program, {}, messageFullOf(text, 3))).toMatchObject({ kind: 'delivered' });
    ProgramInput.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(await readFile(`${out}.count`, 'utf8')).toBe('0\n');
  }
});

test.each([
  ['exit 1', 'retry'],
  ['exit 75', 'retry'],
  ['exit 78', 'never'],
  ['kill -9 $$', 'unknown'],
  ['exit 0', 'delivered'],
  ['exec 0<&-; exit 0', 'delivered'],
  ['head -c 20000000 /dev/zero; exit 0', 'delivered'],
  ['(sleep 30 &) ; exit 0', 'delivered'],
])('%s is %s', async (lines, kind) => {
  const started = Date.now();
  expect(await run(await script('p', lines))).toMatchObject({ kind });
  expect(Date.now() - started).toBeLessThan(5_000);
});

test('it is ended in time, with what it started', async () => {
  const alive = join(folder, 'alive');
  const program = await script('slow', `(sleep 2; touch ${alive}) & sleep 30`);
  expect(await run(program, { timeoutSeconds: 1 })).toMatchObject({
    kind: 'unknown',
    why: expect.stringContaining('1 s'),
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await expect(readFile(alive)).rejects.toThrow();
});

test('what is not allowed is not run', async () => {
  const ran = join(folder, 'ran');
  await writeFile(join(folder, 'outside'), `#!/bin/sh\ntouch ${ran}\n`);
  await chmod(join(folder, 'outside'), 0o755);
  await symlink(join(folder, 'outside'), path('link'));
  await mkdir(path('deeper'));
  await writeFile(join(path('deeper'), 'p'), `#!/bin/sh\ntouch ${ran}\n`);
  await chmod(join(path('deeper'), 'p'), 0o755);
  const open = await script('open', `touch ${ran}`, 0o777);
  const plain = await script('plain', `touch ${ran}`, 0o644);
  const programs = [
    join(folder, 'outside'),
    path('link'),
    path('../outside'),
    join(path('deeper'), 'p'),
    open,
    plain,
    path('missing'),
    path('deeper'),
    '/bin/sh',
  ];
  for (const program of programs) expect(await run(program)).toMatchObject({ kind: 'never' });
  const good = await script('good', `touch ${ran}`);
  expect(await run(good, {}, SAMPLE_MESSAGE, [])).toMatchObject({ kind: 'never', why: 'no program may be run here' });
  expect(await run('good', {})).toMatchObject({ kind: 'never', why: expect.stringContaining('absolute path') });
  await expect(readFile(ran)).rejects.toThrow();
  expect(await run(good, {}, SAMPLE_MESSAGE, [good])).toMatchObject({ kind: 'delivered' });
});

test('a program that is no program is told', async () => {
  await writeFile(path('text'), '#!/nowhere/interpreter\n');
  await chmod(path('text'), 0o755);
  expect(await run(path('text'))).toMatchObject({ kind: 'never', why: expect.stringContaining('cannot be started') });
});
