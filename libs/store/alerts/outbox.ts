import type { AlertMessage } from '#libs/alerts/message.js';
import { derivedId } from '#libs/fleet/event-id.js';
import type { Transaction } from '../database.js';

interface Laid {
  readonly group: string | null;
  readonly sequence: number;
  readonly channels: readonly string[];
}

/** A message in the outbox: once for each channel. */
export async function layOut(
  db: Transaction,
  organization: string,
  message: AlertMessage,
  { group, sequence, channels }: Laid,
): Promise<void> {
  const id = derivedId(JSON.stringify(['message', organization, message.id, message.kind, sequence]));
  await db.query(
    `insert into certfleet.alert_message (organization, message_id, group_id, sequence, message) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [organization, id, group, sequence, JSON.stringify(message)],
  );
  await db.query(
    `insert into certfleet.alert_delivery (organization, message_id, channel, group_id, sequence, state, due_at)
     select $1, $2, channel, $4, $5, 'due', clock_timestamp() from unnest($3::text[]) as c (channel) on conflict do nothing`,
    [organization, id, channels, group, sequence],
  );
}
