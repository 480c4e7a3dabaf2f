import autocannon from 'autocannon';
import { pino } from 'pino';
import { newToken } from '#libs/store/tokens.js';
import { startApi } from '../../apps/api/api.js';
import { rounded } from '../harness/row.js';
import { slopeText } from '../harness/statistics.js';
import { FLEET, type LargeFleet, serverName } from '../large-fleet/load.js';

const CLIENTS = [1, 32];
const WEEK = 7 * 86_400_000;

interface Asked {
  readonly title: string;
  readonly path: string;
  readonly commands?: readonly object[];
}

/** What so many clients, who ask one thing after the other, met with. */
export interface Answered {
  readonly title: string;
  readonly servers: number;
  readonly clients: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  readonly failed: number;
}

function questions({ servers, events, until }: LargeFleet): readonly Asked[] {
  const server = `${serverName(Math.floor(servers / 2))}.corp.contoso.com`;
  const then = new Date(until - (events / 2) * WEEK + WEEK / 2).toISOString();
  const command = { cmdlet: 'Enable-ExchangeCertificate', server, thumbprint: 'A'.repeat(40), services: ['SMTP'] };
  return [
    { title: 'first page of bindings', path: '/bindings' },
    { title: 'first page of bindings, filtered', path: '/bindings?where=role:starttls%20outcome:presented' },
    { title: 'first page as of another time', path: `/bindings?asOf=${then}` },
    { title: 'one server', path: `/servers/${server}` },
    { title: 'one server as of another time', path: `/servers/${server}?asOf=${then}` },
    { title: 'a plan', path: '/plans', commands: [{ ...command, answer: 'no' }] },
  ];
}

/** Asks everything over HTTP, by one client and by many. */
export async function answersOf(appUrl: string, fleet: LargeFleet, seconds: number): Promise<readonly Answered[]> {
  const token = newToken();
  const settings = { host: '127.0.0.1', port: 0, databaseUrl: appUrl, administratorToken: token };
  const api = await startApi(settings, pino({ level: 'silent' }));
  const answered: Answered[] = [];
  try {
    for (const { title, path, commands } of questions(fleet))
      for (const clients of CLIENTS) {
        const request = {
          url: `${api.url}/api/v1${path}${path.includes('?') ? '&' : '?'}organization=${FLEET}`,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(commands !== undefined && ({ method: 'POST', body: JSON.stringify({ commands, asOf: null }) } as const)),
        };
        const duration = durationOf(await secondsOf(request), clients, seconds);
        const { latency, requests, non2xx, errors } = await autocannon({
          ...request,
          connections: clients,
          duration,
          timeout: 60,
          workers: 1,
        });
        const told = { p50: latency.p50, p99: latency.p99, perSecond: requests.average, failed: non2xx + errors };
        answered.push({ title, servers: fleet.servers, clients, ...told });
      }
  } finally {
    await api.close();
  }
  return answered;
}

/** How long one answer takes, behind whatever was left under way before. */
async function secondsOf({ url, ...request }: { readonly url: string } & RequestInit): Promise<number> {
  const from = performance.now();
  await (await fetch(url, request)).arrayBuffer();
  return (performance.now() - from) / 1000;
}

const MOST_SECONDS = 45;

/** Long enough that each client has an answer, if they get them one after the other. */
function durationOf(one: number, clients: number, least: number): number {
  return Math.ceil(Math.min(MOST_SECONDS, Math.max(least, 2 * one * clients)));
}

/** A line for each question and number of clients, with all sizes in it, and the power of the number of servers that an answer's time grows with. */
export function answerTable(sizes: readonly number[], answered: readonly Answered[]): readonly string[] {
  const lines = new Map<string, Answered[]>();
  for (const one of answered) {
    const key = `${one.title} | ${one.clients}`;
    lines.set(key, [...(lines.get(key) ?? []), one]);
  }
  const heads = sizes.map((servers) => `${rounded(servers)} servers: p50, p99 ms; requests/s`);
  return [
    `| question | clients | ${heads.join(' | ')} | grows with the power |`,
    `|---|---|${sizes.map(() => '---|').join('')}---|`,
    ...[...lines].map(([key, own]) => {
      // The median is told in whole milliseconds, the rate is not.
      const took = own.map(({ servers, perSecond }) => ({ size: servers, value: 1 / perSecond }));
      return `| ${key} | ${own.map(cellOf).join(' | ')} | ${slopeText(took)} |`;
    }),
  ];
}

function cellOf({ p50, p99, perSecond, failed }: Answered): string {
  const wrong = failed === 0 ? '' : ` (${failed} failed)`;
  return `${rounded(p50)}, ${rounded(p99)}; ${rounded(perSecond)}${wrong}`;
}
