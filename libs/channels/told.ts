import type { AlertMessage } from '#libs/alerts/message.js';
import type { Shortened } from './shorten.js';
import {
  effectWords,
  factsOf,
  footWords,
  isOver,
  leftWords,
  linksOf,
  moreWords,
  standing,
  subjectName,
  type Fact,
  type Link,
} from './words.js';

/** A message as people read it, in the order in which they read it; what a channel does is lay it out. */
export interface Told {
  /** `FIRING, critical` */
  readonly standing: string;
  readonly tone: Tone;
  readonly title: string;
  readonly summary: string;
  readonly subjects: readonly { readonly name: string; readonly effect: string | null }[];
  /** `and 388 more, see https://…` */
  readonly more: string | null;
  readonly remedy: readonly string[];
  readonly facts: readonly Fact[];
  readonly leftOut: string | null;
  readonly links: readonly Link[];
  readonly foot: string;
}

/** Colour never says anything that no word says. */
export type Tone = 'bad' | 'warning' | 'good' | 'neutral';

export function told({ message, left, unlinked }: Shortened): Told {
  return {
    standing: standing(message),
    tone: toneOf(message),
    title: message.title,
    summary: message.summary,
    subjects: message.subjects.map((subject) => ({ name: subjectName(subject), effect: effectWords(subject) })),
    more: moreWords(left.subjects, message),
    remedy: message.remedy,
    facts: [...factsOf(message), ...message.evidence],
    leftOut: leftWords(left),
    links: linksOf(message),
    foot: footWords(message, unlinked),
  };
}

export function toneOf(message: AlertMessage): Tone {
  if (message.kind !== 'alert') return 'neutral';
  if (isOver(message)) return 'good';
  if (message.state === 'acknowledged') return 'neutral';
  return message.severity === 'critical' || message.severity === 'high' ? 'bad' : 'warning';
}

/** What to do is a command or a sentence: a command looks like one. */
export function isCommand(step: string): boolean {
  return /^(?:[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b|\$|certfleet |netsh |iisreset\b|#)/.test(step);
}
