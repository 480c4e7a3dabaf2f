import { COUNTED_OUTCOMES } from '#libs/store/alerts/deliveries.js';
import { deliveryCounts, waitingDeliveries } from '#libs/store/queries/metrics/notifications.js';
import type { Collector } from './collector.js';
import { counter, family, gauge, type Sample } from './metric.js';

const DELIVERIES = counter(
  'certfleet_notification_deliveries_total',
  'Tries to deliver a message, by channel and what came of it; zero is said too',
  ['org', 'channel', 'outcome'],
);
const WAITING = gauge('certfleet_notification_waiting', 'Messages that are not delivered yet', ['org', 'channel']);
const OLDEST = gauge(
  'certfleet_notification_oldest_waiting_timestamp_seconds',
  'Since when the oldest message that is not delivered waits; no sample: none waits',
  ['org', 'channel'],
);

/** Whether people are told. */
export const notifications: Collector = {
  name: 'notifications',
  bounded: true,
  metrics: [DELIVERIES, WAITING, OLDEST],
  async *collect(scope) {
    const { counts, channels } = await scope.ask(async (db) => ({
      counts: await deliveryCounts(db, scope.organization),
      channels: await waitingDeliveries(db, scope.organization),
    }));
    const keyOf = (...parts: readonly string[]) => JSON.stringify(parts);
    const tries = new Map(counts.map((row) => [keyOf(row.organization, row.channel, row.outcome), row.tries]));
    yield family(
      DELIVERIES,
      channels.flatMap(({ organization, channel }) =>
        COUNTED_OUTCOMES.map((outcome): Sample => [
          [organization, channel, outcome],
          tries.get(keyOf(organization, channel, outcome)) ?? 0,
        ]),
      ),
    );
    yield family(
      WAITING,
      channels.map(({ organization, channel, waiting }): Sample => [[organization, channel], waiting]),
    );
    yield family(
      OLDEST,
      channels.flatMap(({ organization, channel, oldest }): Sample[] =>
        oldest === null ? [] : [[[organization, channel], oldest]],
      ),
    );
  },
};
