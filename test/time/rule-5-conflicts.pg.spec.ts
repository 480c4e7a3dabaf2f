import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { runProgram } from '../../apps/cli/program.js';
import { startProjector } from '../../apps/projector/projector.js';
import { startWorker } from '../../apps/worker/worker.js';
import { runningApi, type RunningTestApi } from '../support/running-api.js';
import { recordingTerminal } from '../support/terminal.js';
import { A, B, C } from './history.js';

/**
 * Rules 4 and 5 as people meet them: what the answer to a request, the ticket, the server and its timeline say of ids that stand for two things,
 * of what nobody reported, and of what nobody can tell.
 */
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

const OVERWRITTEN = 'certfleet.default-smtp-certificate.overwritten.v1';
let ids = 0;

function event(
  server: string,
  type: string,
  time: string,
  { data, ...keys }: { readonly data: object; readonly [key: string]: unknown },
): object {
  const source = `/organizations/default/servers/${server}`;
  return { specversion: '1.0', id: `event ${(ids += 1)}`, source, type, time, data, ...keys };
}

async function send(...events: readonly object[]) {
  const answer = await api.ask('/api/v1/events', {
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  for (;;) {
    const { json } = await api.ask(`/api/v1/tickets/${answer.json.ticket}`);
    if (json.state === 'queued') await new Promise((resolve) => setTimeout(resolve, 30));
    else {
      await api.ask(`/api/v1/servers?waitFor=${json.position}`);
      return { answer: JSON.parse(answer.text), ticket: JSON.parse(JSON.stringify(json)) };
    }
  }
}

async function read(path: string) {
  return JSON.parse((await api.ask(`/api/v1/${path}`)).text);
}

async function run(...argv: readonly string[]) {
  const { terminal, stdout } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token }, true);
  await runProgram(argv, terminal);
  return stdout().replaceAll(/\s+/g, ' ');
}

describe('given an event whose id stands for something else', () => {
  const SERVER = 'conflict.contoso.com';
  const first = event(SERVER, OVERWRITTEN, '2026-05-01T10:00:00Z', { data: { current: A }, id: 'the same' });
  const other = { ...first, data: { current: B } };

  test('then the request is taken, both answers and the ticket say so, and it changes nothing', async () => {
    await send(first);
    const { answer, ticket } = await send(
      other,
      event(SERVER, 'certfleet.note.added.v1', '2026-05-01T11:00:00Z', { data: { text: 'x' } }),
    );
    expect(answer).toMatchObject({ accepted: 1, duplicates: 0, conflicts: 1 });
    expect(answer.warnings).toEqual([
      {
        place: '[0]',
        message: expect.stringMatching(/^The id "the same" stands for something else, at position 1 of the log\./),
      },
    ]);
    expect(ticket).toMatchObject({ state: 'done', outcome: 'conflict', events: 1 });
    expect(ticket.error).toContain('Both are kept.');
    expect((await read(`servers/${SERVER}`)).internalTransportCertificate).toBe(A);
    expect((await read('quarantine')).items).toMatchObject([{ state: 'conflict' }]);
  });

  test('when it is alone, then its ticket has failed; when it says the same, then it is a duplicate', async () => {
    expect((await send(other)).ticket).toMatchObject({ state: 'failed', outcome: 'conflict', events: 0 });
    expect((await send(first)).answer).toMatchObject({ accepted: 0, duplicates: 1, conflicts: 0, warnings: [] });
  });

  test('when both stand in one request, then the first is taken', async () => {
    const one = event(SERVER, OVERWRITTEN, '2026-05-02T10:00:00Z', { data: { current: C }, id: 'twice' });
    const { answer } = await send(one, { ...one, data: { current: B } }, one);
    expect(answer).toMatchObject({ accepted: 1, duplicates: 1, conflicts: 1 });
    expect(answer.warnings[0].message).toContain('earlier in this request');
    expect((await read(`servers/${SERVER}`)).internalTransportCertificate).toBe(C);
  });

  test('then both are kept as they came', async () => {
    const rows = await api.db
      .query(`select set_config('certfleet.organization', '*', false)`)
      .then(() => api.db.query('select id, data from certfleet.conflict order by id'));
    expect(rows).toEqual([
      { id: 'the same', data: { current: B } },
      { id: 'twice', data: { current: B } },
    ]);
  });
});

describe('given an inventory that shows what nobody reported (rule 4)', () => {
  const SERVER = 'drift.contoso.com';
  const inventory = (time: string, current: string) =>
    event(SERVER, 'certfleet.inventory.observed.v1', time, {
      data: { fqdn: SERVER, internalTransportCertificate: current },
    });
  const items = async () => (await read(`servers/${SERVER}/timeline`)).items;

  test('then the timeline tells it as a change by unknown, between the two', async () => {
    await send(inventory('2026-05-01T08:00:00Z', A), inventory('2026-05-03T08:00:00Z', B));
    const [shown] = await items();
    expect(shown.drift).toEqual([
      { path: 'internalTransportCertificate', since: '2026-05-01T08:00:00.000Z', until: '2026-05-03T08:00:00.000Z' },
    ]);
    expect(await run('timeline', SERVER)).toContain(
      'internalTransportCertificate changed by unknown, between 2026-05-01 08:00Z and 2026-05-03 08:00Z',
    );
  });

  test('when the record arrives later, then it is told with who did it, and the inventory changes nothing any more', async () => {
    await send(event(SERVER, OVERWRITTEN, '2026-05-02T12:00:00Z', { data: { current: B }, actor: 'CONTOSO\\jo' }));
    const [shown, record] = await items();
    expect([shown.drift, shown.changes]).toEqual([[], []]);
    expect(record).toMatchObject({ type: OVERWRITTEN, actor: 'CONTOSO\\jo' });
    expect(await run('timeline', SERVER)).not.toContain('changed by unknown');
    expect((await read(`servers/${SERVER}?asOf=2026-05-02T13:00:00Z`)).internalTransportCertificate).toBe(B);
  });
});

describe('given two overwrites of one second from two sources (rule 5)', () => {
  const SERVER = 'doubt.contoso.com';
  const overwritten = (current: string, tool: string) =>
    event(SERVER, OVERWRITTEN, '2026-05-01T10:00:00Z', { data: { current }, tool });

  test('then the server and its timeline name both candidates, until something else is known', async () => {
    await send(overwritten(B, 'one.ps1'), overwritten(C, 'other.ps1'));
    const answer = await read(`servers/${SERVER}`);
    const [doubt] = answer.ambiguous;
    expect(doubt).toMatchObject({ path: 'internalTransportCertificate', at: '2026-05-01T10:00:00Z' });
    expect([...doubt.candidates].sort()).toEqual([B, C]);
    expect(doubt.candidates[0]).toBe(answer.internalTransportCertificate);
    const { items } = await read(`servers/${SERVER}/timeline`);
    expect(items.map((item: { ambiguous: unknown }) => item.ambiguous)).toEqual([[doubt], [doubt]]);
    expect(await run('show', SERVER)).toContain(
      `internalTransportCertificate is ambiguous: ${doubt.candidates.join(' or ')}`,
    );
    expect((await read(`servers/${SERVER}?asOf=2026-05-01T12:00:00Z`)).ambiguous).toEqual([doubt]);
    expect((await read(`servers/${SERVER}?knownAt=${answer.position - 1}`)).ambiguous).toEqual([]);
    await send(event(SERVER, OVERWRITTEN, '2026-05-01T10:00:01Z', { data: { current: A } }));
    expect((await read(`servers/${SERVER}`)).ambiguous).toEqual([]);
  });
});
