import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

/*
 * The launcher on a clone whose build and command line are tiny: what it decides to do, not what it starts.
 */
const project = fileURLToPath(new URL('../..', import.meta.url));
let clone = '';

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
};

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'certfleet-clone-'));
  for (const path of ['bin', 'scripts/make-ready.mjs'])
    cpSync(join(project, path), join(clone, path), { recursive: true });
  write('package.json', '{ "type": "module" }');
  write(
    'package-lock.json',
    '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.0" }, "node_modules/b": { "version": "1.0.0", "dev": true } } }',
  );
  write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }');
  write('apps/cli/main.js', 'export const main = async (argv) => (console.log(argv.join(" ")), argv.length);');
  write(
    'scripts/build.mjs',
    `import { appendFileSync, cpSync, utimesSync, writeFileSync } from 'node:fs';
     import { digest, STAMP } from './make-ready.mjs';
     const root = new URL('..', import.meta.url).pathname;
     const started = new Date();
     const stamp = digest(root);
     await new Promise((resolve) => setTimeout(resolve, 200));
     cpSync(root + 'apps', root + 'dist/apps', { recursive: true });
     cpSync(root + 'package.json', root + 'dist/package.json');
     appendFileSync(root + 'builds', 'x');
     writeFileSync(root + STAMP, stamp + '\\n');
     utimesSync(root + STAMP, started, started);`,
  );
  later('node_modules/.package-lock.json');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** Gives a file a time after every other. */
function later(path: string): void {
  const time = new Date(Date.now() + 60_000);
  utimesSync(join(clone, path), time, time);
}

async function launch(bin = join(clone, 'bin/certfleet')) {
  const child = spawn(process.execPath, [bin, 'a', 'b'], { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
const builds = (): number => readFileSync(join(clone, 'builds'), 'utf8').length;

test('builds once, says so on stderr, and passes arguments and exit code through', async () => {
  expect(await launch()).toEqual({ code: 2, stdout: 'a b\n', stderr: expect.stringContaining('building') });
  expect(await launch()).toEqual({ code: 2, stdout: 'a b\n', stderr: '' });
  expect(builds()).toBe(1);
});

test('two that start together build once', async () => {
  const both = await Promise.all([launch(), launch()]);
  expect(both.map(({ code }) => code)).toEqual([2, 2]);
  expect(builds()).toBe(1);
});

test('a newer time alone is no change, another content is, a test is none', async () => {
  await launch();
  later('apps/cli/main.js');
  await launch();
  write('apps/cli/main.spec.ts', 'a test');
  await launch();
  expect(builds()).toBe(1);
  write('apps/cli/main.js', 'export const main = async () => 7;');
  expect(await launch()).toMatchObject({ code: 7 });
  expect(builds()).toBe(2);
});

test('packages that only a build needs may be missing when nothing is to be built', async () => {
  await launch();
  later('package-lock.json');
  utimesSync(join(clone, 'node_modules/.package-lock.json'), new Date(0), new Date(0));
  expect(await launch()).toEqual({ code: 2, stdout: 'a b\n', stderr: '' });
});

test('is found through a link', async () => {
  const link = join(clone, 'link');
  symlinkSync(join(clone, 'bin/certfleet'), link);
  expect(await launch(link)).toMatchObject({ code: 2 });
});

test('a lock whose holder is gone is taken over', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'close');
  write('.data/preparing/pid', String(gone.pid));
  expect(await launch()).toMatchObject({ code: 2 });
});

test('a build that fails is told with its last words, exit 1', async () => {
  write('scripts/build.mjs', 'console.error("libs/x.ts: no good"); process.exit(1);');
  const { code, stdout, stderr } = await launch();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('libs/x.ts: no good');
});
