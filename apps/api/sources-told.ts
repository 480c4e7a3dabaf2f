import { gapsBetween, gapWords, type Gap } from '#libs/fleet/gaps.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { Transaction } from '#libs/store/database.js';
import { clockOfServer } from '#libs/store/queries/clocks.js';
import { countedRanges, countingSources } from '#libs/store/queries/counts.js';
import { streamsOf } from '#libs/store/queries/histories.js';
import { recordedAt } from '#libs/store/queries/recorded-at.js';
import { ambiguousState } from './ambiguous-state.js';

/** More gaps than these of one source are told by their number. */
export const MOST_GAPS = 100;

export interface Told {
  /** As it is answered. */
  readonly state: ServerState;
  readonly asOf?: string | undefined;
  readonly knownAt?: number | undefined;
  readonly now: Date;
}

/**
 * Whether what is told of a server can be relied on: which of its sources' events never came, whether their clock is right, and
 * what nobody can tell. The first two are about what was received, so they are told as it was known, whatever instant the answer is about.
 */
export async function sourcesTold(
  db: Transaction,
  organization: string,
  server: string,
  { state, asOf, knownAt, now }: Told,
) {
  const streams = (await streamsOf(db, organization, [server])).get(server)?.streams ?? [];
  const clock = await clockOfServer(db, organization, { streams, knownAt });
  const ambiguous = await ambiguousState(db, organization, state, { streams, asOf, knownAt });
  const sources = await countingSources(db, organization, streams);
  if (sources.length === 0) return { gaps: [], clock, ambiguous };
  // As long as the log ended there.
  const then = knownAt === undefined ? null : await recordedAt(db, organization, knownAt + 1);
  const gaps = gapsBetween(await countedRanges(db, organization, { sources, knownAt }), then ?? now.toISOString());
  return { gaps: gaps.slice(0, MOST_GAPS).map(told), clock, ambiguous };
}

/** A gap as answers carry it. */
export function told(gap: Gap) {
  return { ...gap, what: gapWords(gap) };
}
