import { SEVERITIES } from '#libs/rules/finding.js';
import {
  findingCounts,
  type PresentedCounts,
  presentedCounts,
  sourceCounts,
} from '#libs/store/queries/metrics/summary.js';
import type { Collector, Scope } from './collector.js';
import { family, gauge, type Sample } from './metric.js';
import { SILENT_DAYS } from './sources.js';

const DAYS = [7, 14, 30, 90];
/** The ceiling of "soon", which docs/prometheus-alerts.yml has too. */
const CEILING_DAYS = 21;

const SERVERS = gauge('certfleet_servers', 'Servers known', ['org']);
const SILENT = gauge(
  'certfleet_sources_silent',
  `Servers of which nothing was heard for ${SILENT_DAYS} days, or ever`,
  ['org'],
);
const OLDEST = gauge(
  'certfleet_sources_oldest_last_seen_timestamp_seconds',
  'When the server was heard of that is silent the longest',
  ['org'],
);
const ENDPOINTS = gauge('certfleet_endpoints', 'Endpoints by what they do now', ['org', 'outcome']);
const EARLIEST = gauge(
  'certfleet_presented_earliest_not_after_timestamp_seconds',
  'When the first of the certificates presented now ends or ended',
  ['org'],
);
const EXPIRED = gauge('certfleet_presented_expired', 'Endpoints that present an expired certificate', ['org']);
const EXPIRING = gauge(
  'certfleet_presented_expiring',
  'Endpoints whose certificate, not expired, ends within the time that the label names',
  ['org', 'within'],
);
const SOON = gauge(
  'certfleet_presented_expiring_soon',
  `Endpoints whose certificate, not expired, has less than ${CEILING_DAYS} days left and less than a third of its lifetime`,
  ['org'],
);
const SWITCHING = gauge(
  'certfleet_presented_switching',
  'Endpoints whose answer time alone changes within the time that the label names',
  ['org', 'within'],
);
const STANDING = gauge('certfleet_findings_standing', 'Findings that stand, by severity; zero is said too', [
  'org',
  'severity',
]);

/** Each organization in numbers: some thirty series, however many servers it has. */
export const summary: Collector = {
  name: 'summary',
  bounded: true,
  metrics: [SERVERS, SILENT, OLDEST, ENDPOINTS, EARLIEST, EXPIRED, EXPIRING, SOON, SWITCHING, STANDING],
  async *collect(scope) {
    const sources = await scope.ask((db) => sourceCounts(db, scope.organization, SILENT_DAYS));
    yield family(
      SERVERS,
      sources.map((row): Sample => [[row.organization], row.servers]),
    );
    yield family(
      SILENT,
      sources.map((row): Sample => [[row.organization], row.silent]),
    );
    yield family(
      OLDEST,
      sources.flatMap((row): Sample[] => (row.oldest === null ? [] : [[[row.organization], row.oldest]])),
    );
    yield* presentedFamilies(scope);
    const standing = await scope.ask((db) => findingCounts(db, scope.organization));
    const sums = new Map<string, number>();
    for (const { organization, severity, findings } of standing)
      sums.set(`${severity} ${organization}`, (sums.get(`${severity} ${organization}`) ?? 0) + findings);
    yield family(
      STANDING,
      sources.flatMap(({ organization }) =>
        SEVERITIES.map((severity): Sample => [[organization, severity], sums.get(`${severity} ${organization}`) ?? 0]),
      ),
    );
  },
};

async function* presentedFamilies(scope: Scope): AsyncGenerator<string, void> {
  const counts = await scope.ask((db) =>
    presentedCounts(db, scope.organization, { days: DAYS, ceilingDays: CEILING_DAYS }),
  );
  yield family(
    ENDPOINTS,
    counts.map((row): Sample => [[row.organization, row.outcome], row.endpoints]),
  );
  const presented = counts.filter(({ outcome }) => outcome === 'PRESENTED');
  yield family(
    EARLIEST,
    presented.flatMap((row): Sample[] => (row.earliest === null ? [] : [[[row.organization], row.earliest]])),
  );
  yield family(
    EXPIRED,
    presented.map((row): Sample => [[row.organization], row.expired]),
  );
  yield family(
    EXPIRING,
    presented.flatMap((row) => byWindow(row.organization, row.expiring)),
  );
  yield family(
    SOON,
    presented.map((row): Sample => [[row.organization], row.expiringSoon]),
  );
  yield family(SWITCHING, switching(counts));
}

/** Of endpoints of all outcomes together. */
function switching(counts: readonly PresentedCounts[]): Sample[] {
  const sums = new Map<string, readonly number[]>();
  for (const { organization, switching: windows } of counts) {
    const known = sums.get(organization);
    sums.set(
      organization,
      windows.map((count, index) => count + (known?.[index] ?? 0)),
    );
  }
  return [...sums].flatMap(([organization, windows]) => byWindow(organization, windows));
}

function byWindow(organization: string, counts: readonly number[]): Sample[] {
  return counts.map((count, index): Sample => [[organization, `${DAYS[index]}d`], count]);
}
