import { relianceOfAll } from '#libs/store/queries/metrics/reliance.js';
import type { Collector } from './collector.js';
import { family, gauge, type Sample } from './metric.js';

const MISSING = gauge('certfleet_events_missing', 'Events that sources numbered and that never came', ['org']);
const GAPS = gauge('certfleet_gaps', 'Holes in what sources number', ['org']);
const CLOCKS = gauge(
  'certfleet_clock_suspect_servers',
  'Servers whose clocks, or those of who report on them, are off',
  ['org'],
);

/** How far those can be relied on who tell. */
export const reliance: Collector = {
  name: 'reliance',
  bounded: true,
  metrics: [MISSING, GAPS, CLOCKS],
  async *collect({ ask, organization, now }) {
    const all = await ask((db) => relianceOfAll(db, organization, now));
    yield family(
      MISSING,
      all.flatMap((row): Sample[] => (row.missing === null ? [] : [[[row.organization], row.missing]])),
    );
    yield family(
      GAPS,
      all.flatMap((row): Sample[] => (row.gaps === null ? [] : [[[row.organization], row.gaps]])),
    );
    yield family(
      CLOCKS,
      all.map((row): Sample => [[row.organization], row.suspectClocks]),
    );
  },
};
