import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import { CHANNELS } from '#libs/channels/channels.js';
import { never } from '#libs/channels/outcome.js';
import { longestWindow, nextSendingAt } from '#libs/channels/rate.js';
import { alertChannels } from '#libs/store/alerts/channel-rows.js';
import { claimDeliveries, deliveriesDue, type DueDelivery, noteOutcome } from '#libs/store/alerts/deliveries.js';
import { organizationsWith, putOff, recentSendings, resendThrough } from '#libs/store/alerts/sendings.js';
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
  let resent = -Infinity;
  return async () => {
    if (performance.now() - resent > LOOK_FOR_FORGOTTEN_MS) {
      await resend(tools.database);
      resent = performance.now();
    }
    const organizations = await acrossOrganizations(tools.database, deliveriesDue);
    const counts = await Promise.all(organizations.map((organization) => deliverAll(tools, organization)));
    return counts.reduce((sum, one) => sum + one, 0);
  };
}

/** How often it is looked for what a receiver will forget if it is not told again. */
const LOOK_FOR_FORGOTTEN_MS = 15_000;

async function resend(database: DataSource): Promise<void> {
  for (const { name, resend: rule } of CHANNELS) {
    if (rule === null) continue;
    for (const organization of await acrossOrganizations(database, (db) => organizationsWith(db, [name])))
      await resendThrough(database, organization, name, rule);
  }
}

async function deliverAll(tools: DelivererTools, organization: string): Promise<number> {
  let sum = 0;
  for (;;) {
    const due = await claimDeliveries(tools.database, organization, { most: AT_ONCE, seconds: LEASE_SECONDS });
    if (due.length === 0) return sum;
    const channels = await inOrganization(tools.database, organization, (db) => alertChannels(db, organization));
    const byName = new Map(channels.map((channel) => [channel.name, channel]));
    const kindOf = (name: string) => byName.get(name)?.kind ?? '';
    const now = await withinRates(tools.database, organization, due, kindOf);
    await Promise.all(now.map((delivery) => deliverOne(tools, organization, delivery, byName.get(delivery.channel))));
    sum += now.length;
  }
}

/** Those that their channels have room for now; the others are put off until there is. */
async function withinRates(
  database: DataSource,
  organization: string,
  due: readonly DueDelivery[],
  kindOf: (channel: string) => string,
): Promise<readonly DueDelivery[]> {
  const ratesOf = (channel: string) => CHANNELS.find(({ name }) => name === kindOf(channel))?.rates ?? [];
  const withinMs = Math.max(0, ...due.map(({ channel }) => longestWindow(ratesOf(channel))));
  const sent = new Map(await recentSendings(database, organization, { withinMs, inHand: due }));
  const now: DueDelivery[] = [];
  for (const delivery of due) {
    const earlier = sent.get(delivery.channel) ?? [];
    const moment = Date.now();
    const at = nextSendingAt(ratesOf(delivery.channel), earlier, moment);
    sent.set(delivery.channel, [...earlier, at]);
    if (at > moment) await putOff(database, organization, delivery, at);
    else now.push(delivery);
  }
  return now;
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
