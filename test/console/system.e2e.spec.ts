import { describe, expect, test } from '@jest/globals';
import { browserForTests } from '../support/chromium.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;

everywhere('the pages about Certfleet itself', () => {
  const { opened, address } = runningConsole(executable ?? '');

  test.each(SIGHTS)('at %d px, %s: nothing stands in anybody’s way', async (width, theme) => {
    await expectClean(
      await opened({ width, theme }),
      ['/system', '/system/sources', '/system/keys', '/system?organization=nobody'].map(address),
    );
  });

  test('the status tells each step, and the log is proven against a hash that was kept', async () => {
    const { page, wrong } = await opened();
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByText('Everything that was sent is in the answers.').waitFor({ timeout: 30_000 });
    const steps = page.getByRole('list', { name: 'From what is sent to who is told' });
    expect(await steps.innerText()).toMatch(/Sent[\s\S]*nothing waits[\s\S]*Recorded[\s\S]*events[\s\S]*12 servers/);
    const hash = await page.locator('.lines pre').innerText();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await page.getByLabel(/A hash that was kept/).fill(hash);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The log is sound').waitFor({ timeout: 30_000 });
    await page.getByText('equals the fold of the log').waitFor();
    await page.getByLabel(/A hash that was kept/).fill('f'.repeat(64));
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('it was cut short, or written anew').waitFor({ timeout: 30_000 });
    expect(wrong).toEqual([]);
  }, 90_000);

  test('a key is made, shown once, works, and is revoked', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/system/keys'));
    await page.getByLabel('Name').fill('a dashboard');
    await page.getByLabel('It may').selectOption('reader');
    await page.getByRole('button', { name: 'Make it' }).click();
    const secret = await page.getByLabel('The secret of the key').innerText();
    const asked = () => fetch(address('/api/v1/servers?limit=1'), { headers: { authorization: `Bearer ${secret}` } });
    expect((await asked()).status).toBe(200);
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'a dashboard' });
    await row.getByText('read', { exact: true }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain(secret);
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await row.getByRole('button', { name: 'Revoke it now' }).click();
    await row.waitFor({ state: 'detached' });
    expect((await asked()).status).toBe(401);
    expect(wrong).toEqual([]);
  });

  test('each server stands there with when it was last heard of', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/system/sources'));
    const first = page.locator('.heard li').first();
    await first.waitFor();
    expect(await first.innerText()).toMatch(/^edge01\.contoso\.com\s+\d{4}-\d\d-\d\d \d\d:\d\dZ, \d+ \w+ ago$/);
    expect(await page.locator('.heard li').count()).toBe(12);
    expect(wrong).toEqual([]);
  });
});
