import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { PUBLIC_ONLY } from '#libs/delivery/egress.js';
import { readKeys } from '#libs/delivery/secrets.js';
import { acrossOrganizations } from '#libs/store/database.js';
import { decideAll, tellAll } from '../../test/support/alerting.js';
import { overwritten, server, subscription } from '../../test/support/alert-fleet.js';
import { project, record } from '../../test/support/fleet-log.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { recordingTerminal } from '../../test/support/terminal.js';
import { runProgram } from '../cli/program.js';

let api: RunningTestApi;
let id = '';
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

beforeAll(async () => {
  const keys = readKeys(`k1:${randomBytes(32).toString('base64')}`);
  if ('fault' in keys) throw new Error(keys.fault);
  api = await runningApi({ delivery: { keys, egress: PUBLIC_ONLY, programs: [], publicUrl: null } });
  await record(api.db, 'default', [subscription(), server(1), server(2)]);
  await project(api.db, 'default');
  await decideAll(api.db, 'default');
  await record(api.db, 'default', [overwritten(1, 'AB', 5)]);
  await project(api.db, 'default');
  await decideAll(api.db, 'default');
}, 60_000);
afterAll(() => api.close());

const send = (method: string, path: string, body: unknown, token?: string) =>
  api.ask(`/api/v1/alerts${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...(token === undefined ? {} : { token }),
  });

async function command(...argv: readonly string[]): Promise<{ readonly exit: number; readonly text: string }> {
  const { terminal, stdout } = recordingTerminal({ CERTFLEET_TOKEN: api.token });
  const exit = await runProgram([...argv, '--url', api.url], terminal);
  return { exit, text: stdout() };
}

describe('alerts over HTTP', () => {
  test('are listed with evidence, the way back and what keeps people from being told', async () => {
    const { status, text } = await api.ask('/api/v1/alerts?rule=default-smtp-overwritten');
    expect(status).toBe(200);
    const answer: { items: { id: string }[]; warnings: string[] } = JSON.parse(text);
    id = answer.items[0]?.id ?? '';
    expect(answer).toMatchObject({
      total: 1,
      items: [
        {
          state: 'firing',
          severity: 'critical',
          remedy: [expect.stringContaining('Enable-ExchangeCertificate')],
          deliveries: [],
        },
      ],
      warnings: [expect.stringContaining('go nowhere')],
    });
  });

  test('are acknowledged once, and refused where they cannot be', async () => {
    const said = await send('POST', `/${id}/acknowledge`, { note: 'on it', ticket: 'CHG-7' });
    expect([said.status, JSON.parse(said.text)]).toEqual([
      200,
      expect.objectContaining({
        state: 'acknowledged',
        acknowledged: expect.objectContaining({ by: 'administrator', ticket: 'CHG-7' }),
      }),
    ]);
    expect((await send('POST', `/${id}/acknowledge`, {})).status).toBe(200);
    expect((await api.ask('/api/v1/alerts?state=acknowledged')).json.total).toBe(1);
    expect((await send('POST', '/5d0a2a5e-4ac6-5ae5-9d2c-f3a4d5f0a001/acknowledge', {})).status).toBe(404);
    expect((await send('POST', '/no-id/acknowledge', {})).status).toBe(400);
    expect((await send('POST', `/${id}/acknowledge`, { note: 'a\u0000b' })).status).toBe(422);
    expect((await api.ask('/api/v1/alerts?state=odd')).status).toBe(400);
  });

  test('are decided by administrators alone', async () => {
    for (const [role, get] of [
      ['collector', 403],
      ['reader', 200],
    ] as const) {
      const token = await api.grant({ name: role, role, organization: 'default' });
      expect((await api.ask('/api/v1/alerts', { token })).status).toBe(get);
      expect((await send('POST', `/${id}/acknowledge`, {}, token)).status).toBe(403);
      expect((await send('PUT', '/channels/mine', {}, token)).status).toBe(403);
    }
  });

  test('go through channels whose secrets are sealed and never shown', async () => {
    const settings = { url: 'https://hooks.example.com/x', secrets: [SECRET] };
    const saved = await send('PUT', '/channels/duty', { kind: 'webhook', settings });
    expect([saved.status, saved.text.includes(SECRET)]).toEqual([200, false]);
    const listed = await api.ask('/api/v1/alerts/channels');
    expect([listed.text.includes(SECRET), JSON.parse(listed.text).warnings]).toEqual([false, []]);
    const rows = await acrossOrganizations(api.db, (db) => db.query('select settings from certfleet.alert_channel'));
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    expect(api.logged.join('')).not.toContain(SECRET);
    // Kept as they are, whatever else changes …
    const keeping = { ...settings, secrets: '…' };
    const quieter = { kind: 'webhook', settings: keeping, leastSeverity: 'high' };
    expect((await send('PUT', '/channels/duty', quieter)).status).toBe(200);
    expect(
      (await send('PUT', '/channels/odd', { kind: 'webhook', settings: { url: 'ftp://x', secrets: [] } })).status,
    ).toBe(400);
  });

  test('do not send a secret that is kept to another address than the one it was entered for', async () => {
    const settings = { url: 'https://hooks.example.com/x', secrets: '…' };
    for (const changed of [
      { url: 'https://hooks.example.com/y' },
      { url: 'https://evil.example.com/x' },
      { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' },
    ]) {
      const refused = await send('PUT', '/channels/duty', { kind: 'webhook', settings: { ...settings, ...changed } });
      expect([refused.status, refused.text]).toEqual([
        400,
        expect.stringContaining('Enter the secrets anew: secrets.'),
      ]);
      expect(JSON.parse(refused.text).errors).toEqual([
        { place: '/settings/secrets', message: 'must be entered anew' },
      ]);
    }
    const moved = { url: 'https://hooks.example.com/y', secrets: [SECRET] };
    expect((await send('PUT', '/channels/duty', { kind: 'webhook', settings: moved })).status).toBe(200);
    // What is kept is checked with the rest, and `…` of nothing is nothing.
    const port = { kind: 'webhook', settings: { ...settings, url: 'ftp://x' } };
    expect((await send('PUT', '/channels/duty', port)).status).toBe(400);
    const email = { host: 'relay.example.com', user: 'u', password: '…', from: 'a@example.com', to: ['b@example.com'] };
    const nothing = await send('PUT', '/channels/mail', { kind: 'email', settings: email });
    expect([nothing.status, nothing.text]).toEqual([400, expect.stringContaining('password')]);
  });

  test('warn of a rule whose own channels are mail only, and of a relay that is watched itself', async () => {
    const email = { host: 'EX00001.contoso.com', from: 'a@example.com', to: ['b@example.com'] };
    expect((await send('PUT', '/channels/post', { kind: 'email', settings: email })).status).toBe(200);
    const rule = { name: 'Ours', condition: { kind: 'went-dark' }, channels: ['post'], severity: 'critical' };
    expect((await send('PUT', '/rules/ours', rule)).status).toBe(200);
    expect(JSON.parse((await api.ask('/api/v1/alerts/channels')).text).warnings).toEqual([
      expect.stringMatching(/^Rule ours: .*by e-mail only/),
      expect.stringContaining('The relay EX00001.contoso.com is ex00001.contoso.com'),
    ]);
    for (const path of ['rules/ours', 'channels/post'])
      expect((await api.ask(`/api/v1/alerts/${path}`, { method: 'DELETE' })).status).toBe(204);
  });

  test('rules are written, asked of the past, and forgotten', async () => {
    const rule = { name: 'Amsterdam', condition: { kind: 'default-smtp-overwritten', where: 'site:AMS' } };
    expect((await send('PUT', '/rules/amsterdam', rule)).status).toBe(200);
    expect(JSON.parse((await send('POST', '/rules/amsterdam/backtest', { days: 30 })).text)).toMatchObject({
      hits: 1,
      over: 'changes',
    });
    expect(
      (await send('PUT', '/rules/odd', { name: 'x', condition: { kind: 'query', list: 'bindings', where: 'no:such' } }))
        .status,
    ).toBe(400);
    expect((await send('PUT', '/rules/went-dark', rule)).status).toBe(422);
    expect((await api.ask('/api/v1/alerts/rules/amsterdam', { method: 'DELETE' })).status).toBe(204);
  });
});

describe('the commands', () => {
  test('list alerts, show one, silence, ask the past, and tell the day', async () => {
    await tellAll(api.db, 'default');
    expect((await command('alerts')).text).toContain('EX00001: default SMTP certificate overwritten');
    expect((await command('alerts', 'show', id)).text).toContain('Enable-ExchangeCertificate');
    expect((await command('alerts', 'silence', '--server', 'EX0*', '--for', '2h', '--reason', 'migration')).exit).toBe(
      0,
    );
    expect((await command('rules')).text).toContain('default-smtp-overwritten');
    expect((await command('rules', 'backtest', 'default-smtp-overwritten')).text).toContain('1 hit in 90 days');
    expect((await command('rules', 'disable', 'forecast-switch')).exit).toBe(0);
    expect((await command('channels')).text).toContain('duty');
    expect((await command('alerts', 'digest')).text).toContain('changed what is presented');
    expect((await command('alerts', 'silence', '--server', 'x', '--for', 'long', '--reason', 'y')).exit).toBe(64);
    expect((await command('alerts', 'acknowledge', id, '--accept')).text).toContain('resolved');
  });
});
