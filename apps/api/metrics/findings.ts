import { findingCounts } from '#libs/store/queries/metrics/summary.js';
import type { Collector } from './collector.js';
import { family, gauge, type Sample } from './metric.js';

const FINDINGS = gauge('certfleet_findings', 'Findings that stand, by rule; no sample: none', [
  'org',
  'code',
  'severity',
]);

/** What is wrong, by rule. */
export const findings: Collector = {
  name: 'findings',
  bounded: true,
  metrics: [FINDINGS],
  async *collect(scope) {
    const counts = await scope.ask((db) => findingCounts(db, scope.organization));
    yield family(
      FINDINGS,
      counts.map((row): Sample => [[row.organization, row.rule, row.severity], row.findings]),
    );
  },
};
