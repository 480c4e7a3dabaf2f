import type { Alert } from './alert.js';
import type { Bearings } from './bearing.js';
import { inhibitorOf } from './inhibition.js';
import type { MessageState } from './message.js';
import { silenceOf, type Silence } from './silences.js';

/** What is known of alerts that are told together when it is their time. */
export interface ToTell {
  /** Of this round; not all of a large group, the open ones first. */
  readonly alerts: readonly Alert[];
  readonly open: number;
  readonly ended: number;
  /** Of those that ended, how many did since the last message. */
  readonly endedSince: number;
  /** What was told last in this round, and where; null: nothing yet. */
  readonly told: { readonly state: MessageState; readonly channels: readonly string[] } | null;
  /** Which channels carry it. */
  readonly channels: readonly string[];
  readonly silences: readonly Silence[];
  /** Open alerts of the servers concerned. */
  readonly around: readonly Alert[];
  /** What alerts of each rule are to others. */
  readonly bearings: Bearings;
  /** A change, which is told once and has no end. */
  readonly isChange: boolean;
  /** What happened before was history when the watching began. */
  readonly since: string;
  readonly now: string;
}

export interface Telling {
  /** Null: nothing is said now. */
  readonly state: MessageState | null;
  readonly channels: readonly string[];
  readonly alerts: readonly Alert[];
  readonly count: number;
  /** Why something is not said: for those who look. */
  readonly heldBack: string | null;
  /** Look at it again then; null: when something moves. */
  readonly again: string | null;
  /** All of it is over, and said where it has to be. */
  readonly close: boolean;
}

const NOTHING = { state: null, channels: [], alerts: [], count: 0, heldBack: null, again: null, close: false } as const;

/**
 * What is said of alerts that are told together. An end is said wherever the beginning was, whatever is silenced meanwhile; what ended before anybody
 * was told of it is not said, unless it was reported so late that it had ended by then.
 */
export function telling(what: ToTell): Telling {
  const { alerts, ended, told } = what;
  if (what.isChange)
    return { ...(told === null ? loud(what, alerts, what.open + ended, 'firing') : NOTHING), close: true };
  if (what.open > 0) return tellOpen(what);
  const state = alerts.every(({ corrected }) => corrected !== null) ? 'corrected' : 'resolved';
  if (told !== null) return { ...NOTHING, state, channels: told.channels, alerts, count: ended, close: true };
  const late = alerts.filter(
    ({ facts: { cause }, corrected }) =>
      cause?.lateBySeconds != null && cause.occurredAt >= what.since && corrected === null,
  );
  if (late.length === 0) return { ...NOTHING, heldBack: 'it ended before it was told', close: true };
  return { ...loud(what, late, late.length, 'resolved'), close: true };
}

function tellOpen(what: ToTell): Telling {
  const { alerts, told, now, around } = what;
  const open = alerts.filter(({ state }) => state !== 'resolved');
  const silenced = open.filter((alert) => silenceOf(alert, what.silences, now) !== null);
  const loudOnes = open.filter((alert) => !silenced.includes(alert));
  const said = loudOnes.filter((alert) => inhibitorOf(alert, around, what.bearings) === null);
  if (said.length === 0) {
    const again = silenced.map((alert) => silenceOf(alert, what.silences, now)?.until ?? now).sort()[0] ?? later(now);
    const heldBack = { heldBack: whyHeldBack(loudOnes, what), again };
    if (told === null || what.endedSince === 0) return { ...NOTHING, ...heldBack };
    // An end is said wherever the beginning was, and what goes on was said there, too.
    const { state, channels } = told;
    return { ...NOTHING, ...heldBack, state, channels, alerts: open, count: what.open };
  }
  const isFiring = said.some(({ state }) => state === 'firing');
  if (!isFiring && told === null) return { ...NOTHING, heldBack: 'somebody takes care of it already' };
  const state = isFiring ? 'firing' : 'acknowledged';
  if (told?.state === 'acknowledged' && state === 'acknowledged' && what.endedSince === 0) return NOTHING;
  return loud(what, said, Math.max(said.length, what.open - (open.length - said.length)), state);
}

function whyHeldBack(loudOnes: readonly Alert[], { silences, now, alerts, around, bearings }: ToTell): string {
  const [inhibited] = loudOnes;
  if (inhibited !== undefined)
    return `another alert says more: ${inhibitorOf(inhibited, around, bearings)?.facts.headline ?? 'on the same server'}`;
  const silence = alerts.map((alert) => silenceOf(alert, silences, now)).find((one) => one !== null);
  return `silenced: ${silence?.reason ?? 'by somebody'}${silence?.ticket == null ? '' : ` (${silence.ticket})`}`;
}

function loud({ channels, told }: ToTell, alerts: readonly Alert[], count: number, state: MessageState): Telling {
  // Whoever was told once is told how it goes on, though the rule may name others by now.
  const to = [...new Set([...channels, ...(told?.channels ?? [])])];
  return { ...NOTHING, state, channels: to, alerts, count, heldBack: to.length === 0 ? 'no channel carries it' : null };
}

const LOOK_AGAIN_MS = 300_000;

function later(now: string): string {
  return new Date(Date.parse(now) + LOOK_AGAIN_MS).toISOString();
}
