import type { AlertMessage, MessageCause, MessageSubject } from '#libs/alerts/message.js';
import type { Left } from './shorten.js';

/** One word for what it is: it stands first wherever people read. */
export type StateWord = 'FIRING' | 'ACKNOWLEDGED' | 'RESOLVED' | 'CORRECTED' | 'CHANGE' | 'DIGEST' | 'TEST';

const STATE_WORDS = {
  firing: 'FIRING',
  acknowledged: 'ACKNOWLEDGED',
  resolved: 'RESOLVED',
  corrected: 'CORRECTED',
} as const satisfies Readonly<Record<AlertMessage['state'], StateWord>>;

export function stateWord({ kind, state }: Pick<AlertMessage, 'kind' | 'state'>): StateWord {
  if (kind === 'alert') return STATE_WORDS[state];
  return kind === 'test' ? 'TEST' : kind === 'change' ? 'CHANGE' : 'DIGEST';
}

/** It asks somebody to act: an alert that fires and that nobody has taken yet. */
export function isOpen({ kind, state }: Pick<AlertMessage, 'kind' | 'state'>): boolean {
  return kind === 'alert' && state === 'firing';
}

/** It is over: resolved, or it never was. */
export function isOver({ state }: Pick<AlertMessage, 'state'>): boolean {
  return state === 'resolved' || state === 'corrected';
}

/** `FIRING, critical` */
export function standing(message: AlertMessage): string {
  const word = stateWord(message);
  return message.severity === null ? word : `${word}, ${message.severity}`;
}

/** `EX01 internal-transport` */
export function subjectName({ server, endpoint }: MessageSubject): string {
  return [server, endpoint].filter((part) => part !== null).join(' ') || 'the organization';
}

/** `14E5…23 mail.contoso.com → 9F2A…C1 mail.contoso.com`; null: nothing that is presented has changed or is told. */
export function effectWords({ before, after }: MessageSubject): string | null {
  if (before === null && after === null) return null;
  if (before === null) return `now ${after?.text ?? ''}`;
  return after === null ? `before: ${before.text}` : `${before.text} → ${after.text}`;
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What stands beside the summary, as names and values: from when, why, who is asked. */
export function factsOf(message: AlertMessage): readonly Fact[] {
  const { rule, cause, startsAt, endsAt, owner, organization } = message;
  return [
    { name: 'Organization', value: organization },
    ...(rule === null ? [] : [{ name: 'Rule', value: `${rule.name} (${rule.id})` }]),
    ...(startsAt === null ? [] : [{ name: 'Since', value: instantWords(startsAt) }]),
    ...(endsAt === null ? [] : [{ name: 'Until', value: instantWords(endsAt) }]),
    ...(cause === null ? noCause(message) : causeFacts(cause, startsAt)),
    ...(owner === null ? [] : [{ name: 'Owner', value: owner }]),
  ];
}

/** An alert without a change behind it says so: whoever looks for one would look for long. */
function noCause({ kind }: AlertMessage): readonly Fact[] {
  return kind === 'alert' ? [{ name: 'Change', value: 'none that is known: time alone, or it stood before' }] : [];
}

/** When it happened is told where it is another instant than that since which the alert fires. */
function causeFacts(
  { what, occurredAt, actor, tool, lateBySeconds }: MessageCause,
  startsAt: string | null,
): readonly Fact[] {
  const late = lateBySeconds === null ? '' : `, told ${durationWords(lateBySeconds)} later`;
  const who = [actor, tool].filter((part) => part !== null).join(' with ');
  return [
    { name: 'Change', value: what },
    ...(occurredAt === startsAt && late === ''
      ? []
      : [{ name: 'Happened', value: `${instantWords(occurredAt)}${late}` }]),
    ...(who === '' ? [] : [{ name: 'By', value: who }]),
  ];
}

/** `2026-11-22 10:41:07 UTC`; what is no instant stays as it is. */
export function instantWords(instant: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(instant)
    ? `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`
    : instant;
}

export function durationWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** `and 388 more, see https://…`; null: nothing was left out. */
export function moreWords(count: number, { links }: AlertMessage): string | null {
  if (count <= 0) return null;
  return links === null ? `and ${count} more` : `and ${count} more, see ${links.alert}`;
}

/** What was left out beside subjects; null: nothing. */
export function leftWords({ evidence, remedy }: Left): string | null {
  const parts = [
    ...(evidence > 0 ? [`${evidence} more ${evidence === 1 ? 'fact' : 'facts'}`] : []),
    ...(remedy > 0 ? [`${remedy} more ${remedy === 1 ? 'step' : 'steps'}`] : []),
  ];
  return parts.length === 0 ? null : `Left out for want of room: ${parts.join(', ')}.`;
}

/** What it rests on: the last line. Where nobody said under which address people reach this Certfleet, it says so: a link that leads nowhere costs more. */
export function footWords({ organization, position, kind, links }: AlertMessage, unlinked = false): string {
  if (kind === 'test') return 'Certfleet, test message';
  const none = links === null && !unlinked ? '. No links: CERTFLEET_PUBLIC_URL is not set' : '';
  return `Certfleet, ${organization}, log position ${position}${none}`;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

export function linksOf({ links, kind }: AlertMessage): readonly Link[] {
  if (links === null) return [];
  return [
    { title: kind === 'alert' ? 'Open the alert' : 'Open in Certfleet', url: links.alert },
    ...(links.timeline === null ? [] : [{ title: 'Timeline', url: links.timeline }]),
    ...(links.explain === null ? [] : [{ title: 'Explain', url: links.explain }]),
  ];
}
