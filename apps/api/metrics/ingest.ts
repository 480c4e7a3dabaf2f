import { type InboxCount, inboxCounts, oldestWaiting } from '#libs/store/queries/metrics/inbox-counts.js';
import { heads } from '#libs/store/queries/metrics/log-counts.js';
import type { Collector, Scope } from './collector.js';
import { counter, family, gauge, type Sample } from './metric.js';
import { OVERWRITE_KINDS } from './overwrites.js';

const UPLOADS = counter('certfleet_ingest_uploads_total', 'Uploads by how they ended', ['org', 'result']);
const EVENTS = counter('certfleet_ingest_events_total', 'Events in uploads, by how the upload ended', [
  'org',
  'result',
]);
const QUEUED = gauge('certfleet_ingest_queued', 'Uploads that wait', ['org']);
const OLDEST = gauge('certfleet_ingest_oldest_queued_timestamp_seconds', 'Since when the oldest upload waits', ['org']);
const CHANGES = counter(
  'certfleet_changes_total',
  'Events of the log that tell of a change, by type and kind of actor',
  ['org', 'kind', 'actor_kind'],
);
const OVERWRITES = counter(
  'certfleet_default_smtp_overwrites_total',
  'Times that the default SMTP certificate is told to have been overwritten',
  ['org', 'forced', 'risk'],
);
const UNCOUNTED = gauge(
  'certfleet_log_uncounted_events',
  'Events of the log that the counters do not hold yet: they are told when it is zero',
  ['org'],
);

const ENDINGS = ['recorded', 'duplicate', 'conflict', 'quarantined'];
/** What counting may take of a scrape; the rest is counted at the next one. */
const COUNTING_MS = 2_000;

/** What came in, and what the log tells of changes. */
export const ingest: Collector = {
  name: 'ingest',
  bounded: true,
  metrics: [UPLOADS, EVENTS, QUEUED, OLDEST, CHANGES, OVERWRITES, UNCOUNTED],
  async *collect(scope) {
    const { logs, uploads, waiting } = await scope.ask(async (db) => ({
      logs: await heads(db, scope.organization),
      uploads: await inboxCounts(db, scope.organization),
      waiting: await oldestWaiting(db, scope.organization),
    }));
    const organizations = logs.map(({ organization }) => organization);
    const known = new Map(uploads.map((row) => [`${row.state} ${row.organization}`, row]));
    const count = (state: string, organization: string, column: 'uploads' | 'events') =>
      known.get(`${state} ${organization}`)?.[column] ?? 0;
    const ended = (column: keyof Pick<InboxCount, 'uploads' | 'events'>) =>
      organizations.flatMap((one) => ENDINGS.map((state): Sample => [[one, state], count(state, one, column)]));
    yield family(UPLOADS, ended('uploads'));
    yield family(EVENTS, ended('events'));
    yield family(
      QUEUED,
      organizations.map((one): Sample => [[one], count('queued', one, 'uploads')]),
    );
    yield family(
      OLDEST,
      waiting.map((row): Sample => [[row.organization], row.oldest]),
    );
    yield* ofTheLog(scope, logs);
  },
};

/** A counter that does not hold the whole log is not told: it would jump when it does, and pass for something that just happened. */
async function* ofTheLog(
  { counts }: Scope,
  logs: readonly { readonly organization: string; readonly head: number }[],
): AsyncGenerator<string, void> {
  const deadline = performance.now() + COUNTING_MS;
  const changes: Sample[] = [];
  const overwrites: Sample[] = [];
  const uncounted: Sample[] = [];
  for (const { organization, head } of logs) {
    const counted = await counts.upTo(organization, head, deadline);
    uncounted.push([[organization], Math.max(0, head - counted.position)]);
    if (counted.position < head) continue;
    for (const [key, count] of counted.changes) changes.push([[organization, ...key.split(' ')], count]);
    for (const { forced, risk } of OVERWRITE_KINDS)
      overwrites.push([[organization, forced, risk], counted.overwrites.get(`${forced} ${risk}`) ?? 0]);
  }
  yield family(CHANGES, changes);
  yield family(OVERWRITES, overwrites);
  yield family(UNCOUNTED, uncounted);
}
