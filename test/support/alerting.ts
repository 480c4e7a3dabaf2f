import type { DataSource } from 'typeorm';
import type { Alert } from '#libs/alerts/alert.js';
import type { AlertMessage } from '#libs/alerts/message.js';
import { decide, DECIDING } from '#libs/store/alerts/decide.js';
import { saveChannel } from '#libs/store/alerts/channel-rows.js';
import { sweep } from '#libs/store/alerts/sweep.js';
import { tell } from '#libs/store/alerts/tell.js';
import { inOrganization } from '#libs/store/database.js';
import { type Lease, takeLease } from '#libs/store/lease.js';

export async function decidersLease(db: DataSource, organization: string): Promise<Lease> {
  const lease = await takeLease(db, organization, { name: DECIDING, holder: 'test', seconds: 600 });
  if (lease === null) throw new Error('somebody else decides');
  return lease;
}

/** Decides all that the projection has taken in, and compares what stands, as the decider would. */
export async function decideAll(db: DataSource, organization: string): Promise<void> {
  const lease = await decidersLease(db, organization);
  for (;;) {
    const decided = await decide(db, lease);
    if (decided === 'lost') throw new Error('the lease was lost');
    if (!decided.more) break;
  }
  await sweep(db, lease);
}

/** Makes messages of all that waits to be told, as if its time had come. */
export async function tellAll(db: DataSource, organization: string, address: string | null = null): Promise<void> {
  const lease = await decidersLease(db, organization);
  await inOrganization(db, organization, (inside) =>
    inside.query(
      `update certfleet.alert_group set due_at = clock_timestamp() where organization = $1 and due_at is not null`,
      [organization],
    ),
  );
  for (let count: number | 'lost' = 1; count !== 0 && count !== 'lost';) count = await tell(db, lease, address);
}

export function allAlerts(db: DataSource, organization: string): Promise<readonly Alert[]> {
  return inOrganization(db, organization, async (inside) => {
    const rows = await inside.query<{ body: Alert }>(
      `select body from certfleet.alert where organization = $1 order by fired_at, rule, server, endpoint, alert_id`,
      [organization],
    );
    return rows.map(({ body }) => body);
  });
}

/** The outbox: what is to be said where, in the order in which it was laid there. */
export function outbox(
  db: DataSource,
  organization: string,
): Promise<readonly { readonly channel: string; readonly sequence: number; readonly message: AlertMessage }[]> {
  return inOrganization(db, organization, (inside) =>
    inside.query(
      `select d.channel, d.sequence, m.message from certfleet.alert_delivery d
       join certfleet.alert_message m on m.organization = $1 and m.message_id = d.message_id
       where d.organization = $1 order by d.made_at, d.sequence, d.channel`,
      [organization],
    ),
  );
}

/** A channel that nobody sends through. */
export async function channelFor(
  db: DataSource,
  organization: string,
  name = 'duty',
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await inOrganization(db, organization, (inside) =>
    saveChannel(inside, organization, {
      name,
      kind: 'webhook',
      settings,
      enabled: true,
      leastSeverity: 'low',
      digest: true,
      savedBy: 'test',
    }),
  );
}
