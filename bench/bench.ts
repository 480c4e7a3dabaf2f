/**
 * Every measurement, one script after the other, each in a process of its own: `npm run bench`, `npm run bench -- --smoke`, or one of them with
 * `npm run bench -- --only append`. What a script finds is written to bench/results, and bench/results.md is made of all that is there.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPTS = ['append', 'read', 'fleet-pages', 'pipe', 'certificates', 'plan', 'correctness'];
/** Take long: only when asked for, and in the smoke run. */
const ON_REQUEST = ['large-fleet', 'service', 'ingest'];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const known = [...SCRIPTS, ...ON_REQUEST];
if (only !== undefined && !known.includes(only)) {
  console.error(`--only takes one of ${known.join(', ')}`);
  process.exit(64);
}
const smoke = process.argv.includes('--smoke');
const passed = process.argv.slice(2).filter((text) => text !== '--only' && text !== only);
const failed: string[] = [];
for (const script of only === undefined ? (smoke ? known : SCRIPTS) : [only]) {
  const started = Date.now();
  console.log(`=== ${script}`);
  const path = fileURLToPath(new URL(`./${script}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [path, ...passed], { stdio: 'inherit' });
  if (status !== 0) failed.push(script);
  console.log(`=== ${status === 0 ? 'done' : 'FAILED'}: ${script} (${Math.round((Date.now() - started) / 1000)} s)`);
}
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
