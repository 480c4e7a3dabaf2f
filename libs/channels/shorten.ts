import type { AlertMessage } from '#libs/alerts/message.js';
import { cut } from './clean.js';

/** A message of which something was left out, and how much. */
export interface Shortened {
  readonly message: AlertMessage;
  readonly left: Left;
  /** Without any link for want of room. */
  readonly unlinked: boolean;
}

/** What a reader finds elsewhere only. */
export interface Left {
  readonly subjects: number;
  readonly evidence: number;
  readonly remedy: number;
}

interface Step {
  readonly subjects: number;
  readonly evidence: number;
  readonly remedy: number;
  /** The longest text. */
  readonly text: number;
  readonly links: 'all' | 'alert' | 'none';
}

/** From everything to almost nothing: subjects and evidence go first, from the end; then what to do; then texts become shorter; links last. */
const STEPS: readonly Step[] = [
  { subjects: 1000, evidence: 1000, remedy: 1000, text: 2000, links: 'all' },
  { subjects: 100, evidence: 100, remedy: 50, text: 2000, links: 'all' },
  { subjects: 50, evidence: 50, remedy: 20, text: 2000, links: 'all' },
  { subjects: 25, evidence: 25, remedy: 20, text: 1000, links: 'all' },
  { subjects: 10, evidence: 10, remedy: 10, text: 700, links: 'all' },
  { subjects: 5, evidence: 5, remedy: 10, text: 500, links: 'all' },
  { subjects: 3, evidence: 3, remedy: 5, text: 300, links: 'all' },
  { subjects: 1, evidence: 1, remedy: 3, text: 200, links: 'alert' },
  { subjects: 1, evidence: 0, remedy: 1, text: 120, links: 'alert' },
  { subjects: 0, evidence: 0, remedy: 0, text: 60, links: 'alert' },
  { subjects: 0, evidence: 0, remedy: 0, text: 40, links: 'none' },
  { subjects: 0, evidence: 0, remedy: 0, text: 12, links: 'none' },
];

export interface Space {
  readonly bytes: number;
  /** More subjects than these help nobody here. */
  readonly subjects: number;
}

/** The form of as much of a message as has room. `sizeOf` counts what the receiver counts, else UTF-8 bytes. */
export function fitting<T>(
  message: AlertMessage,
  space: Space,
  render: (shortened: Shortened) => T,
  sizeOf: (form: T) => number = (form) => bytesOf(typeof form === 'string' ? form : JSON.stringify(form)),
): T {
  let form: T | undefined;
  for (const step of STEPS) {
    form = render(shortened(message, { ...step, subjects: Math.min(step.subjects, space.subjects) }));
    if (sizeOf(form) <= space.bytes) return form;
  }
  return form ?? render({ message, left: { subjects: 0, evidence: 0, remedy: 0 }, unlinked: false });
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function shortened(message: AlertMessage, { subjects, evidence, remedy, text, links }: Step): Shortened {
  const short = (value: string) => cut(value, text);
  const shortOrNull = (value: string | null) => (value === null ? null : short(value));
  const side = <S extends { readonly text: string }>(one: S | null) =>
    one === null ? null : { ...one, text: short(one.text) };
  const shown = message.subjects.slice(0, subjects).map((subject) => ({
    server: shortOrNull(subject.server),
    endpoint: shortOrNull(subject.endpoint),
    before: side(subject.before),
    after: side(subject.after),
  }));
  // A command is whole or not there.
  const steps = message.remedy.filter((step) => step.length <= text).slice(0, remedy);
  const seen = message.evidence.slice(0, evidence);
  return {
    message: {
      ...message,
      organization: short(message.organization),
      title: short(message.title),
      summary: short(message.summary),
      owner: shortOrNull(message.owner),
      rule: message.rule === null ? null : { id: short(message.rule.id), name: short(message.rule.name) },
      cause:
        message.cause === null
          ? null
          : {
              ...message.cause,
              what: short(message.cause.what),
              actor: shortOrNull(message.cause.actor),
              tool: shortOrNull(message.cause.tool),
            },
      subjects: shown,
      evidence: seen.map(({ name, value }) => ({ name: short(name), value: short(value) })),
      remedy: steps,
      links: message.links === null ? null : linksOf(message.links, links),
    },
    left: {
      subjects: message.subjectCount - shown.length,
      evidence: message.evidence.length - seen.length,
      remedy: message.remedy.length - steps.length,
    },
    unlinked: message.links !== null && links === 'none',
  };
}

function linksOf(links: NonNullable<AlertMessage['links']>, kept: Step['links']): AlertMessage['links'] {
  if (kept === 'all') return links;
  return kept === 'alert' ? { alert: links.alert, timeline: null, explain: null } : null;
}
