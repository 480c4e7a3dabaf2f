import type { Channel, ChannelName } from '#libs/channels/channel.js';
import { channelNamed } from '#libs/channels/channels.js';
import {
  openSettings,
  type Place,
  sealSettings,
  type Settings,
  withKeptSecrets,
} from '#libs/delivery/sealed-settings.js';
import type { KeyList } from '#libs/delivery/secrets.js';
import { Refused } from './refused.js';

/** How a secret is shown; sent back, it means the one that is kept. */
const KEPT = '…';

export interface AskedSettings {
  readonly kind: ChannelName;
  readonly settings: Settings;
  /** Those of the channel of this name and kind that there is; undefined: none. */
  readonly kept: Settings | undefined;
}

/**
 * The settings of a channel as they are to be kept, their secrets sealed. A secret that is kept goes to nobody but those it was entered for: where the
 * address is another one, it is asked for anew.
 *
 * @throws Refused where they are not right.
 */
export function settingsToKeep(asked: AskedSettings, place: Place, keys: KeyList | null): Settings {
  const channel = channelNamed(asked.kind);
  if (channel === undefined) throw new Refused('not-found', `There is no kind of channel ${asked.kind}.`);
  const { secrets } = channel;
  const shown = secrets.filter((key) => asked.settings[key] === KEPT);
  const settings = shown.length === 0 ? asked.settings : withKept(channel, asked, { place, keys, shown });
  mustBeRead(channel, settings);
  if (keys !== null) return sealSettings(settings, secrets, place, keys);
  if (secrets.some((key) => settings[key] != null)) throw noKeys();
  return settings;
}

interface Keeping {
  readonly place: Place;
  readonly keys: KeyList | null;
  /** Which secrets shall stay as they are. */
  readonly shown: readonly string[];
}

function withKept(channel: Channel, { settings, kept }: AskedSettings, { place, keys, shown }: Keeping): Settings {
  if (kept === undefined) throw enterAnew(shown, 'No channel of this name and kind is kept.');
  if (keys === null) throw noKeys();
  const opened = openSettings(kept, channel.secrets, place, keys);
  if (!opened.ok) throw enterAnew(shown, `What is kept cannot be used any more: ${opened.why}.`);
  const whole = withKeptSecrets(settings, opened.settings, channel.secrets);
  mustBeRead(channel, whole);
  if (channel.addressOf(whole) !== channel.addressOf(opened.settings))
    throw enterAnew(
      shown,
      `The address is another one (${channel.addressed.join(', ')}), and secrets that are kept go to nobody else.`,
    );
  return whole;
}

function enterAnew(shown: readonly string[], why: string): Refused {
  return new Refused('bad-request', `${why} Enter the secrets anew: ${shown.join(', ')}.`, {
    remedy: `Send ${shown.join(', ')} themselves instead of \`${KEPT}\`.`,
    errors: shown.map((key) => ({ place: `/settings/${key}`, message: 'must be entered anew' })),
  });
}

function mustBeRead(channel: Channel, settings: Settings): void {
  const read = channel.readSettings(settings);
  if (read.ok) return;
  const [first] = read.faults;
  throw new Refused('bad-request', `${first?.place ?? ''} ${first?.message ?? 'The settings are not right'}.`, {
    errors: read.faults.map(({ place, message }) => ({ place: `/settings${place}`, message })),
  });
}

function noKeys(): Refused {
  return new Refused('unprocessable', 'This Certfleet has no key to keep secrets with.', {
    remedy: 'Start it with CERTFLEET_SECRET_KEYS: k1: and what `openssl rand -base64 32` prints.',
  });
}
