import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { browserForTests } from '../support/chromium.js';
import { HOSTILE, hostileFleet } from './hostile-fleet.js';
import { until } from '../support/until.js';
import { barriers, expectToFit, settled } from './look.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;
const sample = (path: string) => ({
  name: path.replace('/', '-'),
  mimeType: 'application/octet-stream',
  buffer: readFileSync(new URL(`../../libs/formats/${path}`, import.meta.url)),
});
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' });
const CONNECTOR = '/servers/ex03.contoso.com/explain?endpoint=receive%3AClient+Frontend+EX03%3Astarttls';

everywhere('import, why, and the long list', () => {
  const { opened, address, token } = runningConsole(executable ?? '');

  test('files are recognised before they are sent, asked what they do not say, sent, and told of; a key is not sent', async () => {
    const { page, wrong } = await opened();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await page.goto(address('/import?organization=imported'));
    await page
      .getByLabel('Choose files', { exact: true })
      .last()
      .setInputFiles([
        sample('health-checker/sample.xml'),
        sample('web-binding/sample.xml'),
        { name: 'key.pem', mimeType: 'text/plain', buffer: Buffer.from(String(key)) },
        { name: 'readme.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear Sir') },
        { name: `${HOSTILE.turned}.json`, mimeType: 'text/plain', buffer: Buffer.from(JSON.stringify(hostileFleet())) },
      ]);
    const row = (name: string | RegExp) => page.locator('.upload').filter({ hasText: name });
    await row('key.pem').getByText('private key: not sent').waitFor();
    await row('readme.txt').getByText('not sent').waitFor();
    await row('health-checker').getByText('ready').waitFor();
    await row(/u\{202e\}gnp/)
      .getByText('ready')
      .waitFor();
    const timeless = row('web-binding');
    await timeless.getByText('it does not say which server it is of and when it was made').waitFor();
    expect(sent).toEqual([]);
    await page.getByLabel('All at').check();
    await timeless.getByLabel('Of which server (FQDN)').fill('ex77.contoso.com');
    await page.getByRole('button', { name: 'Send 3 files' }).click();
    await page.getByText(/3 finished with \d+ new events/).waitFor();
    expect(sent.filter((url) => url.includes('/imports?'))).toHaveLength(3);
    expect(sent.join()).not.toContain('key.pem');
    await timeless.getByRole('link', { name: 'ex77.contoso.com' }).click();
    await page.getByRole('heading', { name: 'ex77.contoso.com' }).waitFor();
    expect(await page.evaluate('window.touched')).toBeUndefined();
    expect(wrong).toEqual([]);
  });

  test('why: the drawing has the whole path, the words are there for who hears it, and a step that would change it', async () => {
    const { page, wrong } = await opened();
    await page.goto(address(CONNECTOR));
    const drawing = page.getByRole('img', { name: /^Drawing of how/ });
    await drawing.waitFor();
    const text = (await drawing.locator('text').allTextContents()).join(' ');
    for (const rule of ['STLS-0', 'STLS-4', 'STLS-9', 'STLS-11']) expect(text).toContain(rule);
    expect(text).toContain('is not enabled for SMTP');
    expect(await drawing.locator('.step.decides').count()).toBe(1);
    expect(await drawing.locator('.stop').count()).toBeGreaterThan(1);
    expect(await page.locator('.steps > li').count()).toBeGreaterThan(5);
    const change = page.locator('.would-change');
    expect(await change.innerText()).toMatch(/enabled for SMTP: ● presented itself/);
    await page.getByText('Words', { exact: true }).click();
    await drawing.waitFor({ state: 'detached' });
    expect(page.url()).toContain('show=text');
    expect(await page.locator('.steps .written a').first().getAttribute('href')).toMatch(/^https:/);
    await change.getByRole('link', { name: 'What else that would do' }).first().click();
    await page.getByRole('heading', { name: 'Should I overwrite?' }).waitFor();
    expect(wrong).toEqual([]);
  });

  test('the list is jumped in by the scrollbar, and saved whole', async () => {
    const { page, wrong } = await opened();
    await page.locator('.bindings .row a').first().waitFor();
    const total = Number(await page.getByRole('table', { name: 'Bindings' }).getAttribute('aria-rowcount')) - 1;
    await page.getByRole('table', { name: 'Bindings' }).evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await page.locator(`[aria-rowindex="${total + 1}"]:not(.awaited)`).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(total + 1);
    expect(wrong).toEqual([]);
  });

  test('what is in quarantine is read again, and marked as seen with a word; it stays', async () => {
    const { page, wrong } = await opened();
    // The same event with another text: the first word stands, the second is set aside.
    for (const text of ['one thing', `another thing ${HOSTILE.turned}`]) {
      const sent = await page.request.post(address('/api/v1/events?organization=aside'), {
        headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/cloudevents+json' },
        data: JSON.stringify({
          specversion: '1.0',
          id: 'said-twice',
          source: '/organizations/aside/servers/ex01.contoso.com',
          type: 'certfleet.note.added.v1',
          time: '2026-06-01T00:00:00Z',
          data: { text },
        }),
      });
      expect(sent.status()).toBe(202);
    }
    await page.goto(address('/import/quarantine?organization=aside'));
    const item = page.locator('.upload').filter({ hasText: 'events' });
    await until(async () => {
      if ((await item.count()) === 1) return true;
      await page.reload();
      await settled(page);
      return false;
    });
    await item.getByRole('button', { name: /^Try again/ }).click();
    await page.getByText('It is in conflict with what is recorded, and stays here.').waitFor();
    await item.getByText('Tried again 1 time').click();
    await item.getByText(/; before that: /).waitFor();
    await item.getByRole('button', { name: /^Mark as seen/ }).click();
    await item.getByLabel('A word about it, if you like').fill('Jo knows.');
    expect(await barriers(page)).toEqual([]);
    await item.getByRole('button', { name: 'It is seen' }).click();
    await page.getByText('Nothing waits in quarantine').waitFor();
    await page.getByRole('link', { name: 'Seen', exact: true }).click();
    await item.getByText(/^Seen 20.* by .*: Jo knows\.$/).waitFor();
    expect(page.url()).toContain('seen=yes');
    await expectToFit(page);
    expect(await barriers(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test.each(SIGHTS)('the pages at %i px, %s', async (width, theme) => {
    const one = await opened({ width, theme });
    await expectClean(one, [
      address('/import'),
      address('/import/quarantine'),
      address(CONNECTOR),
      address(`${CONNECTOR}&show=both`),
      address('/servers/ex06.contoso.com/explain?endpoint=internal-transport'),
    ]);
  });
});
