import { alertIdOf } from './alert-id.js';
import type { Alert } from './alert.js';
import type { AlertEvent, AlertFacts } from './alert-event.js';
import { holdsBy, type ShownNow } from './holding.js';
import { placeOf, type PresentedChange } from './presented-change.js';
import { corrected, found, resolved } from './transitions.js';

interface When {
  readonly organization: string;
  readonly now: string;
  /** When the watching began: what happened before is history. */
  readonly since: string;
}

/** Several changes of one endpoint as one: from what was there first to what came last. */
export function netChanges(changes: readonly PresentedChange[]): readonly PresentedChange[] {
  const net = new Map<string, PresentedChange>();
  for (const change of changes.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))) {
    const first = net.get(placeOf(change));
    net.set(placeOf(change), first === undefined ? change : { ...first, after: change.after });
  }
  return [...net.values()].filter(
    ({ before, after }) => before?.outcome !== after?.outcome || before?.thumbprint !== after?.thumbprint,
  );
}

/**
 * What is told of changes that rules found: those that still hold. One that was told late and is over by now is kept as an alert that ended, unless
 * it happened before anybody watched.
 */
export function decideChanges(
  things: readonly AlertFacts[],
  known: ReadonlyMap<string, Alert>,
  shown: ReadonlyMap<string, ShownNow>,
  when: When,
): readonly AlertEvent[] {
  return things.flatMap((facts): readonly AlertEvent[] => {
    const ended = endOf(facts, shown);
    if (ended === null) return found([facts], known, when);
    const { cause } = facts;
    if (cause === null || cause.lateBySeconds === null || cause.occurredAt < when.since) return [];
    const id = alertIdOf(when.organization, facts);
    const alert = known.get(id);
    if (alert !== undefined && (alert.state !== 'resolved' || alert.firedAt >= cause.occurredAt)) return [];
    const episode = (alert?.episode ?? 0) + 1;
    return [...found([facts], known, when), resolved({ id, episode }, { reason: ended }, when)];
  });
}

function endOf(facts: AlertFacts, shown: ReadonlyMap<string, ShownNow>): 'restored' | 'ended' | 'gone' | null {
  const { server, endpoint, holding } = facts;
  if (server === null || endpoint === null) return null;
  const state = holdsBy(holding, shown.get(placeOf({ server, endpoint })));
  return state === 'holds' ? null : state;
}

/**
 * Which open alerts are contradicted: their change is not there any more as it is known now, and nothing of the same effect has taken its place.
 *
 * @param looked positions of changes that were looked at again
 * @param changes what there is now, of those and of the new ones
 */
export function decideCorrections(
  open: readonly Alert[],
  looked: ReadonlySet<number>,
  changes: readonly PresentedChange[],
  when: When,
): readonly AlertEvent[] {
  return open.flatMap((alert) => {
    const { cause, server, endpoint, before, after } = alert.facts;
    if (cause === null || server === null || endpoint === null || !looked.has(cause.position)) return [];
    const place = placeOf({ server, endpoint });
    const here = changes.filter((change) => placeOf(change) === place);
    const stays = here.some(
      (change) =>
        change.cause.position === cause.position ||
        (isSide(change.before, before) && isSide(change.after, after)) ||
        // Two changes that were told as one.
        isSide(change.after, after),
    );
    return stays ? [] : [corrected(alert, 'an earlier change that was reported late explains what is presented', when)];
  });
}

function isSide(shown: PresentedChange['before'], told: AlertFacts['before']): boolean {
  return shown?.outcome === told?.outcome && shown?.thumbprint === told?.thumbprint;
}

/** What ends by what is shown now. */
export function decideEnds(
  open: readonly Alert[],
  shown: ReadonlyMap<string, ShownNow>,
  when: Omit<When, 'since'>,
): readonly AlertEvent[] {
  return open.flatMap((alert) => {
    const reason = endOf(alert.facts, shown);
    return reason === null ? [] : [resolved(alert, { reason }, when)];
  });
}
