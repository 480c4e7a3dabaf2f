import { SEVERITIES } from '#libs/rules/finding.js';
import type { Schemas } from '../client/api.js';

export type Alert = Schemas['Alert'];

/** Alerts of one rule and one cause, which are told in one message. */
export interface AlertGroup {
  readonly key: string;
  /** The worst one, under whose title they stand. */
  readonly first: Alert;
  /** The worst first. */
  readonly alerts: readonly Alert[];
}

/** What is asked beside the state; the rule and the server are asked of the server. */
export interface Narrowing {
  readonly severity?: string | undefined;
  readonly mark?: string | undefined;
}

/** What an alert may be besides its state. */
export const MARKS = {
  silenced: 'silenced',
  quiet: 'not told',
  again: 'fired again',
  late: 'known late',
} as const;
export type Mark = keyof typeof MARKS;

export function marksOf({ heldBack, episode, cause }: Alert): readonly Mark[] {
  const marks: Mark[] = [];
  if (heldBack?.startsWith('silenced') === true) marks.push('silenced');
  else if (heldBack !== null) marks.push('quiet');
  if (episode > 1) marks.push('again');
  if (cause !== null && cause.lateBySeconds !== null) marks.push('late');
  return marks;
}

export function passes(alert: Alert, { severity, mark }: Narrowing): boolean {
  if (severity !== undefined && alert.severity !== severity) return false;
  return mark === undefined || marksOf(alert).some((one) => one === mark);
}

/** By what is told together, the worst first, of them the newest. */
export function grouped(alerts: readonly Alert[]): readonly AlertGroup[] {
  const together = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = `${alert.group ?? alert.id} ${alert.state}`;
    const group = together.get(key);
    if (group === undefined) together.set(key, [alert]);
    else group.push(alert);
  }
  const groups = [...together].flatMap(([key, members]) => {
    const sorted = members.toSorted((one, other) => rank(one) - rank(other) || byTime(one, other));
    const [first] = sorted;
    return first === undefined ? [] : [{ key, first, alerts: sorted }];
  });
  return groups.toSorted((one, other) => rank(one.first) - rank(other.first) || byTime(one.first, other.first));
}

function rank({ severity }: Alert): number {
  return SEVERITIES.indexOf(severity);
}

function byTime(one: Alert, other: Alert): number {
  return one.firedAt < other.firedAt ? 1 : one.firedAt > other.firedAt ? -1 : one.id < other.id ? -1 : 1;
}

export interface Count {
  readonly value: string;
  readonly count: number;
}

/** How many alerts have each value, the most frequent first. */
export function countsOf(alerts: readonly Alert[], valuesOf: (alert: Alert) => readonly string[]): readonly Count[] {
  const counts = new Map<string, number>();
  for (const alert of alerts) for (const value of valuesOf(alert)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}
