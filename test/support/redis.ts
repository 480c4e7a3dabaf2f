import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { freePort } from './free-port.js';

export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A Redis of the test's own on the loopback address, where there is a `redis-server`. Null, and said, where there is none.
 *
 * @throws Error where everything is to be tested (CERTFLEET_TEST_EVERYTHING).
 */
export async function redisForTests(): Promise<TestRedis | null> {
  const binary = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file));
  if (binary === undefined) {
    if (process.env['CERTFLEET_TEST_EVERYTHING']) throw new Error('There is no redis-server to test the queue on.');
    console.warn('There is no redis-server on the path: the queue is not tested on Redis.');
    return null;
  }
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-redis-'));
  const server = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
    server.stdout.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
