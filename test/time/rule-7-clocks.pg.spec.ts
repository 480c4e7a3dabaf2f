import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { runProgram } from '../../apps/cli/program.js';
import { startProjector } from '../../apps/projector/projector.js';
import { startWorker } from '../../apps/worker/worker.js';
import { runningApi, type RunningTestApi } from '../support/running-api.js';
import { asWhom } from '../support/sql-reader.js';
import { recordingTerminal } from '../support/terminal.js';

/**
 * Rules 7 and 8 as people meet them: what is sent over HTTP, and what the answers, the command line and the metrics then say of the clocks and
 * of the numbers of those who tell.
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

const MINUTE = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
let ids = 0;

/** An event about a server, as a sender writes it. */
function told(server: string, keys: object = {}): object {
  return {
    specversion: '1.0',
    id: `event ${(ids += 1)}`,
    source: `/organizations/default/servers/${server}`,
    type: 'certfleet.server.observed.v1',
    time: ago(30 * MINUTE),
    data: { fqdn: server, netbiosName: server.split('.')[0]?.toUpperCase() },
    ...keys,
  };
}

interface Sending {
  readonly sentAt?: string;
  readonly token?: string;
}

/** Sends events and comes back when they are in the projection. */
async function send(events: readonly object[], { sentAt, token }: Sending = {}) {
  const answer = await api.ask('/api/v1/events', {
    ...(token !== undefined && { token }),
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      ...(sentAt !== undefined && { 'certfleet-sent-at': sentAt }),
    },
    body: JSON.stringify(events),
  });
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  await settled(answer.json.ticket);
  return JSON.parse(answer.text);
}

async function settled(ticket: string) {
  for (;;) {
    const { json } = await api.ask(`/api/v1/tickets/${ticket}`);
    if (json.state === 'queued') await new Promise((resolve) => setTimeout(resolve, 30));
    else if (json.state !== 'done') throw new Error(JSON.stringify(json));
    else return api.ask(`/api/v1/servers?waitFor=${json.position}`);
  }
}

async function server(name: string, query = '') {
  return JSON.parse((await api.ask(`/api/v1/servers/${name}${query}`)).text);
}

async function run(...argv: readonly string[]) {
  const { terminal, stdout } = recordingTerminal({ CERTFLEET_URL: api.url, CERTFLEET_TOKEN: api.token }, true);
  await runProgram(argv, terminal);
  return stdout().replaceAll(/\s+/g, ' ');
}

const metrics = async () => (await api.ask('/metrics')).text;

describe('given a sender whose clock is off', () => {
  test('when it says when it sends, then by how much is told, to itself and of every server it tells of', async () => {
    const answer = await send([told('behind.contoso.com')], { sentAt: ago(12 * MINUTE) });
    expect(answer.warnings).toContainEqual({
      place: 'Certfleet-Sent-At',
      message: 'The clock of the sender is 12 minutes behind ours. Set it right.',
    });
    const { clock } = await server('behind');
    expect(clock).toMatchObject({ suspect: true, what: expect.stringContaining('12 minutes behind ours') });
    expect(clock.measured.offsetMs).toBeGreaterThan(12 * MINUTE - 5_000);
    expect(await run('show', 'behind')).toContain('has a clock that was 12 minutes behind ours');
    expect(await run('sources')).toContain('behind.contoso.com:');
    expect(await metrics()).toContain('certfleet_clock_suspect_servers{org="default"} 1');
  });

  test('then the instants that it gave stay what they were', async () => {
    const time = ago(7 * 24 * 60 * MINUTE);
    await send([told('raw.contoso.com', { time })], { sentAt: ago(-20 * MINUTE) });
    expect((await server('raw')).clock.what).toContain('20 minutes ahead of ours');
    const [item] = JSON.parse((await api.ask('/api/v1/servers/raw/timeline')).text).items;
    expect(item.occurredAt).toBe(time);
  });

  test('when it is set right, then it is believed again', async () => {
    await send([told('mended.contoso.com')], { sentAt: ago(60 * MINUTE) });
    expect((await server('mended')).clock.suspect).toBe(true);
    await send([told('mended.contoso.com')], { sentAt: ago(0) });
    expect((await server('mended')).clock).toMatchObject({ suspect: false, what: null });
  });

  test.each(['yesterday', '2026-06-01T08:30:00', '9'.repeat(70)])(
    'when it says %s, then that is told and stops nothing, and nothing is known of its clock',
    async (sentAt) => {
      const name = `odd${(ids += 1)}.contoso.com`;
      const answer = await send([told(name)], { sentAt });
      expect(answer.warnings).toEqual([expect.objectContaining({ place: 'Certfleet-Sent-At' })]);
      expect((await server(name)).clock).toEqual({ suspect: false, what: null, measured: null, ahead: null });
    },
  );

  test('five minutes are borne, and who does not say when he sends is not suspected', async () => {
    await send([told('borne.contoso.com')], { sentAt: ago(4 * MINUTE) });
    await send([told('mute.contoso.com')]);
    expect([(await server('borne')).clock.suspect, (await server('mute')).clock.suspect]).toEqual([false, false]);
  });

  test('when a person sends files, then the clock of that machine says nothing of the servers', async () => {
    const file = JSON.stringify({
      format: 'certfleet.fleet/1',
      at: ago(MINUTE),
      servers: [{ fqdn: 'file.contoso.com' }],
    });
    const sent = async (token: string) => {
      const headers = { 'content-type': 'application/octet-stream', 'certfleet-sent-at': ago(30 * MINUTE) };
      const { json } = await api.ask('/api/v1/imports', { token, headers, body: file });
      await settled(json.ticket);
      return (await server('file')).clock.suspect;
    };
    expect(await sent(api.token)).toBe(false);
    const grant = { organization: 'default', name: 'EX collector', role: 'collector' } as const;
    expect(await sent(await api.grant(grant))).toBe(true);
    expect((await server('file')).clock.what).toMatch(/^EX collector, who reports on it, has a clock/);
  });
});

