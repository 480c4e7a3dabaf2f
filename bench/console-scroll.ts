/**
 * The list of a large fleet in a browser: the gaps between frames while it is scrolled and jumped in, and the time from a facet to its rows.
 * Absolute figures, for a quiet machine; the database is made anew in a folder of its own and removed.
 *
 *   node dist/bench/console-scroll.js CHROMIUM            100,000 bindings and more
 *   node dist/bench/console-scroll.js CHROMIUM --smoke    a few thousand: that it runs at all
 *   node dist/bench/console-scroll.js CHROMIUM --bound    and fails where a figure is beyond what `console/figures.ts` allows
 *
 * The last lines are a table, as docs/performance.md has it.
 */
import 'reflect-metadata';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { chromium, type Page } from 'playwright-core';
import { migrateQueue } from '#libs/queue/migrate.js';
import { migrate, openDatabase } from '#libs/store/database.js';
import { startEmbedded } from '#libs/store/embedded-postgres.js';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../apps/api/api.js';
import { beyond, type Figure, tableOf } from './console/figures.js';
import { FLEET, loadFleet } from './large-fleet/load.js';

const [executablePath] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
const servers = process.argv.includes('--smoke') ? 200 : 10_000;
const folder = mkdtempSync(join(tmpdir(), 'certfleet-scroll-'));
chmodSync(folder, 0o755);
const tell = (line: string) => console.log(`   ${line}`);

/** Frames are counted in the page, from one animation frame to the next. */
const COUNT = `window.gaps = []; { let before = performance.now(); const next = (now) => { window.gaps.push(now - before); before = now; requestAnimationFrame(next); }; requestAnimationFrame(next); }`;

async function frames(page: Page, name: string, work: () => Promise<void>): Promise<Figure> {
  await page.evaluate('window.gaps.length = 0');
  await work();
  const gaps: unknown = await page.evaluate('window.gaps.slice(1)');
  return { name, gaps: Array.isArray(gaps) ? gaps.map(Number) : [] };
}

/** Elements that the list made and took away: what it costs to scroll, however loaded the machine is. */
const MADE = `window.made = 0; new MutationObserver((all) => { for (const { addedNodes } of all) for (const one of addedNodes) window.made += 1 + (one.querySelectorAll?.('*').length ?? 0); }).observe(document.querySelector('.bindings .rows'), { childList: true, subtree: true });`;

async function measure(page: Page): Promise<readonly Figure[]> {
  const table = page.getByRole('table', { name: 'Bindings' });
  await page.locator('.bindings .row a').first().waitFor();
  tell(await page.locator('.freshness').innerText());
  await page.evaluate(COUNT + MADE);
  const still = await frames(page, 'standing still', () => page.waitForTimeout(1_500));
  await table.hover();
  const wheel = await frames(page, 'scrolling by the wheel', async () => {
    for (let turn = 0; turn < 120; turn += 1) {
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(16);
    }
  });
  tell(`elements made for 36,000 pixels of the wheel  ${String(await page.evaluate('window.made'))}`);
  const drag = await frames(page, 'dragging the scrollbar', async () => {
    for (let step = 1; step <= 60; step += 1) {
      await table.evaluate((element, share) => (element.scrollTop = element.scrollHeight * share), step / 75);
      await page.waitForTimeout(16);
    }
  });
  const jumped = performance.now();
  await page.locator('.bindings .row:not(.awaited)').first().waitFor();
  await page.locator('.bindings .awaited').first().waitFor({ state: 'detached' });
  const jump = { name: 'rows there after the scrollbar rests', milliseconds: performance.now() - jumped };
  const from = performance.now();
  const facet = await frames(page, 'a facet is chosen', async () => {
    await page.locator('.facets button').first().click();
    await page.waitForURL(/where=/);
    await page.locator('.bindings .row a').first().waitFor();
  });
  return [
    still,
    wheel,
    drag,
    facet,
    jump,
    { name: 'from the facet to its rows', milliseconds: performance.now() - from },
  ];
}

if (executablePath === undefined)
  throw new Error('Name a Chromium: node dist/bench/console-scroll.js /usr/bin/chromium');
const postgres = await startEmbedded({ dataDir: folder });
try {
  await migrate(postgres.ownerUrl);
  await migrateQueue({ databaseUrl: postgres.ownerUrl }, 'certfleet_app');
  const db = await openDatabase(postgres.appUrl, 4);
  await loadFleet(
    db,
    postgres.ownerUrl,
    { servers, events: 2, templates: 20, until: Date.parse('2026-11-23T00:00:00Z') },
    tell,
  );
  await db.destroy();
  const token = newToken();
  const api = await startApi(
    { host: '127.0.0.1', port: 0, databaseUrl: postgres.appUrl, administratorToken: token },
    pino({ level: 'warn' }, pino.destination(2)),
  );
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${api.url}/?organization=${FLEET}#token=${token}`);
    const figures = await measure(page);
    tell(`load ${loadavg()[0]?.toFixed(2)}`);
    console.log(`\n${tableOf(figures)}`);
    const tooSlow = process.argv.includes('--bound') ? beyond(figures) : [];
    for (const one of tooSlow) console.error(one);
    if (tooSlow.length > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await api.close();
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
