import { isSealed, open, seal, type KeyList } from './secrets.js';

export type Settings = Readonly<Record<string, unknown>>;

/** Where settings are kept: nothing that is sealed here opens anywhere else. */
export interface Place {
  readonly organization: string;
  readonly channelId: string;
}

/** The settings as they are kept: what is secret is sealed, null and what is sealed already stay as they are. */
export function sealSettings(settings: Settings, secrets: readonly string[], place: Place, keys: KeyList): Settings {
  return mapped(settings, secrets, (value, key) =>
    value == null || isSealed(value) ? value : seal(JSON.stringify(value), placeOf(place, key), keys),
  );
}

export type OpenedSettings =
  | { readonly ok: true; readonly settings: Settings; readonly byFirstKey: boolean }
  | { readonly ok: false; readonly why: string };

/** The settings as a channel needs them, or which of them does not open. `byFirstKey` false: they should be sealed anew. */
export function openSettings(
  settings: Settings,
  secrets: readonly string[],
  place: Place,
  keys: KeyList,
): OpenedSettings {
  const opened: Record<string, unknown> = { ...settings };
  let byFirstKey = true;
  for (const key of secrets) {
    const value = settings[key];
    if (!isSealed(value)) continue;
    const found = open(value, placeOf(place, key), keys);
    if (!found.ok) return { ok: false, why: `the secret ${key} ${found.why}` };
    opened[key] = JSON.parse(found.text);
    byFirstKey &&= found.byFirstKey;
  }
  return { ok: true, settings: opened, byFirstKey };
}

/** The settings as they may be shown: of what is secret, only that it is there. */
export function shownSettings(settings: Settings, secrets: readonly string[]): Settings {
  return mapped(settings, secrets, (value) => (value == null ? value : '…'));
}

/** New settings in which a secret that is shown as `…` means the one that is kept. */
export function withKeptSecrets(settings: Settings, kept: Settings, secrets: readonly string[]): Settings {
  return mapped(settings, secrets, (value, key) => (value === '…' ? kept[key] : value));
}

function mapped(
  settings: Settings,
  secrets: readonly string[],
  change: (value: unknown, key: string) => unknown,
): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, secrets.includes(key) ? change(value, key) : value]),
  );
}

function placeOf({ organization, channelId }: Place, key: string): string {
  return JSON.stringify([organization, channelId, key]);
}
