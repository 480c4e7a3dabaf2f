import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launch } from '../support/chromium.js';
import { type Look, look, type Sight } from './look.js';
import { runningDemo } from './running-demo.js';

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
  const { link, address, token } = runningDemo(environment);
  let browser: Browser;
  const open: Look[] = [];

  beforeAll(async () => {
    browser = await launch(executable);
  }, 60_000);
  afterAll(() => browser.close(), 60_000);
  afterEach(async () => {
    for (const { context } of open.splice(0)) await context.close();
  });

  const kept = async (opening: Promise<Look>) => {
    const one = await opening;
    open.push(one);
    return one;
  };
  return {
    opened: (sight) => kept(look(browser, link(), sight)),
    openedWithoutToken: (path) => kept(look(browser, address(path))),
    address,
    token,
  };
}
