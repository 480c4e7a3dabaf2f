import type { Provenance, Recorded } from '#libs/fleet/event.js';
import type { Severity } from '#libs/rules/finding.js';
import type { MessageCause, MessageSide } from './message.js';
import type { Holding } from './holding.js';

/** What an alert says of the thing that it is about; whole in each event, so that the log tells by itself what people were told. */
export interface AlertFacts {
  /** The id of its rule. */
  readonly rule: string;
  /** Canonical name; null: the organization. */
  readonly server: string | null;
  /** As the server is written. */
  readonly fqdn: string | null;
  readonly endpoint: string | null;
  /** What else tells it apart from others of its rule and place; mostly empty. */
  readonly subject: string;
  readonly severity: Severity;
  /** Which threshold was crossed, from 0 on; grows only. */
  readonly level: number;
  /** What is the matter, without the place: `default SMTP certificate overwritten`. */
  readonly headline: string;
  readonly summary: string;
  readonly before: MessageSide | null;
  readonly after: MessageSide | null;
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  readonly remedy: readonly string[];
  readonly cause: MessageCause | null;
  /** Alerts of a rule that have this in common are told in one message. */
  readonly together: string;
  readonly holding: Holding;
  /** Who is asked to act; null: nobody in particular. */
  readonly owner: string | null;
}

/** Why an alert ended. */
export type EndReason =
  /** What it warned of holds no more. */
  | 'ended'
  /** What was presented before is presented again. */
  | 'restored'
  /** Somebody said that it is right so. */
  | 'accepted'
  /** The server or the endpoint is no more. */
  | 'gone'
  /** The Edge was subscribed again. */
  | 'subscribed-again'
  /** What was missing came after all. */
  | 'filled'
  /** Its rule was switched off. */
  | 'rule-off';

/** What each type of event in the stream `alerts` says. Written `certfleet.<key>.v1`, as all events are. */
export interface AlertEventData {
  'alert.fired': { readonly alert: string; readonly facts: AlertFacts };
  /** The same alert again after it was resolved; `episode` counts from 1. */
  'alert.reopened': { readonly alert: string; readonly facts: AlertFacts; readonly episode: number };
  /** It got worse while it fired: the next threshold was crossed, or its rule says more. */
  'alert.escalated': { readonly alert: string; readonly facts: AlertFacts; readonly episode: number };
  'alert.acknowledged': {
    readonly alert: string;
    readonly episode: number;
    readonly by: string;
    readonly note: string | null;
    readonly ticket: string | null;
  };
  'alert.resolved': {
    readonly alert: string;
    readonly episode: number;
    readonly reason: EndReason;
    readonly by: string | null;
    readonly note: string | null;
  };
  /** What was told is contradicted by what became known later. It ends, and whoever was told is told so. */
  'alert.corrected': { readonly alert: string; readonly episode: number; readonly why: string };
  'alert.silenced': {
    readonly silence: string;
    readonly matches: SilenceMatches;
    readonly from: string;
    readonly until: string;
    readonly by: string;
    readonly reason: string;
    readonly ticket: string | null;
  };
  'alert.unsilenced': { readonly silence: string; readonly by: string };
}

/** What a silence covers: each key that is given must match; `*` stands for any text. */
export interface SilenceMatches {
  readonly alert?: string;
  readonly rule?: string;
  readonly server?: string;
  readonly endpoint?: string;
}

export type AlertEventType = keyof AlertEventData;

export const ALERT_EVENT_TYPES = [
  'alert.fired',
  'alert.reopened',
  'alert.escalated',
  'alert.acknowledged',
  'alert.resolved',
  'alert.corrected',
  'alert.silenced',
  'alert.unsilenced',
] as const satisfies readonly AlertEventType[];

export interface AlertEventOf<T extends AlertEventType> extends Provenance {
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly occurredAt: string;
  readonly data: AlertEventData[T];
}

/** An event of the stream `alerts`, before it is recorded. */
export type AlertEvent = { [T in AlertEventType]: AlertEventOf<T> }[AlertEventType];

export type RecordedAlertEvent = AlertEvent & Recorded;
