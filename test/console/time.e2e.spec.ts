import { describe, expect, test } from '@jest/globals';
import { browserForTests } from '../support/chromium.js';
import { until } from '../support/until.js';
import { hostileFleet } from './hostile-fleet.js';
import { settled } from './look.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;
const EX03 = '/servers/ex03.contoso.com';
const FRONTEND = 'receive:Client Frontend EX03:starttls';

everywhere('the console over time', () => {
  const { opened, address, token } = runningConsole(executable ?? '');

  const send = async (path: string, type: string, body: string) => {
    const response = await fetch(address(path), {
      method: 'POST',
      headers: { authorization: `Bearer ${token()}`, 'content-type': type },
      body,
    });
    expect(response.status).toBe(202);
    await response.body?.cancel();
  };
  /** The certificate that EX03 shows to clients of its frontend. */
  const mail = async (): Promise<string> => {
    const path = `/api/v1/servers/ex03/selections?endpoint=${encodeURIComponent(FRONTEND)}`;
    const response = await fetch(address(path), { headers: { authorization: `Bearer ${token()}` } });
    return /"thumbprint":"([0-9A-F]{40})"/.exec(await response.text())?.[1] ?? '';
  };
  const note = (id: string, server: string) =>
    send(
      '/api/v1/events',
      'application/cloudevents+json',
      JSON.stringify({
        specversion: '1.0',
        id,
        source: `/organizations/default/servers/${server}`,
        type: 'certfleet.note.added.v1',
        time: new Date().toISOString(),
        data: { text: `told live ${id}` },
      }),
    );

  describe('the time control', () => {
    test('yesterday, before the last change, as known at: all in the address, sent by every question, and taken back', async () => {
      const { page, wrong } = await opened();
      const asked: string[] = [];
      page.on('request', (request) => void asked.push(request.url()));
      await page.goto(address(EX03));
      await page.getByRole('button', { name: /Time that is looked at/ }).click();
      await page.getByRole('button', { name: 'Before the last change' }).click();
      await page.getByText('not at now').waitFor();
      expect(page.url()).toMatch(/asOf=\d{4}-/);
      await page.getByRole('button', { name: /Time that is looked at/ }).click();
      await page.getByLabel('As known at (log position)').fill('#100');
      asked.length = 0;
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.getByText('as it was known when the log ended at #100').waitFor();
      await settled(page);
      expect(page.url()).toContain('knownAt=100');
      const about = asked.filter((url) => /\/api\/v1\/(servers|bindings|history)/.test(url));
      expect(about.length).toBeGreaterThan(3);
      for (const url of about) expect(url).toContain('knownAt=100');
      await page.getByText('The forecast is told from now on').waitFor();
      await page.getByRole('link', { name: 'Forecast' }).click();
      await page.getByText('This page shows now all the same.').waitFor();
      await page.getByRole('button', { name: 'Back to now' }).click();
      await page.getByText('log ended at').waitFor({ state: 'detached' });
      expect(page.url()).not.toMatch(/asOf|knownAt/);
      expect(wrong).toEqual([]);
    });

    test('what was believed before something was told is a link on what was told late', async () => {
      const { page } = await opened();
      await page.goto(address('/timeline'));
      const link = page.getByRole('link', { name: 'what was believed before' }).first();
      await link.click();
      await page.waitForURL(/asOf=.*knownAt=|knownAt=.*asOf=/);
      await page.getByText('as it was known when the log ended at').waitFor();
    });
  });

  describe('the picture', () => {
    test('a lane for each endpoint, past, present and forecast; a bar leads to why, at that instant', async () => {
      const { page, wrong } = await opened();
      await page.goto(address(EX03));
      const picture = page.getByRole('group', { name: 'Presented certificates over time' });
      const bar = picture.getByRole('link', { name: /"Partner Northwind EX03", STARTTLS: not advertised/ });
      await bar.waitFor();
      expect(await picture.locator('.lane').count()).toBeGreaterThan(10);
      expect(await picture.locator('.coming').count()).toBeGreaterThan(5);
      expect(await picture.locator('.expired').count()).toBeGreaterThan(0);
      await bar.press('Enter');
      await page.getByRole('heading', { name: /Partner Northwind EX03/ }).waitFor();
      expect(page.url()).toMatch(/asOf=\d{4}-/);
      expect(await page.getByRole('region', { name: 'The answer' }).innerText()).toContain('not advertised');
      expect(wrong).toEqual([]);
    });

    test('is zoomed and moved by buttons, wheel and keyboard; the range is in the address and comes back with it', async () => {
      const { page, wrong } = await opened();
      await page.goto(address(EX03));
      const picture = page.getByRole('group', { name: 'Presented certificates over time' });
      const range = page.locator('.tools .range');
      await picture.getByRole('link').first().waitFor();
      const seen = [await range.innerText()];
      const changed = async () => {
        await until(async () => !seen.includes(await range.innerText()), { within: 5_000 });
        seen.push(await range.innerText());
      };
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await changed();
      await picture.locator('svg.lane-bars').nth(2).hover();
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -200);
      await page.keyboard.up('Control');
      await changed();
      await picture.locator('a[tabindex="0"]').focus();
      await page.keyboard.press('+');
      await changed();
      await page.keyboard.press('Shift+ArrowLeft');
      await changed();
      await page.waitForURL(/from=.*to=/);
      await page.waitForTimeout(900); // the address follows when the range rests
      const there = await range.innerText();
      await page.reload();
      await picture.getByRole('link').first().waitFor();
      expect(await range.innerText()).toBe(there);
      await picture.locator('a[tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      expect(await page.evaluate('document.activeElement.dataset.lane')).toBe('1');
      await page.keyboard.press('0');
      await until(async () => (await range.innerText()) === seen[0], { within: 5_000 });
      expect(wrong).toEqual([]);
    });

    test('says the same as a table', async () => {
      const { page } = await opened();
      await page.goto(address('/timeline?server=ex03.contoso.com'));
      await page.getByText('The same as a table').click();
      const table = page.getByRole('region', { name: 'Presented certificates as a table' });
      const row = table
        .getByRole('row')
        .filter({ hasText: 'Partner Northwind EX03", STARTTLS' })
        .filter({ hasText: 'not advertised' });
      expect(await row.first().innerText()).toMatch(/\d{4}-\d\d-\d\d/);
    });
  });

  test('a certificate: what it is, where it is installed, presented, named and was presented', async () => {
    const { page, wrong } = await opened();
    const thumbprint = await mail();
    await page.goto(address('/certificates'));
    await page.locator(`main a[href*="${thumbprint}"]`).first().click();
    await page.getByRole('heading', { name: /mail\.contoso\.com/ }).waitFor();
    await settled(page);
    const text = await page.locator('main').innerText();
    expect(page.url()).toContain(thumbprint);
    expect(text).toMatch(/Valid to\s+\d{4}-\d\d-\d\d/);
    expect(text).toMatch(/CN=Fabrikam TLS CA 2, O=Fabrikam[\s\S]*unknown from here on/);
    expect(text).toMatch(/Where it is installed[\s\S]*ex03\.contoso\.com\s*enabled for[^\n]*SMTP/);
    expect(text).toMatch(/Where it is named[\s\S]*Receive connector/);
    expect(
      await page.getByRole('link', { name: /Client Frontend EX03".*presented mail\.contoso\.com / }).count(),
    ).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  test('the forecast: by week, with what breaks, narrowed by a click, and saved for a calendar', async () => {
    const { page, wrong } = await opened();
    await page.getByRole('link', { name: 'Forecast' }).click();
    const week = page.getByRole('button', { name: /^Week of / });
    await week.first().click();
    await page.getByText('Only the week of').waitFor();
    expect(page.url()).toMatch(/week=\d{4}-/);
    const change = page.getByRole('article').first();
    expect(await change.innerText()).toMatch(/(presents|stops|begins|cannot)[^\n]* \w+\.contoso\.com/);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as iCalendar' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('certfleet-forecast.ics');
    expect(wrong).toEqual([]);
  });

  describe('while it is open', () => {
    test('an import shows up by itself, and focus and scrolling stay', async () => {
      const { page, wrong } = await opened();
      await page.goto(address('/?where=server:live*'));
      await page.getByText('No row is so').waitFor();
      await page.locator('.live.live').waitFor();
      const server = {
        ...hostileFleet(),
        servers: [{ fqdn: 'live01.contoso.com', popSettings: { x509CertificateName: 'a' } }],
      };
      const query = page.getByRole('textbox', { name: 'Query' });
      await query.focus();
      const focused = 'document.activeElement.getAttribute("placeholder")';
      const before = await page.evaluate(focused);
      await send('/api/v1/imports?filename=live.json', 'application/json', JSON.stringify(server));
      await page.getByRole('row').filter({ hasText: 'live01.contoso.com' }).first().waitFor();
      expect(await page.evaluate(focused)).toBe(before);
      expect(wrong).toEqual([]);
    });

    test('a timeline that is read does not move: what is new is counted, and shown when it is asked for', async () => {
      const { page, wrong } = await opened();
      await page.goto(address('/timeline'));
      await page.locator('.live.live').waitFor();
      await page.getByRole('article').first().waitFor();
      const first = page.getByRole('article').first();
      const top = await first.innerText();
      await note('live-1', 'ex01.contoso.com');
      const button = page.getByRole('button', { name: '1 new: show it' });
      await button.waitFor();
      expect(await first.innerText()).toBe(top);
      await button.click();
      await page.getByText('told live live-1').first().waitFor();
      await button.waitFor({ state: 'detached' });
      expect(wrong).toEqual([]);
    });

    test('one connection, which a tab that is not seen gives up and takes up again where it was', async () => {
      const { page } = await opened();
      const streams: (string | undefined)[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/api/v1/stream')) streams.push(request.headers()['last-event-id']);
      });
      await page.goto('about:blank');
      streams.length = 0;
      await page.goto(address('/timeline?server=ex02.contoso.com'));
      await page.locator('.live.live').waitFor();
      await until(() => streams.length > 0);
      expect(streams).toHaveLength(1);
      const hide = (state: string) =>
        page.evaluate(
          `Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' }); document.dispatchEvent(new Event('visibilitychange'))`,
        );
      await hide('hidden');
      await page.locator('.live.off').waitFor();
      await note('live-2', 'ex02.contoso.com');
      await hide('visible');
      await page.getByRole('button', { name: '1 new: show it' }).waitFor();
      expect(streams).toHaveLength(2);
      expect(streams[1]).toBe(streams[0]);
    });

    test('another time stands still', async () => {
      const { page } = await opened();
      const streams: string[] = [];
      page.on(
        'request',
        (request) => void (request.url().includes('/stream') ? streams.push(request.url()) : undefined),
      );
      await page.goto('about:blank');
      streams.length = 0;
      await page.goto(address('/timeline?asOf=2026-11-01T00:00:00.000Z'));
      await settled(page);
      expect(streams).toEqual([]);
      expect(await page.locator('.live').count()).toBe(0);
    });
  });

  test('strangers write names of everything, and they stay text', async () => {
    const hostile = await opened();
    await send(
      '/api/v1/imports?organization=hostile2&filename=fleet.json',
      'application/json',
      JSON.stringify(hostileFleet()),
    );
    await until(async () => {
      const answer = await fetch(address('/api/v1/bindings?organization=hostile2&limit=1'), {
        headers: { authorization: `Bearer ${token()}` },
      });
      const told: unknown = await answer.json();
      return typeof told === 'object' && told !== null && 'total' in told && told.total === 11;
    });
    const thumbprints = ['A', 'B', 'C'].map((letter) => letter.repeat(40));
    const pages = [
      '/timeline',
      '/forecast',
      '/certificates',
      '/servers/ex01.contoso.com',
      ...thumbprints.map((one) => `/certificates/${one}`),
    ];
    const seen = await expectClean(
      hostile,
      pages.map((path) => address(`${path}?organization=hostile2`)),
    );
    expect(seen.join('\n')).toContain('evil\\u{202e}gnp.exe');
    expect(await hostile.page.evaluate('window.touched')).toBeUndefined();
  }, 60_000);

  test.each(SIGHTS)(
    'nobody stands before a barrier, %i wide, %s',
    async (width, theme) => {
      const one = await opened({ width, theme });
      await expectClean(
        one,
        [
          '/forecast',
          '/certificates',
          `/certificates/${await mail()}`,
          '/timeline',
          EX03,
          `${EX03}?asOf=2026-10-12T09:00:00.000Z&knownAt=150`,
        ].map(address),
      );
    },
    60_000,
  );
});
