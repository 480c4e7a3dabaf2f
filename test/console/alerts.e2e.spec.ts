import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { browserForTests } from '../support/chromium.js';
import { until } from '../support/until.js';
import { hookReceiver, type HookReceiver } from './hook-receiver.js';
import { HOSTILE, hostileFleet } from './hostile-fleet.js';
import { settled } from './look.js';
import { expectClean, SIGHTS } from './pages.js';
import { runningConsole } from './running-console.js';

const executable = browserForTests();
const everywhere = executable === null ? describe.skip : describe;
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

everywhere('the pages of alerts', () => {
  const { opened, openedWithoutToken, address, token } = runningConsole(executable ?? '', {
    CERTFLEET_EGRESS: '127.0.0.0/8',
    CERTFLEET_EGRESS_HTTP: 'true',
  });
  let receiver: HookReceiver;
  let dark = '';

  const api = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(address(`/api/v1/${path}`), {
      method,
      headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return JSON.parse((await answer.text()) || 'null');
  };

  beforeAll(async () => {
    receiver = await hookReceiver();
    // The past of the demo is decided bit by bit.
    await until(async () => (await api('GET', 'alerts?rule=went-dark&state=firing')).total === 4, {
      within: 80_000,
      every: 250,
    });
    const { items } = await api('GET', 'alerts?rule=went-dark');
    dark = items.find(({ endpoint }: { endpoint: string }) => endpoint.includes('Northwind')).id;
  }, 100_000);
  afterAll(() => receiver.close());

  test('list what is open by message, say that nobody is told, and narrow by state, severity and rule', async () => {
    const { page, wrong } = await opened();
    await page.getByRole('link', { name: 'Alerts', exact: true }).first().click();
    await page.getByText('Critical alerts about mail flow go nowhere').waitFor();
    const rows = page.locator('.alerts > li');
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toMatch(/^CRITICAL/);
    expect(await page.getByRole('link', { name: /^Resolved \d+/ }).innerText()).not.toBe('Resolved 0');
    await page.getByRole('button', { name: /^went-dark/ }).click();
    await page.getByText('4 alerts in 2 messages').waitFor();
    expect(page.url()).toContain('rule=went-dark');
    const group = rows.filter({ hasText: '3 alerts in one message' });
    expect(await group.innerText()).toContain('EX03: presents no certificate any more');
    await group.getByText('Each of the 3').click();
    await group.getByRole('link', { name: /Default Frontend EX03", STARTTLS/ }).waitFor();
    await page.goto(address('/alerts?severity=critical&state=all'));
    await page.getByRole('button', { name: /^critical \d/, pressed: true }).waitFor();
    expect(new Set(await page.locator('.alerts .severity').allInnerTexts())).toEqual(new Set(['CRITICAL']));
    expect(wrong).toEqual([]);
  });

  test('a channel is made from the shape of its kind, tested, and never shows its secret', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/alerts/channels'));
    await page.getByRole('link', { name: 'Signed webhook' }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('duty');
    await page.getByLabel('url', { exact: false }).fill('ftp://nowhere');
    const secret = page.getByLabel('secrets 1');
    expect(await secret.getAttribute('type')).toBe('password');
    await secret.fill(SECRET);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.setting', { hasText: 'where to' }).getByText('must be an https address').waitFor();
    await page.getByLabel('url', { exact: false }).fill(`${receiver.url}/duty`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Channel duty' }).waitFor();
    await page.getByText('kept, and never shown').first().waitFor();
    expect(await page.content()).not.toContain(SECRET.slice(6));
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('Delivered.').waitFor();
    expect(receiver.bodies().some((body) => body.includes('certfleet.test'))).toBe(true);
    await page.getByLabel('url', { exact: false }).fill(`${receiver.url}/broken`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.setting', { hasText: 'what signs' }).getByText('must be entered anew').waitFor();
    await page.getByRole('button', { name: 'Replace secrets' }).click();
    await page.getByLabel('secrets 1').fill(SECRET);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved: duty').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('answered 500: out of order').waitFor();
    await api('PUT', 'alerts/channels/duty', {
      kind: 'webhook',
      settings: { url: `${receiver.url}/duty`, secrets: [SECRET] },
    });
    await page.goto(address('/alerts/channels'));
    await page.getByText(`${receiver.url}/duty`).waitFor();
    expect(wrong.filter((line) => !/status of 400/.test(line))).toEqual([]);
  });

  test('an alert tells cause, effect, way back, life and who was told; it is acknowledged and silenced on the spot', async () => {
    const { page, wrong } = await opened();
    await until(async () => (await api('GET', `alerts/${dark}`)).deliveries.length > 0, { within: 40_000, every: 250 });
    await page.goto(address(`/alerts/${dark}`));
    await page.getByRole('heading', { name: 'EX03: presents no certificate any more' }).waitFor();
    expect(await page.locator('.before-after').innerText()).toMatch(
      /Before[\s\S]*…[\s\S]*mail\.contoso\.com[\s\S]*After/,
    );
    await page.getByText('It fired').first().waitFor();
    await page.locator('table').getByRole('link', { name: 'duty' }).waitFor();
    await page.getByRole('link', { name: 'Why it presents what it does' }).click();
    await page.getByRole('heading', { level: 1 }).getByText('Partner Northwind').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page.getByLabel('Note').fill('asking Northwind');
    await page.getByLabel('Ticket').fill('CHG-7');
    await page.getByRole('button', { name: 'Acknowledge it' }).click();
    await page.getByText('Acknowledged: you take care of it.').waitFor();
    await page.locator('.life').getByText('asking Northwind').waitFor();
    expect(await page.getByRole('button', { name: 'Acknowledge', exact: true }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: 'Silence', exact: true }).click();
    const form = page.getByRole('form', { name: 'Silence alerts' });
    expect(await form.getByLabel('Server').inputValue()).toBe('ex03.contoso.com');
    await form.getByText('Covers 1 of').waitFor();
    await form.getByLabel('Endpoint').fill('');
    await form.getByText('Covers 4 of').waitFor();
    expect(await form.getByRole('button', { name: 'Silence them' }).isDisabled()).toBe(true);
    await form.getByLabel('Reason').fill('migration of EX03');
    await form.getByLabel('For').selectOption('8');
    await form.getByRole('button', { name: 'Silence them' }).click();
    await page.getByText('Silenced until').waitFor();
    expect(wrong).toEqual([]);
  });

  test('a silence is listed, ended after being asked once more, and stays as a past one', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/alerts/silences'));
    const current = page.locator('section', { has: page.getByRole('heading', { name: 'Now, and to come' }) });
    await current.getByText('migration of EX03').waitFor();
    await current.getByRole('button', { name: 'End it' }).click();
    await current.getByRole('button', { name: 'Yes, end it now' }).click();
    await current.getByText('Nothing is silenced.').waitFor();
    const past = page.locator('section', { has: page.getByRole('heading', { name: 'Over' }) });
    await past.getByText('migration of EX03').waitFor();
    expect(wrong).toEqual([]);
  });

  test('a rule is tried while it is written, saved switched off, switched on and deleted', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/alerts/rules/default-smtp-overwritten'));
    await page.getByText(/^0 hits in 90 days; without its conditions [1-9]/).waitFor();
    await page.getByLabel('Only where an Edge subscription depends on it').uncheck();
    await page.getByText(/^[1-9]\d* hits in 90 days$/).waitFor();
    await page.goto(address('/alerts/new-rule'));
    await page.getByLabel('Id').fill('receive-starttls');
    await page.getByLabel('Rows that meet').fill('rol:starttls');
    await page.getByText('has no field rol').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Rows that meet').fill('');
    await page.getByLabel('Rows that meet').pressSequentially('rol');
    await page.getByRole('option', { name: /^role:/ }).click();
    await page.getByLabel('Rows that meet').pressSequentially('startt');
    await page.getByRole('option', { name: /^role:starttls/ }).click();
    expect(await page.getByLabel('Rows that meet').inputValue()).toBe('role:starttls ');
    await page.getByLabel('Rows that meet').pressSequentially('outcome:HANDSHAKE_FAILS');
    await page.getByText('3 now; its past cannot be asked').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'receive-starttls' }).waitFor();
    await page.getByRole('link', { name: 'Rules' }).click();
    const own = page.locator('.rules > li', { hasText: 'receive-starttls' });
    expect(await own.innerText()).toContain('Bindings that meet role:starttls outcome:HANDSHAKE_FAILS');
    await own.getByRole('button', { name: /Switch on/ }).click();
    await own.getByText('● on').waitFor();
    await own.getByRole('link', { name: 'receive-starttls' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('button', { name: 'Yes: delete it' }).click();
    await page.getByText('None yet.').waitFor();
    expect(wrong).toEqual([]);
  });

  test('the digest is given an hour, and tells its last day', async () => {
    const { page, wrong } = await opened();
    await page.goto(address('/alerts/digest'));
    await page.getByText('No digest is sent.').waitFor();
    await page.getByLabel('Each day at').selectOption('7');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It goes out each day at 07:00 UTC.').waitFor();
    await page.getByText('Head of the log', { exact: true }).waitFor();
    expect(wrong).toEqual([]);
  });

  test('whoever may only read sees what could be decided, that it cannot, and why', async () => {
    const made = await api('POST', 'keys', { name: 'auditor', role: 'reader' });
    const { page, wrong } = await openedWithoutToken(`/alerts/${dark}`);
    await page.getByLabel('Token').fill(made.key);
    await page.keyboard.press('Enter');
    await page.getByText('it may look, and not decide').waitFor();
    expect(await page.getByRole('button', { name: 'Accept' }).isDisabled()).toBe(true);
    await page.goto(address('/alerts/channels'));
    await page
      .getByRole('button', { name: /^Send a test/ })
      .first()
      .waitFor();
    await page.getByText('it may look, and not decide').waitFor();
    expect(
      await page
        .getByRole('button', { name: /^Send a test/ })
        .first()
        .isDisabled(),
    ).toBe(true);
    await page.goto(address('/alerts/rules/went-dark'));
    await page.getByText('Trying a rule takes a token of an administrator.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    expect(wrong).toEqual([]);
  });

  const pages = () =>
    [
      '/alerts?state=all',
      `/alerts/${dark}`,
      '/alerts/silences?server=EX0*',
      '/alerts/rules/presented-expires',
      '/alerts/channels',
      '/alerts/digest',
    ].map(address);

  test.each(SIGHTS)(
    'at %d px, %s: no barrier, no error, no report of the policy, nothing out of sight',
    async (width, theme) => {
      await expectClean(await opened({ width, theme }), pages());
    },
    240_000,
  );

  test('what is empty, unknown or wrong is told as well', async () => {
    const addresses = [
      '/alerts?state=acknowledged&rule=nothing-of-the-kind&asOf=2026-06-01T00:00:00Z',
      '/alerts?server=nowhere',
      '/alerts/5d0a2a5e-4ac6-5ae5-9d2c-f3a4d5f0a001',
      '/alerts/no-id',
      '/alerts/rules/nothing-of-the-kind',
      '/alerts/new-rule',
      '/alerts/rules',
      '/alerts/channels/duty',
      '/alerts/channels/nothing',
      '/alerts/new-channel?kind=email',
      '/alerts/new-channel',
    ];
    const [empty, nowhere, unknown, , noRule] = await expectClean(
      await opened({ width: 390, theme: 'dark' }),
      addresses.map(address),
    );
    expect(empty).toMatch(/whatever other time is looked at[\s\S]*No alert is so/);
    expect(nowhere).toContain('nowhere');
    expect(unknown).toContain('There is no alert 5d0a2a5e');
    expect(noRule).toContain('There is no rule of this id');
  }, 120_000);

  test('hostile names are read, not run', async () => {
    await api('POST', 'imports?organization=hostile', hostileFleet());
    let id = '';
    await until(
      async () => {
        const { items = [] } = await api('GET', 'alerts?organization=hostile&state=all');
        id = items[0]?.id ?? '';
        return id !== '';
      },
      { within: 60_000, every: 250 },
    );
    await api('PUT', 'alerts/rules/odd?organization=hostile', {
      name: HOSTILE.script,
      about: HOSTILE.formula,
      condition: { kind: 'query', list: 'bindings', where: `"${HOSTILE.script}`.slice(0, 60).replaceAll('"', '') },
      owner: HOSTILE.script,
      channels: [HOSTILE.script.slice(0, 60)],
    });
    await api('POST', 'alerts/silences?organization=hostile', {
      matches: { server: HOSTILE.script, endpoint: HOSTILE.turned },
      until: new Date(Date.now() + 3_600_000).toISOString(),
      reason: HOSTILE.turned,
      ticket: HOSTILE.script,
    });
    const one = await opened({ width: 390 });
    const seen = await expectClean(
      one,
      ['/alerts?state=all', `/alerts/${id}`, '/alerts/rules', '/alerts/silences', '/alerts/digest'].map((path) =>
        address(`${path}${path.includes('?') ? '&' : '?'}organization=hostile`),
      ),
    );
    await settled(one.page);
    const all = seen.join('\n');
    expect(all).toContain('<img src=x onerror=');
    expect(all).toContain('\\u{202e}');
    expect(all).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    for (const text of seen) expect(text.length).toBeLessThan(30_000);
    expect(await one.page.evaluate('window.touched')).toBeUndefined();
  }, 120_000);
});
