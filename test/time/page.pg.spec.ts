import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { runProgram } from '../../apps/cli/program.js';
import { startProjector } from '../../apps/projector/projector.js';
import { startWorker } from '../../apps/worker/worker.js';
import { runningApi, type RunningTestApi } from '../support/running-api.js';
import { asWhom } from '../support/sql-reader.js';
import { recordingTerminal } from '../support/terminal.js';

/**
 * docs/time.md: its blocks run in its order. `json` and `http` are sent; each line below a command of `console` stands in what the command
 * prints, where `…` is anything; a line that begins with `!` and no blank does not.
 */
const PAGE = readFileSync(new URL('../../docs/time.md', import.meta.url), 'utf8');

let api: RunningTestApi;
const running: { readonly close: () => Promise<void> }[] = [];
beforeAll(async () => {
  api = await runningApi();
  const silent = pino({ level: 'silent' });
  running.push(await startWorker({ databaseUrl: api.appUrl, reconcileSeconds: 1 }, silent));
  running.push(await startProjector({ decidesAlerts: false, databaseUrl: api.appUrl }, silent));
});
afterAll(async () => {
  for (const one of running) await one.close();
  await api.close();
});

interface Block {
  readonly kind: string;
  readonly text: string;
  /** What stands before it. */
  readonly lead: string;
}

const BLOCKS: readonly Block[] = [...PAGE.matchAll(/([^`]*?)```(\w+)\n([\s\S]*?)```/g)].map(
  ([, lead = '', kind = '', text = '']) => ({
    kind,
    text,
    lead: lead.trim(),
  }),
);

test('the page has examples for every rule', () => {
  const rules = PAGE.split(/^## /m).slice(1);
  expect(rules.map((rule) => rule.slice(0, 1))).toEqual(['1', '2', '4', '5', '6', '7', '8']);
  for (const rule of rules) expect(rule).toMatch(/```console\n\$ certfleet /);
});

test('every block of the page does what it says', async () => {
  for (const { kind, text, lead } of BLOCKS) {
    if (lead.endsWith('Ten minutes later:')) await tenMinutesLater();
    if (kind === 'json') await send({ 'content-type': 'application/x-ndjson' }, text);
    else if (kind === 'http') await request(text);
    else await commands(text);
  }
}, 120_000);

async function request(text: string) {
  const [head = '', body = ''] = text.split('\n\n');
  const [first, ...lines] = head.split('\n');
  expect(first).toBe('POST /api/v1/events');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  await send(headers, body);
}

async function send(headers: Readonly<Record<string, string>>, body: string) {
  const { status, json, text } = await api.ask('/api/v1/events', { headers, body });
  expect([status, text]).toEqual([202, expect.any(String)]);
  for (;;) {
    const { json: ticket } = await api.ask(`/api/v1/tickets/${json.ticket}`);
    if (ticket.state === 'done') return api.ask(`/api/v1/servers?waitFor=${ticket.position}`);
    expect([ticket.state, body]).toEqual(['queued', body]);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function commands(text: string) {
  for (const part of text.split(/^\$ certfleet /m).slice(1)) {
    const [command = '', ...lines] = part.trimEnd().split('\n');
    const { terminal, stdout, stderr } = recordingTerminal(
      { CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token },
      true,
    );
    expect([await runProgram(command.split(' '), terminal), stderr(), command]).toEqual([0, '', command]);
    const printed = `$ certfleet ${command}\n${stdout()}`.replaceAll(/\s+/g, ' ');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      if (/^!\S/.test(line)) expect(printed).not.toMatch(pattern(line.slice(1)));
      else expect(printed).toMatch(pattern(line));
    }
  }
}

function pattern(line: string): RegExp {
  const parts = line.trim().replaceAll(/\s+/g, ' ').split('…');
  return new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('.*?'));
}

/** As if everything had been recorded eleven minutes ago: only a superuser can say so. */
async function tenMinutesLater() {
  await asWhom(api.superuserUrl, (superuser) =>
    superuser.query(`update certfleet.event set recorded_at = recorded_at - interval '11 minutes'`),
  );
}
