/**
 * `npm run build`: compiles apps, libs, migrations and bench into dist, file by file, and copies what stands beside them; the web console becomes a
 * few files of its own in dist/console. Types are checked elsewhere (`npm run types`). A file that did not change is not written again, one whose source is gone is removed.
 */
import { transformFile } from '@swc/core';
import { mkdir, readdir, readFile, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole, CONSOLE } from './console.mjs';
import { digest, STAMP } from './make-ready.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const written = new Set();

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function write(path, content) {
  written.add(path);
  const before = await readFile(path).catch(() => null);
  if (before?.equals(Buffer.from(content))) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function build(source) {
  const target = join(dist, relative(root, source));
  if (!source.endsWith('.ts')) return write(target, await readFile(source));
  const js = target.replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(source, {
    cwd: root,
    configFile: join(root, '.swcrc'),
    sourceFileName: relative(dirname(js), source),
  });
  await write(js, `${code}//# sourceMappingURL=${basename(js)}.map\n`);
  await write(`${js}.map`, map ?? '');
}

async function removeStale() {
  for (const path of await filesBelow(dist)) if (!written.has(path)) await rm(path, { force: true });
  const folders = (await readdir(dist, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const folder of folders.sort((a, b) => b.length - a.length)) await rmdir(folder).catch(() => undefined); // only empty ones go
}

// Taken before the first file is read, so that what changes meanwhile is built the next time.
const started = new Date();
const stamp = digest(root);
await rm(join(root, STAMP), { force: true });

const sources = (
  await Promise.all(['apps', 'libs', 'migrations', 'bench'].map((folder) => filesBelow(join(root, folder))))
).flat();
const failures = [];
await Promise.all(
  sources
    .filter((source) => !/\.(spec|d)\.ts$/.test(source) && !source.startsWith(join(root, 'apps/console/')))
    .map((source) => build(source).catch((error) => failures.push(`${relative(root, source)}: ${error.message}`)))
    .concat(buildConsole(root).catch((error) => failures.push(`apps/console: ${error.message}`))),
);
if (failures.length > 0) {
  console.error(failures.join('\n'));
  process.exit(1);
}
written.add(join(root, STAMP));
for (const path of await filesBelow(join(root, CONSOLE))) written.add(path);
await removeStale();
await writeFile(join(root, STAMP), `${stamp}\n`);
await utimes(join(root, STAMP), started, started);
