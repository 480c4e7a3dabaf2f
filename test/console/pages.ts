import type { Look } from './look.js';
import { expect } from '@jest/globals';
import { barriers, expectToFit } from './look.js';

/** How each page is looked at. */
export const SIGHTS = [
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const;

/** Goes through pages and finds no barrier, nothing out of sight, no error and no report of the policy. Returns what stands on each. */
export async function expectClean({ page, wrong }: Look, addresses: readonly string[]): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await page.locator('h1').waitFor();
    expect({ address, barriers: await barriers(page) }).toEqual({ address, barriers: [] });
    await expectToFit(page);
    seen.push(await page.locator('body').innerText());
  }
  // What is asked in vain is answered with a status of its own: the browser notes that, too.
  expect(wrong.filter((line) => !/status of (404|400|422)/.test(line))).toEqual([]);
  return seen;
}
