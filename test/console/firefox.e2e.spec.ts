import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Firefox, firefoxForTests, startFirefox } from '../support/firefox.js';
import { until } from '../support/until.js';
import { type FirefoxPage, firefoxPage } from './firefox-page.js';
import { runningDemo } from './running-demo.js';

const executable = firefoxForTests();
const everywhere = executable === null ? describe.skip : describe;
const sample = fileURLToPath(new URL('../../libs/formats/health-checker/sample.xml', import.meta.url));
const EX03 = '/servers/ex03.contoso.com';
const CONNECTOR = `${EX03}/explain?endpoint=receive%3AClient+Frontend+EX03%3Astarttls`;

everywhere('the console in Firefox', () => {
  const { link, address } = runningDemo();
  let firefox: Firefox;
  let page: FirefoxPage;
  beforeAll(async () => {
    firefox = await startFirefox(executable ?? '');
    page = firefoxPage(firefox);
    await page.wide(1_440);
    await page.open(link());
  }, 120_000);
  afterAll(() => firefox.end(), 60_000);

  const rowsSay = () => page.saying('.freshness', /rows?,/);

  test('the printed link opens the fleet; it is narrowed by a count and ordered by a heading', async () => {
    expect(await rowsSay()).toMatch(/^157 rows, 12 servers known/);
    expect(await page.evaluate('return location.href')).toBe(address('/'));
    await page.click('.facets button', 'handshake fails');
    await page.saying('.freshness', /^3 rows,/);
    await page.click('.bindings .headings button', 'Valid to');
    await page.saying('[role="columnheader"][aria-sort="ascending"]', /Valid to/);
    expect(await page.evaluate('return location.search')).toBe('?where=outcome%3AHANDSHAKE_FAILS&sort=notAfter');
    // All columns are in sight, and a row is no higher than it is told to be.
    expect(
      await page.evaluate(
        `const list = document.querySelector('.bindings'); return [list.scrollWidth - list.clientWidth, document.querySelector('.bindings .row').offsetHeight]`,
      ),
    ).toEqual([0, 48]);
  });

  test('a query is completed while it is typed', async () => {
    await page.open(address('/'));
    await page.settled();
    await page.type('.query-box input', 'rol');
    await page.click('[role="option"]', 'role:');
    await page.type('.query-box input', 'starttls\uE007'); // Enter
    await page.saying('.freshness', /^39 rows,/);
  });

  test('the list scrolls to its end, and a row leads to its server without loading the console anew', async () => {
    await page.open(address('/'));
    await page.saying('.bindings .row a', /edge01/);
    await page.evaluate(
      `window.wrappedJSObject.stayed = true; const list = document.querySelector('.bindings'); list.scrollTo(0, list.scrollHeight)`,
    );
    await page.saying('.bindings [aria-rowindex="158"]:not(.awaited)', /\S/);
    await page.click('.bindings [aria-rowindex="158"] .server a');
    await page.saying('h1', /^old10\.contoso\.com$/);
    expect(await page.evaluate('return window.wrappedJSObject.stayed')).toBe(true);
  });

  test('a server at one glance, and its lanes', async () => {
    await page.open(address(EX03));
    await page.saying('main', /Client Frontend EX03[\s\S]*handshake fails/);
    await page.saying('main .lanes', /\S/);
    await page.settled();
    const drawn = await page.evaluate(
      `return [...document.querySelectorAll('svg.lane-bars')].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width > 100 && height > 5).length`,
    );
    expect(drawn).toBeGreaterThan(5);
  });

  test('why: the drawing with the certificate that fell', async () => {
    await page.open(address(CONNECTOR));
    expect(await page.saying('main', /NOT_SMTP_ENABLED/)).toContain('is not enabled for SMTP');
    await page.saying('main svg[aria-label^="Drawing of how"]', /\S/);
    const drawing = await page.evaluate(
      `const { width, height } = document.querySelector('svg[aria-label^="Drawing of how"]').getBoundingClientRect(); return Math.min(width, height)`,
    );
    expect(drawing).toBeGreaterThan(200);
    const lines = await page.evaluate(
      `return [...document.querySelectorAll('svg[aria-label^="Drawing of how"] text')].map((one) => one.textContent).join(' ')`,
    );
    for (const rule of ['STLS-0', 'STLS-4', 'STLS-9', 'STLS-11']) expect(lines).toContain(rule);
  });

  test('the timeline, and another time by the input of days and times', async () => {
    await page.open(address('/timeline'));
    await page.saying('article', /renewal of mail\.contoso\.com: \d events/);
    await page.click('button[title="Time that is looked at"]');
    await page.saying('form.choose', /As of \(UTC\)/);
    await page.evaluate(`document.querySelector('form.choose input[type="datetime-local"]').focus()`);
    await page.type('form.choose input[type="datetime-local"]', '082520261200AM'); // part by part, as a person does
    await page.click('form.choose button', 'Look at it');
    await page.saying('.not-now', /not at now/);
    expect(await page.evaluate('return location.search')).toContain('asOf=2026-08-25T00');
    expect(await page.saying('.timeline .day', /^2026-/)).toMatch(/^2026-08-2[0-5]/);
  });

  test('whether to overwrite: worked out here while it is typed, and confirmed', async () => {
    await page.open(address('/plan'));
    await page.saying('select option', /mail\.contoso\.com/);
    const thumbprint = await page.evaluate(
      `return [...document.querySelectorAll('select option')].find(({ text }) => text.includes('mail.contoso.com')).value`,
    );
    await page.type(
      'textarea',
      `Enable-ExchangeCertificate -Server EX05 -Thumbprint ${String(thumbprint)} -Services SMTP`,
    );
    await page.saying('.standing', /Confirmed by the server\./);
    expect(await page.saying('.prompt', /Overwrite/)).toContain('Overwrite the existing default SMTP certificate?');
    await page.saying('main', /Answer No: Yes introduces RO-01/);
  });

  test('a file is looked at by the worker before it is sent', async () => {
    await page.open(address('/import?organization=imported'));
    await page.saying('h1', /Import/);
    await page.type('input[type="file"]:not([webkitdirectory])', sample);
    expect(await page.saying('.upload', /ready/)).toMatch(/clixml ex01\.contoso\.com . 2 certificates/);
    await page.click('button', 'Send 1 file');
    await page.saying('main', /1 finished with \d+ new events/);
  });

  test.each([
    [1_440, 'dark', ['/', EX03, CONNECTOR, '/timeline', '/plan', '/alerts', '/system', '/forecast', '/certificates']],
    [390, 'light', ['/', EX03, CONNECTOR, '/timeline', '/plan']],
  ] as const)('no barriers at %i px, %s, and nothing stands out of the window', async (width, theme, paths) => {
    await page.wide(width);
    await page.dressed(theme);
    for (const path of paths) {
      await page.open(address(path));
      await page.saying('h1', /\S/);
      await page.settled();
      const scheme = await page.evaluate('return document.documentElement.dataset.mantineColorScheme');
      expect({ path, scheme, ...(await page.barriers()) }).toEqual({ path, scheme: theme, barriers: [], over: 0 });
    }
  });

  test('nothing went wrong on any page; what goes wrong is heard', async () => {
    const home = new URL(address('/')).origin;
    // Whoever positions rows while the list scrolls is told so by Firefox. They appear where nothing stood: nothing moves late.
    const wrong = async () => (await page.wrong(home)).filter((line) => !line.startsWith('Async Pan/Zoom: '));
    expect(await wrong()).toEqual([]);
    await page.evaluate(
      `const inline = document.createElement('script'); inline.textContent = '1'; document.body.append(inline);
       window.wrappedJSObject.console.error('said aloud');`,
    );
    await until(async () => (await wrong()).length > 1);
    const heard = (await wrong()).join();
    expect(heard).toContain('Content-Security-Policy');
    expect(heard).toContain('said aloud');
  });
});
