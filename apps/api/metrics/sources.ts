import { sourcesPage } from '#libs/store/queries/metrics/sources.js';
import type { Collector } from './collector.js';
import { gauge, pagedFamily, type Sample } from './metric.js';
import { pages, sampled } from './pages.js';

/** As the lists have it where nothing else is asked for. */
export const SILENT_DAYS = 3;
const SILENT_SECONDS = SILENT_DAYS * 86_400;

const UP = gauge(
  'certfleet_source_up',
  `1: something was heard of the server within the last ${SILENT_DAYS} days; 0: it is silent`,
  ['org', 'server'],
);
const LAST_SEEN = gauge(
  'certfleet_source_last_seen_timestamp_seconds',
  'When something was last heard of the server: an inventory or an event, by the clock of what happened',
  ['org', 'server'],
);

/** Whether the servers are heard of: two series for each. */
export const sources: Collector = {
  name: 'sources',
  bounded: false,
  metrics: [UP, LAST_SEEN],
  async *collect(scope) {
    const since = scope.now.getTime() / 1000 - SILENT_SECONDS;
    yield* pagedFamily(
      UP,
      sampled(pages(scope, sourcesPage), ({ organization, server, lastSeen }): Sample[] => [
        [[organization, server], lastSeen !== null && lastSeen >= since ? 1 : 0],
      ]),
    );
    yield* pagedFamily(
      LAST_SEEN,
      sampled(pages(scope, sourcesPage), ({ organization, server, lastSeen }): Sample[] =>
        lastSeen === null ? [] : [[[organization, server], lastSeen]],
      ),
    );
  },
};
