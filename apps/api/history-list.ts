import type { Transaction } from '#libs/store/database.js';
import {
  certificatesOf,
  countPresentedHistory,
  type PresentedLane,
  presentedHistory,
} from '#libs/store/queries/presented-history.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { otherTime } from './bindings-then.js';
import { keysOf, TwoTexts } from './cursor.js';
import { type Moment, page } from './list.js';
import type { HistoryQuery } from './params.js';
import { noServer } from './reads.js';
import { Refused } from './refused.js';

const DAY_MS = 86_400_000;
/** Without from and to: half a year back, and as far ahead as the forecast looks. */
const USUAL = { back: 182 * DAY_MS, ahead: 400 * DAY_MS };

/** What endpoints presented, present and will present in a stretch of time. */
export async function historyList(db: Transaction, organization: string, query: HistoryQuery, moment: Moment) {
  const now = moment.now.getTime();
  const from = query.from ?? new Date(now - USUAL.back).toISOString();
  const to = query.to ?? new Date(Math.max(now, Date.parse(from)) + USUAL.ahead).toISOString();
  if (to <= from)
    throw new Refused('bad-request', 'The time ends before it begins.', {
      errors: [{ parameter: 'to', message: 'must be after from' }],
    });
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const { endpoint, thumbprint, limit } = query;
  const { knownAt } = await otherTime(db, organization, { knownAt: query.knownAt }, moment);
  const filter = { from, to, knownAt, server, endpoint, thumbprint, changed: query.changed === 'true' };
  const list = `history ${query.from ?? ''} ${query.to ?? ''}`;
  const after = keysOf(list, query.cursor, TwoTexts);
  const lanes = await presentedHistory(db, organization, filter, { after, limit: limit + 1 });
  const about = {
    total: await countPresentedHistory(db, organization, filter),
    position: knownAt ?? moment.position,
    asOf: moment.now.toISOString(),
  };
  return {
    ...page(lanes, limit, { list, keys: ({ key }) => key, item: laneItem }, about),
    from,
    to,
    certificates: await certificatesOf(db, organization, lanes.slice(0, limit)),
  };
}

function laneItem({ server, endpoint, ranges, cut }: PresentedLane) {
  return { server, endpoint, ranges, cut };
}
