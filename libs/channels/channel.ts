import type { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer } from './answer.js';
import { cleanMessage, plainId } from './clean.js';
import type { Outcome } from './outcome.js';
import type { Rate } from './rate.js';
import type { Space } from './shorten.js';
import type { Wire } from './wire.js';

export const CHANNEL_NAMES = [
  'webhook',
  'cloudevents',
  'alertmanager',
  'slack',
  'teams',
  'pagerduty',
  'email',
  'syslog',
  'program',
] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** The sending that a form is made for. */
export interface Occasion {
  /** The same for each try of one sending, and of no other: receivers tell repetitions by it. */
  readonly sendingId: string;
  /** The instant of this try. */
  readonly at: string;
  /** The receipt of the first message about the same thing that was delivered through this channel; null: there was none, or nobody knows. */
  readonly thread: string | null;
}

export interface ChannelText {
  readonly name: ChannelName;
  readonly title: string;
  /** One paragraph for administrators. */
  readonly about: string;
  /** What is left out first where room is short, and what the receiver forbids. */
  readonly limitWords: string;
  /** How one sees that it works. */
  readonly testing: string;
}

export interface ChannelRules<S> extends ChannelText {
  readonly Settings: z.ZodType<S>;
  /** Keys of the settings that are secret: sealed at rest, never shown, never logged. */
  readonly secrets: readonly string[];
  /** Keys of the settings that say to whom the secrets go: where one changes, they are asked for anew. */
  readonly addressed: readonly string[];
  readonly sampleSettings: Readonly<Record<string, unknown>>;
  readonly space: Space;
  readonly rates: readonly Rate[];
  /** Whether what it carries goes as mail: alerts about mail flow need another way beside it. */
  readonly isMail: boolean;
  /** The receiver forgets an alert unless it is told again; null: once is enough. */
  readonly resend: Resend | null;
  /** Where one sending is several requests: all of them must arrive, or one is enough. */
  readonly together: 'all' | 'any';
  readonly carries: (message: AlertMessage) => boolean;
  readonly form: (message: AlertMessage, settings: S, occasion: Occasion) => readonly Wire[];
  readonly judge: (answer: Answer, at: number) => Outcome;
}

export interface Resend {
  readonly everyMs: number;
  /** And so long after it was resolved. */
  readonly afterEndMs: number;
}

/** Settings that were read, or what is wrong with them, each with its place. */
export type ReadSettings = { readonly ok: true } | BadSettings;
export interface BadSettings {
  readonly ok: false;
  readonly faults: readonly { readonly place: string; readonly message: string }[];
}

export type Formed = { readonly ok: true; readonly wires: readonly Wire[] } | BadSettings;

/** A channel for those who do not know its settings: they go in as they were kept. */
export interface Channel extends Omit<ChannelRules<never>, 'form' | 'Settings'> {
  readonly Settings: z.ZodType<unknown>;
  readonly readSettings: (settings: unknown) => ReadSettings;
  /** To whom the secrets of these settings go, as a text to compare; null: they are not right. */
  readonly addressOf: (settings: unknown) => string | null;
  /** The message in the form of this channel. Names of strangers never break it; nothing to send: the channel does not carry this kind. */
  readonly form: (message: AlertMessage, settings: unknown, occasion: Occasion) => Formed;
}

export function channel<S>(rules: ChannelRules<S>): Channel {
  return {
    ...rules,
    readSettings: (settings) => {
      const read = rules.Settings.safeParse(settings);
      return read.success ? { ok: true } : faultsOf(read.error);
    },
    addressOf: (settings) => {
      const read = rules.Settings.safeParse(settings);
      if (!read.success) return null;
      const known = new Map<string, unknown>(Object.entries(Object(read.data)));
      return JSON.stringify(rules.addressed.map((key) => known.get(key) ?? null));
    },
    form: (message, settings, occasion) => {
      const read = rules.Settings.safeParse(settings);
      if (!read.success) return faultsOf(read.error);
      if (!rules.carries(message)) return { ok: true, wires: [] };
      const plain = { ...occasion, sendingId: plainId(occasion.sendingId) };
      return { ok: true, wires: rules.form(cleanMessage(message), read.data, plain) };
    },
  };
}

/** The value that was wrong is not repeated: it may be a secret. */
function faultsOf(error: z.ZodError): BadSettings {
  return {
    ok: false,
    faults: error.issues.map(({ path, message }) => ({ place: `/${path.map(String).join('/')}`, message })),
  };
}
