import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { serving, startCertfleet, type Started } from '../support/certfleet-process.js';
import { launch } from '../support/chromium.js';
import { type Look, look, type Sight } from './look.js';

export interface RunningConsole {
  /** Opens the printed link in a tab of its own, which ends with the test. */
  readonly opened: (sight?: Sight) => Promise<Look>;
  /** A page in a tab that was given no token. */
  readonly openedWithoutToken: (path: string) => Promise<Look>;
  readonly address: (path: string) => string;
  readonly token: () => string;
}

/** A Certfleet with the demo organization, in this environment, and a browser, for all tests of the `describe` that this is called in. */
export function runningConsole(executable: string, environment: Readonly<Record<string, string>> = {}): RunningConsole {
  const folder = mkdtempSync(join(tmpdir(), 'cf-console-'));
  chmodSync(folder, 0o755); // the database server runs as another user when root starts it
  let running: Started;
  let browser: Browser;
  let link = '';
  const open: Look[] = [];

  beforeAll(async () => {
    running = startCertfleet(['up', '--port', '0', '--demo', '--data', join(folder, 'data')], environment);
    await serving(running);
    link = /^Certfleet {2}(\S+)/m.exec(running.stdout())?.[1] ?? '';
    browser = await launch(executable);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
  });

  const kept = async (opening: Promise<Look>) => {
    const one = await opening;
    open.push(one);
    return one;
  };
  const address = (path: string) => new URL(path, link).href;
  return {
    opened: (sight) => kept(look(browser, link, sight)),
    openedWithoutToken: (path) => kept(look(browser, address(path))),
    address,
    token: () => new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '',
  };
}
