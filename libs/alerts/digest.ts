import type { Alert } from './alert.js';
import { digestLinks } from './console-links.js';
import type { AlertMessage } from './message.js';
import type { PresentedChange } from './presented-change.js';
import { titleOf } from './title.js';
import { rank } from './transitions.js';

/** What a day was. */
export interface Day {
  readonly organization: string;
  readonly from: string;
  readonly until: string;
  readonly position: number;
  /** SHA-256 of the chain at that position: a copy of it outside proves the log later. */
  readonly headHash: string;
  readonly events: number;
  /** Changes of what is presented, counted by the events that made them. */
  readonly changedEvents: number;
  readonly changedEndpoints: number;
  /** Changes that were told of by no alert; the first ones. */
  readonly quiet: readonly Pick<PresentedChange, 'fqdn' | 'endpoint' | 'cause'>[];
  /** Alerts that fired in it, or are still open. */
  readonly alerts: readonly Alert[];
  readonly openAlerts: number;
}

const MOST_TOLD = 10;

/**
 * The one quiet message of a day: how many events, how many changed what is presented, the few worth reading.
 *
 * @param address the public address of this Certfleet; null: none is configured, and there are no links.
 */
export function digestOf(day: Day, id: string, address: string | null): AlertMessage {
  const worth = day.alerts.toSorted((one, other) => rank(one.facts.severity) - rank(other.facts.severity));
  const told = worth.slice(0, MOST_TOLD);
  return {
    id,
    kind: 'digest',
    state: 'firing',
    organization: day.organization,
    severity: null,
    rule: null,
    title: `${day.until.slice(0, 10)}: ${counted(day.events, 'event')}, ${day.changedEvents} changed what is presented, ${counted(worth.length, 'alert')}`,
    summary: summaryOf(day, worth.length),
    subjects: told.map(({ facts: { fqdn, endpoint, before, after } }) => ({ server: fqdn, endpoint, before, after })),
    subjectCount: worth.length,
    cause: null,
    evidence: [
      ...told.map((alert) => ({ name: `${alert.facts.severity}, ${alert.state}`, value: titleOf(alert) })),
      ...day.quiet.slice(0, MOST_TOLD).map(({ fqdn, cause }) => ({ name: fqdn, value: cause.what })),
      { name: 'Head of the log', value: `${day.position} ${day.headHash}` },
    ],
    remedy: [],
    links: address === null ? null : digestLinks(address, day.organization),
    startsAt: null,
    endsAt: null,
    position: day.position,
    owner: null,
  };
}

function summaryOf({ events, changedEvents, changedEndpoints, openAlerts }: Day, worth: number): string {
  if (events === 0) return `Nothing was reported. ${counted(openAlerts, 'alert')} open.`;
  const effect =
    changedEvents === 0
      ? 'none of them changed what anybody is presented'
      : `${changedEvents} changed what is presented, at ${counted(changedEndpoints, 'endpoint')}`;
  return `${counted(events, 'event')}, ${effect}. ${worth === 0 ? 'Nothing needs reading.' : `${worth} worth reading.`} ${counted(openAlerts, 'alert')} open.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
