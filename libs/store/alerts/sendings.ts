import type { Resend } from '#libs/channels/channel.js';
import type { DataSource } from 'typeorm';
import { inOrganization, type Transaction } from '../database.js';
import type { DueDelivery } from './deliveries.js';

/** When something was last sent through each of these channels, tries included, within so long; without the deliveries that are in hand. */
export async function recentSendings(
  db: DataSource,
  organization: string,
  { withinMs, inHand }: { readonly withinMs: number; readonly inHand: readonly DueDelivery[] },
): Promise<ReadonlyMap<string, readonly number[]>> {
  const channels = [...new Set(inHand.map(({ channel }) => channel))];
  const rows = await inOrganization(db, organization, (inside) =>
    inside.query<{ channel: string; at: Date }>(
      `select d.channel, d.last_tried_at as at from certfleet.alert_delivery d
       left join unnest($4::uuid[], $5::text[]) as h (message_id, channel) using (message_id, channel)
       where d.organization = $1 and d.channel = any($2::text[]) and h.message_id is null
         and d.last_tried_at > clock_timestamp() - make_interval(secs => $3::float8 / 1000)`,
      [
        organization,
        channels,
        withinMs,
        inHand.map(({ messageId }) => messageId),
        inHand.map(({ channel }) => channel),
      ],
    ),
  );
  const found = new Map<string, number[]>();
  for (const { channel, at } of rows) found.set(channel, [...(found.get(channel) ?? []), at.getTime()]);
  return found;
}

/** Puts a delivery off that its channel has no room for yet; that was no try. */
export function putOff(
  db: DataSource,
  organization: string,
  { messageId, channel, attempt }: DueDelivery,
  at: number,
): Promise<unknown> {
  return inOrganization(db, organization, (inside) =>
    inside.query(
      `update certfleet.alert_delivery set due_at = $5::timestamptz, leased_until = null, attempts = attempts - 1,
         first_tried_at = case when attempts > 1 then first_tried_at end, last_tried_at = case when attempts > 1 then last_tried_at end
       where organization = $1 and message_id = $2 and channel = $3 and attempts = $4 and state = 'due'`,
      [organization, messageId, channel, attempt, new Date(at).toISOString()],
    ),
  );
}

/** Organizations with a channel of these kinds: a declared question of the provider, asked by the deliverers. */
export async function organizationsWith(db: Transaction, kinds: readonly string[]): Promise<readonly string[]> {
  const rows = await db.query<{ organization: string }>(
    `select distinct organization from certfleet.alert_channel where enabled and kind = any($1::text[]) order by organization`,
    [kinds],
  );
  return rows.map(({ organization }) => organization);
}

/**
 * Makes the last message of every open group due again through channels of a kind whose receiver forgets, and that of a group which has ended for
 * some time after its end.
 */
export async function resendThrough(
  db: DataSource,
  organization: string,
  kind: string,
  { everyMs, afterEndMs }: Resend,
): Promise<void> {
  await inOrganization(db, organization, (inside) =>
    inside.query(
      `with last as (
         select distinct on (d.group_id, d.channel) d.message_id, d.channel, d.state, d.finished_at, m.made_at, g.is_open
         from certfleet.alert_channel c
         join certfleet.alert_delivery d on d.organization = $1 and d.channel = c.name
         join certfleet.alert_group g on g.organization = $1 and g.group_id = d.group_id
         join certfleet.alert_message m on m.organization = $1 and m.message_id = d.message_id
         where c.organization = $1 and c.kind = $2 and c.enabled
           and (g.is_open or m.made_at > clock_timestamp() - make_interval(secs => $4::float8 / 1000))
         order by d.group_id, d.channel, d.sequence desc)
       update certfleet.alert_delivery d set state = 'due', due_at = clock_timestamp(), attempts = 0, first_tried_at = null
       from last l
       where d.organization = $1 and d.message_id = l.message_id and d.channel = l.channel and l.state = 'delivered'
         and l.finished_at <= clock_timestamp() - make_interval(secs => $3::float8 / 1000)
         and (l.is_open or l.made_at > clock_timestamp() - make_interval(secs => $4::float8 / 1000))`,
      [organization, kind, everyMs, afterEndMs],
    ),
  );
}
