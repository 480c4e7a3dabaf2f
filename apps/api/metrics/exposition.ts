import { endpointCount } from '#libs/store/queries/metrics/endpoint-count.js';
import { type CollectorName, type Scope } from './collector.js';
import { ALL_COLLECTORS } from './collectors.js';
import { family, gauge, type Sample } from './metric.js';
import { processMetrics } from './process-metrics.js';

/** Up to so many endpoints everything is told without being asked for: some 15,000 series. */
export const SMALL_FLEET = 2_500;

export const COLLECTED = gauge(
  'certfleet_scrape_collected',
  '1: this group of metrics is in this answer; 0: it was left out, because others were asked for or the fleet is large',
  ['collector'],
);
export const LEFT_OUT = gauge(
  'certfleet_scrape_left_out_endpoints',
  'Endpoints whose series were left out because nothing was asked for and they are many; ask with collect[]',
  [],
);

export interface Scrape {
  readonly scope: Scope;
  /** The groups asked for; undefined: what is reasonable. */
  readonly asked: readonly CollectorName[] | undefined;
  /** With what is told of the process that answers, which is no organization's. */
  readonly ofTheProcess: boolean;
}

/** The text that Prometheus reads, piece by piece. It ends early, without its end, when reading fails: no part passes for the whole. */
export async function* exposition({ scope, asked, ofTheProcess }: Scrape): AsyncGenerator<string, void> {
  const endpoints = await scope.ask((db) => endpointCount(db, scope.organization, SMALL_FLEET + 1));
  const isSmall = endpoints <= SMALL_FLEET;
  const chosen = ALL_COLLECTORS.filter(({ name, bounded }) =>
    asked === undefined ? bounded || isSmall : asked.includes(name),
  );
  yield family(
    COLLECTED,
    ALL_COLLECTORS.map((one): Sample => [[one.name], chosen.includes(one) ? 1 : 0]),
  );
  if (asked === undefined)
    yield family(LEFT_OUT, [[[], isSmall ? 0 : await scope.ask((db) => endpointCount(db, scope.organization, null))]]);
  for (const { collect } of chosen) yield* collect(scope);
  if (ofTheProcess) yield processMetrics();
}
