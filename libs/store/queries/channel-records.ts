import type { Transaction } from '../database.js';

/** What became of the messages of one channel, of late. */
export interface ChannelRecord {
  readonly channel: string;
  /** Since the beginning of the time that is looked at. */
  readonly delivered: number;
  readonly undelivered: number;
  /** Still to be delivered, whenever they were made. */
  readonly due: number;
  /** Of those, how many were tried in vain. */
  readonly triedInVain: number;
  readonly lastDeliveredAt: string | null;
  /** The newest ones. */
  readonly last: readonly ChannelDelivery[];
}

export interface ChannelDelivery {
  /** Of the alerts that it tells of; null: a digest or a change. */
  readonly alert: string | null;
  readonly title: string;
  readonly messageState: string;
  readonly state: 'due' | 'delivered' | 'undelivered';
  readonly attempts: number;
  readonly madeAt: string;
  readonly lastTriedAt: string | null;
  readonly finishedAt: string | null;
  readonly detail: string | null;
}

interface Counted {
  readonly channel: string;
  readonly delivered: string;
  readonly undelivered: string;
  readonly due: string;
  readonly triedInVain: string;
  readonly lastDeliveredAt: Date | null;
}

interface DeliveryRow extends Omit<ChannelDelivery, 'madeAt' | 'lastTriedAt' | 'finishedAt'> {
  readonly channel: string;
  readonly madeAt: Date;
  readonly lastTriedAt: Date | null;
  readonly finishedAt: Date | null;
}

const LAST = 5;

/** One record for each channel that ever got a message since an instant, or has one to deliver. */
export async function channelRecords(
  db: Transaction,
  organization: string,
  since: string,
): Promise<readonly ChannelRecord[]> {
  const counted = await db.query<Counted>(
    `select channel, count(*) filter (where state = 'delivered') as delivered, count(*) filter (where state = 'undelivered') as undelivered,
       count(*) filter (where state = 'due') as due, count(*) filter (where state = 'due' and attempts > 0) as "triedInVain",
       max(finished_at) filter (where state = 'delivered') as "lastDeliveredAt"
     from certfleet.alert_delivery where organization = $1 and (made_at >= $2::timestamptz or state = 'due') group by channel order by channel`,
    [organization, since],
  );
  const last = await lastOf(db, organization, since);
  return counted.map(({ channel, lastDeliveredAt, ...counts }) => ({
    channel,
    delivered: Number(counts.delivered),
    undelivered: Number(counts.undelivered),
    due: Number(counts.due),
    triedInVain: Number(counts.triedInVain),
    lastDeliveredAt: lastDeliveredAt?.toISOString() ?? null,
    last: last.get(channel) ?? [],
  }));
}

async function lastOf(
  db: Transaction,
  organization: string,
  since: string,
): Promise<ReadonlyMap<string, readonly ChannelDelivery[]>> {
  const rows = await db.query<DeliveryRow>(
    `select n.channel, m.group_id as alert, m.message ->> 'title' as title, m.message ->> 'state' as "messageState", n.state, n.attempts,
       n.made_at as "madeAt", n.last_tried_at as "lastTriedAt", n.finished_at as "finishedAt", n.detail
     from (select d.*, row_number() over (partition by channel order by made_at desc, message_id) as place from certfleet.alert_delivery d
           where organization = $1 and (made_at >= $2::timestamptz or state = 'due')) n
     join certfleet.alert_message m on m.organization = $1 and m.message_id = n.message_id
     where n.place <= ${LAST} order by n.channel, n.place`,
    [organization, since],
  );
  const found = new Map<string, ChannelDelivery[]>();
  for (const { channel, madeAt, lastTriedAt, finishedAt, ...row } of rows) {
    const one = {
      ...row,
      madeAt: madeAt.toISOString(),
      lastTriedAt: lastTriedAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
    };
    found.set(channel, [...(found.get(channel) ?? []), one]);
  }
  return found;
}