describe('given an event that is dated later than it was received', () => {
  test('then it counts as of its receipt, it is told, and it hides nothing that comes after', async () => {
    const ahead = 'default-smtp-certificate.overwritten';
    const overwritten = (current: string, time: string) =>
      told('ahead.contoso.com', { type: `certfleet.${ahead}.v1`, time, data: { current } });
    await send([told('ahead.contoso.com'), overwritten('A'.repeat(40), ago(-72 * 60 * MINUTE - MINUTE))]);
    await send([overwritten('B'.repeat(40), ago(0))]);
    const answer = await server('ahead');
    expect(answer.internalTransportCertificate).toBe('B'.repeat(40));
    expect(answer.clock).toMatchObject({ suspect: true, ahead: { events: 1 }, measured: null });
    expect(answer.clock.what).toMatch(
      /^1 event was dated up to 3 days later than recorded.*the source's clock was ahead\.$/,
    );
    const { items } = JSON.parse((await api.ask('/api/v1/servers/ahead/timeline')).text);
    expect(items.map((item: { clockAhead: boolean }) => item.clockAhead)).toEqual([false, true, false]);
    expect(await run('timeline', 'ahead', '--flat')).toContain("the source's clock was ahead");
    const before = await server('ahead', `?knownAt=${items.at(-1).position}`);
    expect(before.clock).toMatchObject({ suspect: false, ahead: null });
  });
});

describe('given a source that numbers every event (rule 8)', () => {
  const numbered = (sequence: number) =>
    told('gaps.contoso.com', { sequence: String(sequence), sequencetype: 'Integer', epoch: 'boot 7' });

  test('when numbers are missing for ten minutes, then the server, the list, the command line and the metrics say so', async () => {
    await send([numbered(1), numbered(2), numbered(5)]);
    expect((await server('gaps')).gaps).toEqual([]);
    await elevenMinutesLater();
    const source = '/organizations/default/servers/gaps.contoso.com';
    const { gaps } = await server('gaps');
    expect(gaps).toMatchObject([
      { source, epoch: 'boot 7', from: 3, to: 4, missing: 2, before: { number: 2 }, after: { number: 5 } },
    ]);
    expect(gaps[0].what).toMatch(/^missing 2 events from \S+ \(numbers 3 to 4 of boot 7\), between /);
    const { items } = JSON.parse((await api.ask('/api/v1/sources')).text);
    expect(items).toMatchObject([
      { source, server: 'gaps.contoso.com', numbering: 'every-event', events: 3, first: 1, last: 5, missing: 2, gaps },
    ]);
    expect(await run('show', 'gaps')).toContain(`! missing 2 events from ${source} (numbers 3 to 4 of boot 7)`);
    expect(await run('sources')).toContain('1 source, 2 events missing');
    expect(await metrics()).toContain('certfleet_events_missing{org="default"} 2');
    expect(await metrics()).toContain('certfleet_gaps{org="default"} 1');
  });

  test('when they come after all, then nothing is missing any more, and what was known before is still known so', async () => {
    const { position } = await server('gaps');
    await send([numbered(4), numbered(3)]);
    expect((await server('gaps')).gaps).toEqual([]);
    expect(await metrics()).toContain('certfleet_events_missing{org="default"} 0');
    expect((await server('gaps', `?knownAt=${position}`)).gaps).toMatchObject([{ from: 3, to: 4 }]);
    expect((await server('gaps', `?knownAt=${position + 1}`)).gaps).toMatchObject([{ from: 3, to: 3 }]);
    expect((await server('gaps', `?knownAt=${position + 2}`)).gaps).toEqual([]);
  });

  test('the list goes on from page to page, and other organizations have their own', async () => {
    await send([told('other.contoso.com', { sequence: 'seven' }), told('third.contoso.com', { sequence: 7 })]);
    const first = JSON.parse((await api.ask('/api/v1/sources?limit=2')).text);
    expect(first).toMatchObject({
      total: 3,
      items: [{ numbering: 'every-event' }, { numbering: 'unknown', first: null, missing: null }],
    });
    const second = JSON.parse((await api.ask(`/api/v1/sources?limit=2&cursor=${first.next}`)).text);
    expect(second).toMatchObject({ next: null, items: [{ numbering: 'unknown', first: 7, missing: null, gaps: [] }] });
    expect((await api.ask('/api/v1/sources?cursor=x')).status).toBe(400);
    expect(JSON.parse((await api.ask('/api/v1/sources?organization=fabrikam')).text)).toMatchObject({
      items: [],
      total: 0,
      clocks: [],
    });
  });
});

/** Everything recorded so far, as if it had been eleven minutes ago: only a superuser can say so. */
async function elevenMinutesLater() {
  await asWhom(api.superuserUrl, (superuser) =>
    superuser.query(`update certfleet.event set recorded_at = recorded_at - interval '11 minutes'`),
  );
}
