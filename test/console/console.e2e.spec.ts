import { beforeAll, describe, expect, test } from '@jest/globals';
import { browserForTests } from '../support/chromium.js';
import { until } from '../support/until.js';
import { HOSTILE, hostileFleet } from './hostile-fleet.js';
import { barriers, settled } from './look.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;

everywhere('the console', () => {
  const { opened, openedWithoutToken, address, token } = runningConsole(executable ?? '');

  test('the printed link opens it, and the token leaves the address', async () => {
    const { page, wrong } = await opened();
    await page.getByRole('heading', { name: 'Fleet' }).waitFor();
    expect(page.url()).toBe(address('/'));
    expect(await page.evaluate('sessionStorage.length')).toBe(1);
    await page.reload();
    await page.getByRole('row').nth(1).waitFor();
    expect(wrong).toEqual([]);
  });

  test('without a token it asks for one; a wrong one is told', async () => {
    const one = await openedWithoutToken('/findings');
    expect(await barriers(one.page)).toEqual([]);
    await one.page.getByLabel('Token').fill('not-the-token-at-all');
    await one.page.getByRole('button', { name: 'Open' }).click();
    await one.page.getByText('not known').waitFor();
    await one.page.getByLabel('Token').fill(token());
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('heading', { name: 'Findings' }).waitFor();
  });

  describe('the questions of a newcomer', () => {
    test('which certificate EX03 presents for mail.contoso.com, and why not the new one: a query and a click', async () => {
      const { page, wrong } = await opened();
      await page.getByRole('textbox', { name: 'Query' }).fill('EX03 "Client Frontend" starttls');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: /Client Frontend EX03.*STARTTLS/ }).click();
      const answer = page.getByRole('region', { name: 'The answer' });
      await answer.getByText('presented').first().waitFor();
      expect(await answer.innerText()).toMatch(/mail\.contoso\.com \S+ Fabrikam TLS CA 2/);
      const steps = page.locator('.steps > li');
      const loser = steps.filter({ hasText: 'NOT_SMTP_ENABLED' });
      expect(await loser.innerText()).toMatch(/rejected\s+mail\.contoso\.com[\s\S]*is not enabled for SMTP/);
      await page.getByText('though expired').waitFor(); // what time will make of it
      expect(wrong).toEqual([]);
    });

    test('what happened in the night of the broken renewal: two clicks', async () => {
      const { page, wrong } = await opened();
      await page.getByRole('link', { name: 'Timeline' }).click();
      await page.getByLabel('Server', { exact: true }).selectOption('ex03.contoso.com');
      const cause = page.getByRole('article').filter({ hasText: 'renewal of mail.contoso.com: 4 events' }).first();
      await cause.waitFor();
      const text = await cause.innerText();
      expect(text).toContain('with Renew-MailCertificate.ps1');
      expect(text).toMatch(/Partner Northwind EX03", STARTTLS\s*[0-9A-F]{4}…[0-9A-F]{2} → – not advertised/);
      await page.getByRole('article').filter({ hasText: 'event 12014' }).first().waitFor();
      expect(wrong).toEqual([]);
    });
  });

  test('another time is in the address, on every page, and the whole page shows it', async () => {
    const { page, wrong } = await opened();
    await page.getByRole('button', { name: /Time that is looked at/ }).click();
    await page.getByLabel('As of (UTC)').fill('2026-08-25T00:00');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByText('not at now').waitFor();
    expect(page.url()).toContain('asOf=2026-08-25T00');
    await page.getByRole('link', { name: 'Timeline' }).click();
    await settled(page);
    expect(page.url()).toContain('asOf=2026-08-25T00');
    expect(await page.locator('.timeline .day').first().innerText()).toMatch(/^2026-08-2[0-5]/);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('not at now').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('asOf');
    expect(wrong).toEqual([]);
  });

  describe('a query', () => {
    test('is completed by the keyboard, edited by its counts, and kept as a view', async () => {
      const { page, wrong } = await opened();
      const query = page.getByRole('textbox', { name: 'Query' });
      await settled(page);
      await query.pressSequentially('rol');
      await page.getByRole('option', { name: /^role:/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await query.inputValue()).toBe('role:');
      await page.keyboard.type('starttl');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await query.inputValue()).toBe('role:starttls ');
      await page.keyboard.press('Enter');
      await page.locator('strong', { hasText: '39 rows' }).waitFor();
      await page.getByRole('button', { name: /^handshake fails/ }).click();
      await page.locator('strong', { hasText: '3 rows' }).waitFor();
      expect(await query.inputValue()).toBe('role:starttls outcome:HANDSHAKE_FAILS');
      await page.getByRole('button', { name: 'Save as a view' }).click();
      await page.getByLabel('Name of the view').fill('broken');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('link', { name: 'broken' }).click();
      await page.getByText('View broken').waitFor();
      expect(page.url()).toContain('view=broken');
      await page.getByRole('button', { name: 'Delete this view' }).click();
      await page.getByRole('link', { name: 'broken' }).waitFor({ state: 'detached' });
      expect(wrong).toEqual([]);
    });

    test('that cannot be read is told with its place and what was meant, before it is asked', async () => {
      const { page, wrong } = await opened();
      await page.getByRole('textbox', { name: 'Query' }).fill('server:EX03 rol:starttls');
      const fault = page.getByRole('alert');
      expect(await fault.innerText()).toMatch(/\^[\s\S]*Column 13: The list of bindings has no field rol/);
      expect(await page.getByRole('button', { name: 'Ask' }).isDisabled()).toBe(true);
      await fault.getByRole('button', { name: 'role' }).click();
      expect(await page.getByRole('textbox', { name: 'Query' }).inputValue()).toBe('server:EX03 role:starttls');
      expect(wrong).toEqual([]);
    });
  });

  const PAGES = [
    '/',
    '/?where=is:failing',
    '/?where=server:nowhere',
    '/servers/ex03.contoso.com',
    '/servers/nowhere.contoso.com',
    '/servers/ex03.contoso.com/explain?endpoint=receive%3AClient+Frontend+EX03%3Astarttls',
    '/servers/ex06.contoso.com/explain?endpoint=internal-transport&asOf=2026-03-01T00:00:00Z',
    '/timeline',
    '/findings',
    '/plan',
    '/plan?commands=Enable-ExchangeCertificate+-Server+EX05+-Thumbprint+NONE+-Services+SMTP',
    '/nothing/here',
  ];

  describe('every page', () => {
    test.each(SIGHTS)(
      'at %d px, %s: no barrier, no error, no report of the policy, nothing out of sight',
      async (width, theme) => {
        await expectClean(await opened({ width, theme }), PAGES.map(address));
      },
      240_000,
    );
  });

  const HOSTILE_PAGES = [
    '/?organization=hostile',
    '/servers/ex01.contoso.com?organization=hostile',
    '/findings?organization=hostile',
    '/timeline?organization=hostile',
    `/servers/ex01.contoso.com/explain?organization=hostile&endpoint=${encodeURIComponent(`receive:${HOSTILE.script}:starttls`)}`,
    `/?organization=hostile&where=${encodeURIComponent(`"${HOSTILE.script}`)}`,
    `/?organization=hostile&where=${encodeURIComponent('x'.repeat(3_000))}`,
    `/plan?organization=hostile&commands=${encodeURIComponent(`Enable-ExchangeCertificate -Server '${HOSTILE.script}' -Services SMTP`)}`,
  ];

  describe('hostile names', () => {
    beforeAll(async () => {
      const sent = await fetch(address('/api/v1/imports?organization=hostile'), {
        method: 'POST',
        headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
        body: JSON.stringify(hostileFleet()),
      });
      expect(await sent.json()).toMatchObject({ ticket: expect.any(String) });
      expect(sent.status).toBe(202);
      await until(async () => {
        const answer = await fetch(address('/api/v1/bindings?organization=hostile&limit=1'), {
          headers: { authorization: `Bearer ${token()}` },
        });
        const told: unknown = await answer.json();
        return typeof told === 'object' && told !== null && 'total' in told && told.total === 11;
      });
    }, 60_000);

    test('are read, not run: as text, in the order of its letters, and no page breaks', async () => {
      const one = await opened({ width: 390 });
      await one.page.goto(address('/?organization=hostile'));
      await one.page.getByRole('row').nth(1).waitFor({ timeout: 20_000 });
      const seen = await expectClean(one, HOSTILE_PAGES.map(address));
      const all = seen.join('\n');
      expect(all).toContain(HOSTILE.script);
      expect(all).toContain('\\u{202e}');
      expect(all).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      for (const text of seen) expect(text.length).toBeLessThan(20_000); // the name of 100 kB is cut
      expect(await one.page.evaluate('window.touched')).toBeUndefined();
    }, 120_000);
  });
});
