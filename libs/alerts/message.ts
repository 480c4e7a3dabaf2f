import type { Severity } from '#libs/rules/finding.js';
import type { Outcome } from '#libs/selection/selection.js';

/** What is told about an alert, before any channel gives it its form. One message may stand for one alert or for a group of them. */
export interface AlertMessage {
  /** The same for every message of one alert, or of one group: receivers thread and deduplicate by it. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly organization: string;
  /** Null: neither good nor bad, e.g. a harmless change or a digest. */
  readonly severity: Severity | null;
  /** The alert rule; null for a test or a digest. */
  readonly rule: { readonly id: string; readonly name: string } | null;
  /** A line: `EX01: default SMTP certificate overwritten`. */
  readonly title: string;
  /** One or two sentences: what it does to mail or clients, and why. */
  readonly summary: string;
  /** What it is about. The most telling ones; `subjectCount` says how many there are. */
  readonly subjects: readonly MessageSubject[];
  readonly subjectCount: number;
  /** The change behind it; null: nothing changed, e.g. time alone, or a silent collector. */
  readonly cause: MessageCause | null;
  /** What was seen, as names and values for people. */
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  /** What to do or type, in this order; the way back first where there is one. */
  readonly remedy: readonly string[];
  /** Null without a configured public address. */
  readonly links: MessageLinks | null;
  /** Since when it fires; null for a test or digest. */
  readonly startsAt: string | null;
  /** When it was resolved; null while it fires. */
  readonly endsAt: string | null;
  /** Of the organization's log: what it rests on. */
  readonly position: number;
  /** Who is asked to act; null: nobody in particular. */
  readonly owner: string | null;
}

export type MessageKind = 'alert' | 'change' | 'digest' | 'test';

/** `corrected`: what was told was contradicted by what became known later. */
export type MessageState = 'firing' | 'acknowledged' | 'resolved' | 'corrected';

export interface MessageSubject {
  readonly server: string | null;
  readonly endpoint: string | null;
  readonly before: MessageSide | null;
  readonly after: MessageSide | null;
}

/** What an endpoint presents. `text` is for people: `14E5…23 mail.contoso.com (Fabrikam TLS CA 2, to 2027-06-10)`. */
export interface MessageSide {
  readonly outcome: Outcome;
  readonly thumbprint: string | null;
  readonly text: string;
}

export interface MessageCause {
  readonly what: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: string | null;
  readonly tool: string | null;
  readonly position: number;
  /** Seconds from the change to its record where it was told late; null: in time. */
  readonly lateBySeconds: number | null;
}

export interface MessageLinks {
  readonly alert: string;
  readonly timeline: string | null;
  readonly explain: string | null;
}
