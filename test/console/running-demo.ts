import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { serving, startCertfleet, type Started } from '../support/certfleet-process.js';

export interface RunningDemo {
  /** The printed link, with the token. */
  readonly link: () => string;
  readonly address: (path: string) => string;
  readonly token: () => string;
}

/** A Certfleet with the demo organization, in this environment, for all tests of the `describe` that this is called in. */
export function runningDemo(environment: Readonly<Record<string, string>> = {}): RunningDemo {
  const folder = mkdtempSync(join(tmpdir(), 'cf-console-'));
  chmodSync(folder, 0o755); // the database server runs as another user when root starts it
  let running: Started;
  let link = '';

  beforeAll(async () => {
    running = startCertfleet(['up', '--port', '0', '--demo', '--data', join(folder, 'data')], environment);
    await serving(running);
    link = /^Certfleet {2}(\S+)/m.exec(running.stdout())?.[1] ?? '';
  }, 120_000);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  return {
    link: () => link,
    address: (path) => new URL(path, link).href,
    token: () => new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '',
  };
}
