/**
 * Builds the web console, apps/console, into dist/console: static files with hashed names, each beside its compressed forms, so that the API only
 * hands them out. Nothing is done while nothing that goes into it has changed.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { digest } from './make-ready.mjs';

export const CONSOLE = 'dist/console';
const MADE_FROM = ['apps/console', 'apps/cli', 'libs', 'package-lock.json', 'scripts/console.mjs'];
const STAMP = `${CONSOLE}/.sources`;

export async function buildConsole(root) {
  const stamp = digest(root, MADE_FROM);
  if ((await readFile(join(root, STAMP), 'utf8').catch(() => '')).trim() === stamp) return;
  const { build } = await import('vite');
  await build(settings(root));
  await compressAll(join(root, CONSOLE));
  await writeFile(join(root, STAMP), `${stamp}\n`);
}

function settings(root) {
  return {
    configFile: false,
    envFile: false,
    logLevel: 'error',
    root: join(root, 'apps/console'),
    cacheDir: join(root, 'node_modules/.cache/vite'),
    resolve: { alias: [{ find: /^#libs\/(.*)\.js$/, replacement: `${join(root, 'libs')}/$1.ts` }] },
    plugins: [withoutOpenssl(root)],
    worker: { format: 'es', plugins: () => [withoutOpenssl(root)] },
    oxc: { jsx: { runtime: 'automatic' } },
    build: {
      outDir: join(root, CONSOLE),
      emptyOutDir: true,
      target: ['chrome120', 'firefox121', 'safari17'],
      // Everything in files of its own: the page's policy allows no inline data.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  };
}

/** Files are looked at in the browser by the code of the server; what it asks Node's OpenSSL for is asked of something else there. */
function withoutOpenssl(root) {
  const node = join(root, 'libs/certificates/x509-openssl.ts');
  return {
    name: 'without-openssl',
    enforce: 'pre',
    load: (id) => (id === node ? `export * from '${join(root, 'apps/console/import/x509-openssl.ts')}';` : null),
  };
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const TEXT = /\.(html|js|css|svg)$/;

async function compressAll(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
  await Promise.all(files.map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))));
}

async function compress(path) {
  const content = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await writeFile(`${path}.br`, await brotli(content, { params }));
  await writeFile(`${path}.gz`, await gzipped(content, { level: 9 }));
}
