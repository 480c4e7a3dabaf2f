import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page of the console with all that went wrong on it. */
export interface Look {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the browser's console, faults of scripts, reports of the page's policy, requests that left this machine. */
  readonly wrong: readonly string[];
}

export interface Sight {
  readonly width?: number;
  readonly theme?: 'light' | 'dark';
}

/** Opens the console in a tab of its own. */
export async function look(
  browser: Browser,
  link: string,
  { width = 1440, theme = 'light' }: Sight = {},
): Promise<Look> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
  const page = await context.newPage();
  const wrong: string[] = [];
  const home = new URL(link).origin;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== home) wrong.push(`elsewhere: ${request.url()}`);
  });
  await page.addInitScript(
    `document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));`,
  );
  await page.goto(link);
  return { page, context, wrong };
}

/** Waits until nothing is asked any more and says what axe finds wrong for those who see, hear or type differently. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await settled(page);
  await page.evaluate(AXE);
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary)))`,
  );
  if (!Array.isArray(found)) throw new Error('axe does not answer');
  return found.map(String);
}

/** Nothing is waited for and nothing new was fetched for half a second. The stream of the log never ends: the network is never idle. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  let before: unknown = null;
  for (let calm = 0; calm < 3;) {
    const now = await page.evaluate(
      `document.querySelector('.waiting') === null ? performance.getEntriesByType('resource').length : null`,
    );
    calm = now !== null && now === before ? calm + 1 : 0;
    before = now;
    await page.waitForTimeout(170);
  }
}

/** Nothing may stand out of a narrow window but what scrolls by itself. */
export async function expectToFit(page: Page): Promise<void> {
  const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect({ page: page.url(), over }).toEqual({ page: page.url(), over: 0 });
}
