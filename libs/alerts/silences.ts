import type { Alert } from './alert.js';
import type { SilenceMatches } from './alert-event.js';

/** A time in which some alerts are not told: a maintenance window, with its ticket. What is resolved is told all the same. */
export interface Silence {
  readonly id: string;
  readonly matches: SilenceMatches;
  readonly from: string;
  readonly until: string;
  readonly by: string;
  readonly reason: string;
  readonly ticket: string | null;
}

/** The silence that covers an alert at an instant, the one that lasts longest; null: none does. */
export function silenceOf(alert: Alert, silences: readonly Silence[], now: string): Silence | null {
  const covering = silences.filter(({ matches, from, until }) => from <= now && now < until && covers(matches, alert));
  return covering.reduce<Silence | null>((last, one) => (last === null || one.until > last.until ? one : last), null);
}

/** An empty silence covers nothing: nobody silences everything by forgetting a key. */
export function covers({ alert: id, rule, server, endpoint }: SilenceMatches, alert: Alert): boolean {
  const { facts } = alert;
  const tests = [
    id === undefined ? null : id === alert.id,
    rule === undefined ? null : isLike(facts.rule, rule),
    server === undefined
      ? null
      : [facts.server, facts.fqdn, facts.fqdn?.split('.')[0]].some((name) => name != null && isLike(name, server)),
    endpoint === undefined ? null : facts.endpoint !== null && isLike(facts.endpoint, endpoint),
  ].filter((test) => test !== null);
  return tests.length > 0 && tests.every(Boolean);
}

/** A to Z in either case; `*` stands for any text. Bounded by the lengths of both, whatever the pattern. */
export function isLike(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const lower = text.toLowerCase();
  if (rest.length === 0) return lower === first;
  if (!lower.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const next = lower.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  const last = rest.at(-1) ?? '';
  return lower.length - last.length >= at && lower.endsWith(last);
}
