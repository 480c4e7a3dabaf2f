import { setImmediate as breathe } from 'node:timers/promises';
import { compareText } from '#libs/fleet/canonical.js';
import { SEVERITIES } from '#libs/rules/finding.js';
import type { FindingKeys, FindingState } from '#libs/store/queries/findings-now.js';
import { type FindingRange, findingRanges } from '#libs/views/finding-ranges.js';
import { surroundingsOf } from '#libs/views/findings-of.js';
import { judgedNeighbour, judgedOrganization } from '#libs/views/judged-server.js';
import { type FleetAt, MOST_SERVERS } from './fleet-at.js';

/** A finding of a server at another time: it stood then, or was to come. */
export interface FindingAt extends FindingRange {
  /** Canonical name of the server. */
  readonly key: string;
  readonly state: Exclude<FindingState, 'all' | 'resolved'>;
}

/** The findings of a whole fleet, or of these of its servers, at the instant that is asked about. */
export async function findingsAt(fleet: FleetAt, only?: ReadonlySet<string>): Promise<FindingAt[]> {
  const servers = fleet.servers.toSorted((one, other) => compareText(one.key, other.key));
  const neighbours = servers.map(({ state }) => judgedNeighbour(state));
  const surroundings = surroundingsOf(neighbours, judgedOrganization(fleet.organization));
  const found: FindingAt[] = [];
  for (const { key, state } of servers) {
    if (only !== undefined && !only.has(key)) continue;
    for (const range of findingRanges(state, surroundings, Date.parse(fleet.at)))
      found.push({ ...range, key, state: range.standsFrom > fleet.at ? 'coming' : 'standing' });
    // A fleet takes a while: let other requests through.
    await breathe();
  }
  return found;
}

/** Why no findings are told of another time. */
export function tooManyToJudge(servers: number): string {
  return `What was wrong at another time is told for organizations of at most ${MOST_SERVERS} servers, for rules compare them; this one has ${servers}.`;
}

/** What findings are ordered by: severity from the worst on, server, rule, endpoint, certificate, and since when. */
export function keysOfFinding({ key, finding, subject, standsFrom, state }: FindingAt): FindingKeys {
  const { id, severity, endpoint } = finding;
  const from = state === 'standing' ? LONG_SINCE : standsFrom;
  return [SEVERITIES.indexOf(severity) + 1, key, id, endpoint ?? '', subject, from];
}

/** Since when a finding stood is not known then, and the next page may be asked for at a later now. */
const LONG_SINCE = '0001-01-01T00:00:00.000Z';

export function compareFindings(one: FindingAt, other: FindingAt): number {
  return compareKeys(keysOfFinding(one), keysOfFinding(other));
}

export function compareKeys([rank, ...texts]: FindingKeys, [otherRank, ...others]: FindingKeys): number {
  return rank - otherRank || texts.reduce((found, text, index) => found || compareText(text, others[index] ?? ''), 0);
}
