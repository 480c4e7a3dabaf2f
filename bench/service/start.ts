import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rounded } from '../harness/row.js';

const PROGRAM = fileURLToPath(new URL('../../../bin/certfleet', import.meta.url));
const PATIENCE_MS = 120_000;

/** How long `certfleet up` takes until it answers, on an empty folder and again, and what memory its process has then: a line of Markdown each. */
export async function startLines(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-start-'));
  try {
    const [cold, warm] = [await start(folder), await start(folder)];
    return [
      `* \`certfleet up\` on an empty folder: ready after ${rounded(cold.seconds)} s, ${rounded(cold.mebibytes)} MiB.`,
      `* The same again: ready after ${rounded(warm.seconds)} s, ${rounded(warm.mebibytes)} MiB.`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(folder: string) {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'up', '--data', folder, '--port', String(port)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null || performance.now() - started > PATIENCE_MS)
        throw new Error(`certfleet up did not come up (exit code ${child.exitCode}).`);
      await sleep(20);
    }
    return { seconds: (performance.now() - started) / 1000, mebibytes: memoryOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Resident, the database's processes not counted; NaN where /proc does not tell. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
