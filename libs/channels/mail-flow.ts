import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { ChannelName } from './channel.js';
import { channelNamed } from './channels.js';

/**
 * What is wrong with the channels that critical alerts about mail flow go through; null: one of them is not mail. A mail about mail that does not
 * flow does not arrive.
 */
export function mailOnlyWarning(channels: readonly ChannelName[]): string | null {
  if (channels.length === 0) return 'Critical alerts about mail flow go nowhere: add a channel for them.';
  if (channels.some((name) => channelNamed(name)?.isMail === false)) return null;
  return 'Critical alerts about mail flow go by e-mail only, and such a mail may not arrive: add a channel that is not mail.';
}

/** What is wrong with a relay that is one of the servers whose mail flow is watched; null: it is none of them. */
export function watchedRelayWarning(relay: string, servers: readonly string[]): string | null {
  const host = normalizeHostName(relay);
  const [label] = (host ?? '').split('.');
  const same = servers.find((server) => {
    const name = normalizeHostName(server);
    return name !== null && (name === host || (host === label && name.split('.')[0] === label));
  });
  return same === undefined
    ? null
    : `The relay ${relay} is ${same}, whose mail flow Certfleet watches: when it breaks, nobody is told. Use a relay outside of it.`;
}
