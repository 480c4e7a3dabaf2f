import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { SEVERITIES } from '#libs/rules/finding.js';
import type { Measures } from '#libs/store/queries/measures.js';

/** Of this process: memory, processor, event loop. One registry for all servers that a process may run. */
const process = new Registry();
let collecting = false;

/** The text that Prometheus reads. Counts of organizations are asked for at each scrape, so that every process says the same. */
export async function exposition(measures: Measures, now: Date): Promise<string> {
  if (!collecting) collectDefaultMetrics({ register: process, prefix: 'certfleet_' });
  collecting = true;
  const fleet = new Registry();
  const gauge: NewGauge = (name, help, labelNames) =>
    new Gauge({ name: `certfleet_${name}`, help, labelNames: [...labelNames], registers: [fleet] });
  const secondsSince = (instant: Date) => Math.max(0, (now.getTime() - instant.getTime()) / 1000);

  const head = gauge('log_position', 'Position of the last event of the log', ['organization']);
  const lag = gauge('projection_lag_events', 'Events that the projection has not taken in yet', ['organization']);
  const recorded = gauge('log_last_recorded_seconds', 'Seconds since the last event was recorded', ['organization']);
  for (const row of measures.organizations) {
    const { organization } = row;
    head.set({ organization }, Number(row.head));
    lag.set({ organization }, Number(row.head) - Number(row.position ?? 0));
    if (row.lastRecordedAt !== null) recorded.set({ organization }, secondsSince(row.lastRecordedAt));
  }

  const inbox = gauge('inbox_rows', 'What was received, by what became of it', ['organization', 'state']);
  const waiting = gauge('inbox_oldest_queued_seconds', 'Age of the oldest row that waits', ['organization']);
  for (const { organization, state, rows, oldestSeconds } of measures.inbox) {
    inbox.set({ organization, state }, Number(rows));
    if (state === 'queued') waiting.set({ organization }, oldestSeconds);
  }

  const endpoints = gauge('endpoints', 'Endpoints by what they do now', ['organization', 'outcome']);
  for (const { organization, outcome, endpoints: count } of measures.outcomes)
    endpoints.set({ organization, outcome }, Number(count));

  const findings = gauge('findings', 'Findings that stand, by severity', ['organization', 'severity']);
  for (const { organization, severity, count } of findingsOf(measures)) findings.set({ organization, severity }, count);

  reliance(measures, gauge);

  const servers = gauge('servers', 'Servers known', ['organization']);
  const silent = gauge(
    'server_oldest_word_seconds',
    'Seconds since the server was heard of that is silent the longest',
    ['organization'],
  );
  for (const { organization, servers: count, oldestSeenAt } of measures.servers) {
    servers.set({ organization }, Number(count));
    if (oldestSeenAt !== null) silent.set({ organization }, secondsSince(oldestSeenAt));
  }
  return `${await process.metrics()}\n${await fleet.metrics()}`;
}

type NewGauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) => Gauge<L>;

/** How far those can be relied on who tell. What is unknown is left out. */
function reliance({ sources }: Measures, gauge: NewGauge): void {
  const missing = gauge('events_missing', 'Events that sources numbered and that never came', ['organization']);
  const gaps = gauge('gaps', 'Holes in what sources number', ['organization']);
  const clocks = gauge('clock_suspect_servers', 'Servers whose clocks, or those of who report on them, are off', [
    'organization',
  ]);
  for (const { organization, ...counted } of sources) {
    if (counted.missing !== null) missing.set({ organization }, counted.missing);
    if (counted.gaps !== null) gaps.set({ organization }, counted.gaps);
    clocks.set({ organization }, counted.suspectClocks);
  }
}

/** Of each severity in each organization: that there is none is said too, so that a resolved one does not stay the last word. */
function findingsOf({ servers, findings }: Measures) {
  const none = servers.flatMap(({ organization }) =>
    SEVERITIES.map((severity) => ({ organization, severity, count: 0 })),
  );
  return [...none, ...findings.map(({ findings: count, ...where }) => ({ ...where, count: Number(count) }))];
}
