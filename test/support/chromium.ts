import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium of this machine, or null. */
export function chromiumHere(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE];
  return places.find((place) => existsSync(place)) ?? null;
}

/**
 * The tests of the console need a browser. Where there is none they are left out, and it is said.
 *
 * @throws Error where everything is to be tested (CERTFLEET_TEST_EVERYTHING).
 */
export function browserForTests(): string | null {
  const found = chromiumHere();
  if (found !== null) return found;
  if (process.env['CERTFLEET_TEST_EVERYTHING']) throw new Error('There is no Chromium to test the console in.');
  console.warn('There is no Chromium on the path: the web console is not tested. On Debian: apt-get install chromium');
  return null;
}

/** As root, as in a container, Chromium's own sandbox does not start. */
export function launch(executablePath: string): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...sandbox, '--disable-dev-shm-usage'] });
}
