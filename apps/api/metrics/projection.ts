import { progressOfAll } from '#libs/store/queries/metrics/progress-of-all.js';
import type { Collector } from './collector.js';
import { family, gauge, type Sample } from './metric.js';

const HEAD = gauge('certfleet_log_position', 'Position of the last event of the log', ['org']);
const RECORDED = gauge('certfleet_log_last_recorded_timestamp_seconds', 'When the last event was recorded', ['org']);
const POSITION = gauge('certfleet_projection_position', 'Position of the log up to which answers are complete', [
  'org',
]);
const LAG = gauge('certfleet_projection_lag_events', 'Events that the projection has not taken in yet', ['org']);

/** How far logs and projections have come. */
export const projection: Collector = {
  name: 'projection',
  bounded: true,
  metrics: [HEAD, RECORDED, POSITION, LAG],
  async *collect(scope) {
    const rows = await scope.ask((db) => progressOfAll(db, scope.organization));
    yield family(
      HEAD,
      rows.map((row): Sample => [[row.organization], row.head]),
    );
    yield family(
      RECORDED,
      rows.flatMap((row): Sample[] => (row.recordedAt === null ? [] : [[[row.organization], row.recordedAt]])),
    );
    yield family(
      POSITION,
      rows.map((row): Sample => [[row.organization], row.position]),
    );
    yield family(
      LAG,
      rows.map((row): Sample => [[row.organization], row.head - row.position]),
    );
  },
};
