import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { browserForTests } from '../support/chromium.js';
import { HOSTILE } from './hostile-fleet.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;

everywhere('whether to overwrite', () => {
  const { opened, address } = runningConsole(executable ?? '');

  /** Chooses the public certificate that lasts longest and stands on EX05, for EX05. */
  async function chooseForEx05(page: Page): Promise<string> {
    const certificate = page.getByLabel('Certificate', { exact: true });
    const fresh = certificate.locator('option', { hasText: 'mail.contoso.com' }).first();
    await fresh.waitFor({ state: 'attached' });
    const thumbprint = (await fresh.getAttribute('value')) ?? '';
    await certificate.selectOption(thumbprint);
    await page.getByLabel('ex05.contoso.com').check();
    return thumbprint;
  }
  /** Another server that has the certificate. */
  const another = (page: Page) => page.locator('.servers label').filter({ hasNotText: 'ex05.' }).first();
  const status = (page: Page) => page.locator('.standing');
  const commands = (page: Page) => page.getByRole('textbox', { name: /^Or the commands/ });

  test('is seen before the server answers, then confirmed; the choice is in the address', async () => {
    const { page, wrong } = await opened();
    let answer = () => {};
    const told = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    await page.route('**/api/v1/plans*', async (route) => {
      asked += 1;
      await told;
      await route.continue();
    });
    await page.getByRole('link', { name: 'Should I overwrite?' }).click();
    const thumbprint = await chooseForEx05(page);
    const advice = page.getByText('Answer No: Yes introduces RO-01, RO-03 here, No does not.');
    await advice.waitFor();
    expect(await status(page).innerText()).toBe('Worked out here, being confirmed by the server …');
    expect(await page.getByRole('region', { name: 'Yes' }).innerText()).toMatch(/4 risky[\s\S]*CRITICAL\s+RO-01/);
    expect(await page.getByRole('region', { name: 'No', exact: true }).innerText()).toContain('0 risky');
    const prompt = await page.locator('.prompt').innerText();
    expect(prompt).toContain('Overwrite the existing default SMTP certificate?');
    expect(prompt).toMatch(/Current certificate: '[0-9A-F]{40}' \(expires /);
    expect(prompt).toContain(`Replace it with certificate: '${thumbprint}' (expires `);

    // More is chosen, and a second server: each is seen at once.
    await page.getByLabel('IIS').check();
    const other = await another(page).innerText();
    await page.getByLabel(other).check();
    expect((await commands(page).inputValue()).split('\n')).toHaveLength(2);
    await page.getByText(`On ${other}:`).waitFor();
    expect(await page.locator('.prompt').count()).toBe(2);
    expect(await status(page).innerText()).toContain('Worked out here');
    await page.getByLabel('IIS').uncheck();
    await page.getByLabel(other).uncheck();
    await advice.waitFor();

    answer();
    await page.getByText('Confirmed by the server.').waitFor();
    expect(asked).toBeGreaterThan(0);
    await advice.waitFor();
    await page.waitForURL(/commands=Enable-ExchangeCertificate/);
    await page.reload();
    await page.getByText('Confirmed by the server.').waitFor();
    expect(await page.getByLabel('ex05.contoso.com').isChecked()).toBe(true);
    expect(await page.getByLabel(other).isChecked()).toBe(false);
    expect(await page.getByLabel('SMTP', { exact: true }).isChecked()).toBe(true);
    expect(wrong).toEqual([]);
  });

  test('a pasted command works, what cannot be read is not asked, and a server that says otherwise is believed, loudly', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/plan'));
    const thumbprint = await chooseForEx05(page);
    await page.getByText('Confirmed by the server.').waitFor();
    let asked = 0;
    await page.route('**/api/v1/plans*', async (route) => {
      asked += 1;
      const answered = await route.fetch();
      await route.fulfill({ response: answered, json: { ...(await answered.json()), changes: [] } });
    });
    await commands(page).fill(`Enable-ExchangeCertificate -Server EX05 -Tumbprint ${thumbprint}`);
    await page.getByText(/column \d+: .*Tumbprint/).waitFor();
    await page.waitForTimeout(600);
    expect(asked).toBe(0);
    await commands(page).fill(
      `Enable-ExchangeCertificate -Server EX05 -Thumbprint ${thumbprint} -Services SMTP -Force`,
    );
    await page.getByText('-Force answers it with Yes; it is not read by anybody.').waitFor();
    const alert = page.getByRole('alert');
    await alert.getByText('The server says something else than was worked out here.').waitFor();
    expect(await alert.innerText()).toContain('the changes');
    expect(await status(page).innerText()).toContain('Not confirmed');
    expect(wrong).toEqual([]);
  });

  test('a server that does not answer does not take away what was worked out here', async () => {
    const { page } = await opened();
    await page.route('**/api/v1/plans*', (route) => route.abort());
    await page.goto(address('/plan'));
    await chooseForEx05(page);
    await page.getByText('Worked out here. The server did not confirm it.').waitFor();
    await page.getByText(/^Answer No: Yes introduces/).waitFor();
    await page.getByRole('button', { name: 'Ask again' }).waitFor();
  });

  test.each(SIGHTS)('the page at %i px, %s', async (width, theme) => {
    const one = await opened({ width, theme });
    await one.page.goto(address('/plan'));
    await chooseForEx05(one.page);
    await another(one.page).locator('input').check();
    await one.page.getByText('Confirmed by the server.').waitFor();
    await one.page.waitForURL(/commands=.*%0A/);
    const line = `Enable-ExchangeCertificate -Server '${HOSTILE.script}' -Thumbprint ${'A'.repeat(40)} -Services SMTP`;
    await expectClean(one, [one.page.url(), address(`/plan?commands=${encodeURIComponent(line)}`)]);
  });
});
