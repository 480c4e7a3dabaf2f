import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { happened, minute, thumbprint } from '../../test/support/events.js';
import { ex01, frontend, PUB25, PUB26, SELF } from '../../test/support/fixture.js';
import { project, record } from '../../test/support/fleet-log.js';
import { anotherServer, inventoryOf, lasting, on } from '../../test/support/lasting-fleet.js';
import { readableFleet } from '../../test/support/readable-fleet.js';
import { runningApi, type RunningTestApi } from '../../test/support/running-api.js';
import { COLLECTORS } from './metrics/collector.js';
import { ALL_COLLECTORS } from './metrics/collectors.js';
import { SMALL_FLEET } from './metrics/exposition.js';

const EX01 = 'ex01.contoso.com';

let api: RunningTestApi;
beforeAll(async () => {
  api = await runningApi();
  await readableFleet(api);
});
afterAll(() => api.close());

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads the text format strictly: each family once, in one piece, with its type before its samples; no series twice. */
function read(text: string): readonly Series[] {
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let current = '';
  const series = text.split('\n').flatMap((line): Series[] => {
    const type = /^# TYPE (\S+) (gauge|counter|histogram|summary)$/.exec(line);
    if (type?.[1] !== undefined) {
      expect(types.has(type[1])).toBe(false);
      types.set((current = type[1]), type[2] ?? '');
    }
    if (line === '' || line.startsWith('# ')) return [];
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{((?:\w+="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (\S+)$/.exec(line);
    if (sample?.[1] === undefined) throw new Error(`no sample: ${JSON.stringify(line)}`);
    const [, name, labels = '', value] = sample;
    expect(name.startsWith(current)).toBe(true);
    expect(seen.has(`${name}{${labels}}`)).toBe(false);
    seen.add(`${name}{${labels}}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', told = '']) => [label, told]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
  return series;
}

async function scrape(query: string, token?: string | null): Promise<readonly Series[]> {
  const answer = await api.ask(`/metrics${query}`, token === undefined ? {} : { token });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return read(answer.text);
}

const named = (series: readonly Series[], name: string) => series.filter((one) => one.name === name);

/** A list, whose items are taken on trust: what is not there fails the expectation. */
async function items<T>(path: string): Promise<readonly T[]> {
  const { text } = await api.ask(`/api/v1/${path}`);
  const { items: list }: { readonly items: readonly T[] } = JSON.parse(text);
  return list;
}

describe('what is presented now', () => {
  test('is what the list of bindings says, by endpoint, with absolute times in seconds', async () => {
    const series = await scrape('?organization=contoso&collect[]=presented&collect[]=certificates');
    const listed = await items<{
      server: string;
      endpoint: string;
      thumbprint: string;
      rule: string;
      certificate: { notAfter?: string; notBefore?: string } | null;
    }>('bindings?organization=contoso&outcome=PRESENTED&limit=1000');
    const ends = named(series, 'certfleet_presented_not_after_timestamp_seconds');
    const info = named(series, 'certfleet_presented_info');
    expect(info).toHaveLength(listed.length);
    expect(ends.length).toBeGreaterThan(3);
    for (const binding of listed) {
      if (binding.endpoint.includes('\0')) continue;
      const of = (all: readonly Series[]) =>
        all.filter(({ labels }) => labels['server'] === binding.server && labels['role'] === binding.endpoint);
      expect(of(info)).toMatchObject([
        { labels: { org: 'contoso', thumbprint_sha1: binding.thumbprint, selected_by: binding.rule }, value: 1 },
      ]);
      const seconds = (instant?: string) => (instant === undefined ? [] : [{ value: Date.parse(instant) / 1000 }]);
      expect(of(ends)).toMatchObject(seconds(binding.certificate?.notAfter));
      expect(of(named(series, 'x509_cert_not_after'))).toMatchObject(seconds(binding.certificate?.notAfter));
      expect(of(named(series, 'x509_cert_not_before'))).toMatchObject(seconds(binding.certificate?.notBefore));
    }
  });

  test('bears the names that dashboards know, which strangers wrote', async () => {
    const series = await scrape('?organization=contoso&collect[]=certificates');
    const [ours] = named(series, 'x509_cert_not_after').filter(({ labels }) => labels['server'] === EX01);
    expect(Object.keys(ours?.labels ?? {})).toEqual([
      'org',
      'server',
      'role',
      'subject_CN',
      'issuer_CN',
      'serial_number',
    ]);
    const hostile = series.filter(({ labels }) => labels['server'] === 'ex03.contoso.com');
    expect(hostile.length).toBeGreaterThan(2);
    expect(hostile.some(({ labels }) => labels['issuer_CN']?.includes('\u2400') === true)).toBe(true);
  });

  test('a switch that time alone will make is told with its instant, as the forecast has it', async () => {
    const organization = 'switching';
    const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000).toISOString();
    const certificates = [
      { ...SELF, notBefore: '2020-01-01T00:00:00Z', notAfter: inDays(500) },
      { ...PUB25, notBefore: '2020-01-01T00:00:00Z', notAfter: inDays(20) },
      { ...PUB26, notBefore: inDays(10), notAfter: inDays(400) },
    ];
    const server = { ...lasting(ex01()), certificates, receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })] };
    await record(api.db, organization, [inventoryOf(server, minute(0))]);
    await project(api.db, organization);
    const series = named(
      await scrape(`?organization=${organization}&collect[]=presented`),
      'certfleet_presented_until_timestamp_seconds',
    );
    const forecast = await items<{
      at: string;
      server: string;
      endpoint: string;
      before: { outcome: string; thumbprint: string | null };
      after: { outcome: string; thumbprint: string | null };
    }>(`forecast?organization=${organization}&limit=1000&days=3660`);
    const switches = forecast.filter(
      ({ before, after }) => before.outcome !== after.outcome || before.thumbprint !== after.thumbprint,
    );
    expect(switches.length).toBeGreaterThan(0);
    for (const { at, server, endpoint } of switches) {
      const [told] = series.filter(({ labels }) => labels['server'] === server && labels['role'] === endpoint);
      expect(told?.value).toBeLessThanOrEqual(Date.parse(at) / 1000);
    }
    for (const { value, labels } of series)
      expect(switches.some((one) => Date.parse(one.at) / 1000 === value && one.endpoint === labels['role'])).toBe(true);
  });

  test("a displaced certificate's series is gone at the next scrape", async () => {
    const organization = 'displaced';
    const server = { ...lasting(ex01()), receiveConnectors: [frontend({ fqdn: 'mail.contoso.com' })] };
    const other = thumbprint('9');
    await record(api.db, organization, [inventoryOf(server, minute(0))]);
    await project(api.db, organization);
    const shown = async () =>
      named(await scrape(`?organization=${organization}&collect[]=presented`), 'certfleet_presented_info').filter(
        ({ labels }) => labels['role'] === 'internal-transport',
      );
    const before = await shown();
    expect(before).toHaveLength(1);
    const current = before[0]?.labels['thumbprint_sha1'];
    const certificates = (server.certificates ?? []).map((one) =>
      one.thumbprint === current ? [one, { ...one, thumbprint: other }] : [one],
    );
    const renewed = { ...server, certificates: certificates.flat(), internalTransportCertificate: other };
    await record(api.db, organization, [inventoryOf(renewed, minute(5))]);
    await project(api.db, organization);
    expect((await shown()).map(({ labels }) => labels['thumbprint_sha1'])).toEqual([other]);
  });
});

describe('the other groups', () => {
  test('sources: who is heard of, and since when nobody was', async () => {
    const series = await scrape('?organization=contoso&collect[]=sources');
    expect(named(series, 'certfleet_source_up')).toHaveLength(3);
    const seen = named(series, 'certfleet_source_last_seen_timestamp_seconds');
    const listed = await items<{
      fqdn: string;
      lastSeenAt: string;
    }>('servers?organization=contoso');
    for (const { fqdn, lastSeenAt } of listed)
      expect(seen.find(({ labels }) => labels['server'] === fqdn.toLowerCase())?.value).toBe(
        Date.parse(lastSeenAt) / 1000,
      );
  });

  test('findings: by rule, and by severity in the summary, where none is said too', async () => {
    const series = await scrape('?organization=contoso&collect[]=findings&collect[]=summary');
    for (const severity of ['critical', 'high', 'medium', 'low']) {
      const answer = await api.ask(`/api/v1/findings?organization=contoso&severity=${severity}`);
      const byRule = named(series, 'certfleet_findings').filter(({ labels }) => labels['severity'] === severity);
      expect(byRule.reduce((sum, { value }) => sum + value, 0)).toBe(answer.json.total);
      expect(
        named(series, 'certfleet_findings_standing').find(({ labels }) => labels['severity'] === severity)?.value,
      ).toBe(answer.json.total);
    }
  });

  test('summary: what ends when, in numbers', async () => {
    const series = await scrape('?organization=contoso&collect[]=summary');
    const within = (name: string, window: string) =>
      named(series, name).find(({ labels }) => labels['within'] === window)?.value ?? Number.NaN;
    expect(within('certfleet_presented_expiring', '7d')).toBe(0);
    expect(within('certfleet_presented_expiring', '30d')).toBeGreaterThan(0);
    expect(named(series, 'certfleet_presented_expiring_soon')[0]?.value).toBeGreaterThan(0);
    expect(named(series, 'certfleet_presented_expired')[0]?.value).toBe(0);
    expect(within('certfleet_presented_switching', '30d')).toBeGreaterThan(0);
    expect(named(series, 'certfleet_servers')[0]?.value).toBe(3);
  });

  test('projection: how far it lies behind the log', async () => {
    const organization = 'behind';
    await record(api.db, organization, [inventoryOf(anotherServer(2), minute(0))]);
    const lag = async () => {
      const series = await scrape(`?organization=${organization}&collect[]=projection`);
      return ['certfleet_log_position', 'certfleet_projection_position', 'certfleet_projection_lag_events'].map(
        (name) => named(series, name)[0]?.value,
      );
    };
    expect(await lag()).toEqual([1, 0, 1]);
    await project(api.db, organization);
    expect(await lag()).toEqual([1, 1, 0]);
  });
});

describe('counters of the log', () => {
  const organization = 'counted';
  const enabled = (minutes: number, data: object, actorKind?: string) => ({
    ...on(
      EX01,
      happened(
        'certificate.enabled',
        { thumbprint: PUB25.thumbprint, services: ['SMTP'], ...data },
        { occurredAt: minute(minutes) },
      ),
    ),
    ...(actorKind === undefined ? {} : { actorKind }),
  });
  const counted = async (name: string) =>
    named(await scrape(`?organization=${organization}&collect[]=ingest`), name).map(
      ({ labels: { org: _, ...labels }, value }) => [...Object.values(labels), value],
    );

  test('count changes by kind and actor, whatever a sender calls itself', async () => {
    await record(api.db, organization, [
      inventoryOf(lasting(ex01()), minute(0)),
      enabled(1, { answer: 'force' }, 'user'),
      enabled(10, { answer: 'yes' }, '","actorKind":"service"'),
      { ...enabled(20, { answer: 'no' }), actor: 'a\0b","actorKind":"user' },
    ]);
    expect(await counted('certfleet_changes_total')).toEqual(
      expect.arrayContaining([
        ['certificate.enabled', 'user', 1],
        ['certificate.enabled', 'other', 1],
        ['certificate.enabled', 'unknown', 1],
      ]),
    );
  });

  test('count overwrites once, and go on from where they were', async () => {
    expect(await counted('certfleet_default_smtp_overwrites_total')).toEqual([
      ['true', 'RO-11', 1],
      ['false', 'not-judged', 1],
      ['unknown', 'not-judged', 0],
    ]);
    const overwritten = (minutes: number, current: string) =>
      on(EX01, happened('default-smtp-certificate.overwritten', { current }, { occurredAt: minute(minutes) }));
    await record(api.db, organization, [enabled(30, { answer: 'force' })]);
    await record(api.db, organization, [overwritten(30, PUB25.thumbprint), overwritten(60, SELF.thumbprint)]);
    const all = await Promise.all([1, 2, 3].map(() => counted('certfleet_default_smtp_overwrites_total')));
    for (const one of all)
      expect(one).toEqual([
        ['true', 'RO-11', 2],
        ['false', 'not-judged', 1],
        ['unknown', 'not-judged', 1],
      ]);
    expect(await counted('certfleet_log_uncounted_events')).toEqual([[0]]);
  });
});

describe('what is asked for', () => {
  test('of a small fleet without asking: everything, with what the process says of itself', async () => {
    const series = await scrape('');
    expect(named(series, 'certfleet_scrape_collected').map(({ value }) => value)).toEqual(COLLECTORS.map(() => 1));
    expect(named(series, 'certfleet_scrape_left_out_endpoints')[0]?.value).toBe(0);
    expect(new Set(named(series, 'certfleet_servers').map(({ labels }) => labels['org']))).toEqual(
      new Set(['contoso', 'fabrikam', 'empty', 'switching', 'displaced', 'behind', 'counted']),
    );
    expect(named(series, 'certfleet_process_resident_memory_bytes')).toHaveLength(1);
  });

  test('of a large fleet: what stays few, and how much was left out', async () => {
    const more = SMALL_FLEET + 1;
    await api.db.transaction(async (db) => {
      await db.query(`select set_config('certfleet.organization', '*', true)`);
      await db.query(`insert into certfleet.binding
        select (jsonb_populate_record(null::certfleet.binding, to_jsonb(b) || jsonb_build_object('server', 's' || n))).*
        from (select * from certfleet.binding where organization = 'fabrikam' and selection is not null limit 1) b, generate_series(1, ${more}) n`);
    });
    const series = await scrape('?organization=fabrikam');
    const left = named(series, 'certfleet_scrape_collected').filter(({ value }) => value === 0);
    expect(left.map(({ labels }) => labels['collector'])).toEqual(['sources', 'presented', 'certificates']);
    expect(named(series, 'certfleet_scrape_left_out_endpoints')[0]?.value).toBeGreaterThan(SMALL_FLEET);
    expect(named(series, 'certfleet_presented_info')).toEqual([]);
    const asked = await scrape('?organization=fabrikam&collect[]=presented');
    expect(named(asked, 'certfleet_presented_info').length).toBeGreaterThanOrEqual(more);
    const all = await scrape('?collect[]=presented');
    expect(named(all, 'certfleet_presented_info').length).toBeGreaterThan(
      named(asked, 'certfleet_presented_info').length,
    );
  });

  test('every metric that the groups name is told, and no other', async () => {
    const { text } = await api.ask(
      `/metrics?organization=contoso&${COLLECTORS.map((one) => `collect[]=${one}`).join('&')}`,
    );
    const told = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(told.slice(1)).toEqual(
      ALL_COLLECTORS.flatMap(({ metrics }) => metrics.map(({ name, type }) => `${name} ${type}`)),
    );
  });

  test.each(['collect[]=everything', 'collect=summary', 'collect[]=', 'organization=../etc'])(
    'is refused where it cannot be meant: %s',
    async (query) => expect((await api.ask(`/metrics?${query}`)).status).toBe(400),
  );

  test('of an organization that does not exist: a misspelt scrape must not look healthy', async () => {
    expect((await api.ask('/metrics?organization=unheard-of')).status).toBe(404);
  });
});

describe('who asks', () => {
  test('a token of one organization sees that one, and nothing of the process', async () => {
    const token = await api.grant({ organization: 'contoso', name: 'prometheus', role: 'reader' });
    const series = await scrape('', token);
    const organizations = new Set(series.flatMap(({ labels }) => labels['org'] ?? []));
    expect([...organizations]).toEqual(['contoso']);
    expect(series.filter(({ name }) => name.startsWith('certfleet_process_'))).toEqual([]);
    expect((await api.ask('/metrics?organization=fabrikam', { token })).status).toBe(403);
  });
  test('the machine itself may narrow to one organization', async () => {
    const series = await scrape('?organization=empty', null);
    expect(new Set(series.flatMap(({ labels }) => labels['org'] ?? []))).toEqual(new Set(['empty']));
  });
  test('a collector does not read', async () => {
    const token = await api.grant({ organization: 'contoso', name: 'collector', role: 'collector' });
    expect((await api.ask('/metrics', { token })).status).toBe(403);
  });
});
