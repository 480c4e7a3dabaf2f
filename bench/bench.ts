/**
 * Every measurement, one script after the other, each in a process of its own: `npm run bench`, `npm run bench -- --smoke`, or one of them with
 * `npm run bench -- --only large-fleet`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPTS = ['plan', 'large-fleet'];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
if (only !== undefined && !SCRIPTS.includes(only)) {
  console.error(`--only takes one of ${SCRIPTS.join(', ')}`);
  process.exit(64);
}
const passed = process.argv.slice(2).filter((text) => text !== '--only' && text !== only);
let failed = 0;
for (const script of only === undefined ? SCRIPTS : [only]) {
  console.log(`=== ${script}`);
  const path = fileURLToPath(new URL(`./${script}.js`, import.meta.url));
  const { status } = spawnSync(process.execPath, [path, ...passed], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
