import { hostname } from 'node:os';
import type { AlertMessage } from '#libs/alerts/message.js';
import { CHANNEL_NAMES, type Occasion } from '#libs/channels/channel.js';
import { channelNamed } from '#libs/channels/channels.js';
import { never, type Outcome } from '#libs/channels/outcome.js';
import { deliver } from '#libs/delivery/deliver.js';
import { DELIVERY_LIMITS, type Means, systemAddresses } from '#libs/delivery/means.js';
import { openSettings } from '#libs/delivery/sealed-settings.js';
import type { StoredChannel } from '#libs/store/alerts/channel-rows.js';
import type { DeliverySettings } from './delivery-settings.js';

/** Gives a message to a channel, and says what came of it. Never throws. */
export type SendThrough = (
  organization: string,
  channel: StoredChannel,
  sending: { readonly message: AlertMessage; readonly occasion: Occasion },
) => Promise<Outcome>;

/** Sends as this machine may, until it is told to stop. */
export function sendThrough({ keys, egress, programs, publicUrl }: DeliverySettings, stop: AbortSignal): SendThrough {
  const means: Means = {
    egress,
    programs,
    origin: publicUrl === null ? hostname() : new URL(publicUrl).hostname,
    limits: DELIVERY_LIMITS,
    now: () => Date.now(),
    addressesOf: systemAddresses,
    handshakes: new Map(),
  };
  return async (organization, channel, { message, occasion }) => {
    const kind = CHANNEL_NAMES.find((name) => name === channel.kind);
    if (kind === undefined) return never(`this version knows no channel ${channel.kind}`, 'Run the newer version.');
    const secrets = channelNamed(kind)?.secrets ?? [];
    const place = { organization, channelId: channel.name };
    const hasSecrets = secrets.some((key) => channel.settings[key] != null);
    if (keys === null && hasSecrets) return never('its secrets cannot be opened', 'Set CERTFLEET_SECRET_KEYS.');
    const opened =
      keys === null
        ? ({ ok: true, settings: channel.settings } as const)
        : openSettings(channel.settings, secrets, place, keys);
    if (!opened.ok) return never(opened.why, 'Enter the secrets of the channel again.');
    return deliver({ channel: kind, settings: opened.settings, message, occasion }, means, stop);
  };
}
