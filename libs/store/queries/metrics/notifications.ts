import type { Transaction } from '../../database.js';

export interface DeliveryCount {
  readonly organization: string;
  readonly channel: string;
  readonly outcome: string;
  readonly tries: number;
}

/** How often deliveries through each channel came to what end. */
export async function deliveryCounts(db: Transaction, organization: string | null): Promise<DeliveryCount[]> {
  const rows = await db.query<Omit<DeliveryCount, 'tries'> & { tries: string }>(
    `select organization, channel, outcome, tries from certfleet.alert_delivery_count
     where $1::text is null or organization = $1 order by organization, channel, outcome`,
    [organization],
  );
  return rows.map((row) => ({ ...row, tries: Number(row.tries) }));
}

export interface ChannelWaiting {
  readonly organization: string;
  readonly channel: string;
  readonly waiting: number;
  /** Seconds since 1970; null: nothing waits. */
  readonly oldest: number | null;
}

/** What waits to be delivered through each channel: tries included that are put off. */
export async function waitingDeliveries(db: Transaction, organization: string | null): Promise<ChannelWaiting[]> {
  const rows = await db.query<Omit<ChannelWaiting, 'waiting' | 'oldest'> & { waiting: string; oldest: string | null }>(
    `select c.organization, c.name as channel, count(d.message_id) as waiting, extract(epoch from min(d.made_at)) as oldest
     from certfleet.alert_channel c
     left join certfleet.alert_delivery d on d.organization = c.organization and d.channel = c.name and d.state = 'due'
     where $1::text is null or c.organization = $1
     group by c.organization, c.name order by c.organization, c.name`,
    [organization],
  );
  return rows.map(({ waiting, oldest, ...row }) => ({
    ...row,
    waiting: Number(waiting),
    oldest: oldest === null ? null : Number(oldest),
  }));
}
