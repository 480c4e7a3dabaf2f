import { isLike } from '#libs/alerts/silences.js';
import { instantOf } from '../session/as-of.js';
import type { Alert } from './groups.js';

/** The patterns of a silence while it is written; empty: not asked. */
export interface Matches {
  readonly rule: string;
  readonly server: string;
  readonly endpoint: string;
}

/** The patterns that are given. */
export function matchesOf(matches: Matches): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(matches).filter(([, value]) => value.trim() !== ''));
}

/** How long, as the fields have it. */
export interface Time {
  readonly hours: string;
  /** As a field has it; empty: from now on. */
  readonly from: string;
  readonly until: string;
}

/** A length counts from the beginning; what is no instant is left to the server to refuse. */
export function spanOf({ hours, from, until }: Time, now: number) {
  const beginning = instantOf(from);
  if (hours === 'until') return { from: beginning, until: instantOf(until) ?? until };
  const begins = beginning === null ? now : Date.parse(beginning);
  return { from: beginning, until: new Date(begins + Number(hours) * 3_600_000).toISOString() };
}

/** Whether a silence would cover an alert: as the server decides it. */
export function isCovered(
  { rule, server, endpoint }: Pick<Alert, 'rule' | 'server' | 'endpoint'>,
  matches: Readonly<Record<string, string>>,
): boolean {
  const { rule: ruleLike, server: serverLike, endpoint: endpointLike } = matches;
  if (ruleLike !== undefined && !isLike(rule, ruleLike)) return false;
  if (
    serverLike !== undefined &&
    ![server, server?.split('.')[0]].some((name) => name != null && isLike(name, serverLike))
  )
    return false;
  return endpointLike === undefined || (endpoint !== null && isLike(endpoint, endpointLike));
}
