import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { never } from '#libs/channels/outcome.js';
import { alertChannels } from '#libs/store/alerts/channel-rows.js';
import { claimDeliveries, deliveriesDue, type DueDelivery, noteOutcome } from '#libs/store/alerts/deliveries.js';
import { acrossOrganizations, inOrganization } from '#libs/store/database.js';
import type { SendThrough } from '../delivering.js';

export interface DelivererTools {
  readonly database: DataSource;
  readonly send: SendThrough;
  readonly log: Logger;
}

/** So many at once of an organization. */
const AT_ONCE = 8;
/** Longer than the longest conversation with a receiver. */
const LEASE_SECONDS = 45;

/** A round of carrying out what is due, of every organization; it ends when nothing more is. */
export function deliverer(tools: DelivererTools): () => Promise<number> {
  return async () => {
    const organizations = await acrossOrganizations(tools.database, deliveriesDue);
    const counts = await Promise.all(organizations.map((organization) => deliverAll(tools, organization)));
    return counts.reduce((sum, one) => sum + one, 0);
  };
}

async function deliverAll(tools: DelivererTools, organization: string): Promise<number> {
  let sum = 0;
  for (;;) {
    const due = await claimDeliveries(tools.database, organization, { most: AT_ONCE, seconds: LEASE_SECONDS });
    if (due.length === 0) return sum;
    const channels = await inOrganization(tools.database, organization, (db) => alertChannels(db, organization));
    const byName = new Map(channels.map((channel) => [channel.name, channel]));
    await Promise.all(due.map((delivery) => deliverOne(tools, organization, delivery, byName.get(delivery.channel))));
    sum += due.length;
  }
}

async function deliverOne(
  { database, send, log }: DelivererTools,
  organization: string,
  delivery: DueDelivery,
  channel: Parameters<SendThrough>[1] | undefined,
): Promise<void> {
  const { message, messageId, thread, attempt } = delivery;
  const occasion = { sendingId: messageId, at: new Date().toISOString(), thread };
  const outcome =
    channel === undefined
      ? never('the channel is no more', 'Nothing is to be done.')
      : await send(organization, channel, { message, occasion });
  const state = await noteOutcome(database, organization, delivery, outcome);
  const told = { organization, channel: delivery.channel, message: messageId, attempt, outcome: outcome.kind };
  if (state === 'undelivered') log.error(told, 'a message was not delivered, and will not be tried again');
  else if (state === 'due') log.warn(told, 'a message was not delivered, and will be tried again');
  else log.info(told, 'a message was delivered');
}
