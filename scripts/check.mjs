/**
 * `npm run check`: what must be clean before a commit, in under a minute. Runs the parts side by side and prints only what failed.
 * With `--without-tests` the pure tests are left out, where all tests ran just before.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const nodeOptions = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim();

const parts = [
  {
    name: 'format',
    command: [
      'npx',
      'prettier',
      '--check',
      '--log-level',
      'warn',
      '--cache',
      '--cache-location',
      'node_modules/.cache/prettier-check',
      '.',
    ],
  },
  { name: 'types and lint', command: ['node', 'scripts/types-and-lint.mjs'] },
  { name: 'build', command: ['node', 'scripts/build.mjs'] },
  {
    name: 'pure tests',
    command: ['npx', 'jest', '--selectProjects', 'pure', '--silent', '--maxWorkers', '2'],
    // Every suite, but a tenth of the random cases and of the sizes of large inputs; all of them in `npm test`.
    env: { TEST_SHARE: '0.1', ...process.env, NODE_OPTIONS: nodeOptions },
  },
  { name: 'generated files', command: ['node', 'scripts/generated.mjs', '--check'] },
];

function run(part) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(part.command[0], part.command.slice(1), { cwd: root, env: { ...process.env, ...part.env } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ...part, code: 1, output: String(error), seconds: 0 }));
    child.on('close', (code) => resolve({ ...part, code, output, seconds: (Date.now() - started) / 1000 }));
  });
}

// Two at a time. Formatting ends early, so that tests and the reading of types keep both cores busy to the end.
const waiting = parts.filter(({ name }) => name !== 'pure tests' || !process.argv.includes('--without-tests'));
const results = [];
async function lane() {
  for (let part = waiting.shift(); part; part = waiting.shift()) results.push(await run(part));
}
const started = Date.now();
await Promise.all([lane(), lane()]);

for (const { name, code, seconds } of results)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
for (const { name, code, output } of results) if (code !== 0) console.log(`\n--- ${name}\n${output.trimEnd()}`);
console.log(`check: ${((Date.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
