import { alertIdOf } from './alert-id.js';
import type { Alert } from './alert.js';
import type { AlertEvent, AlertFacts, EndReason } from './alert-event.js';
import { holdsBy, type ShownNow } from './holding.js';
import { placeOf, type PresentedChange } from './presented-change.js';
import { corrected, found, resolved } from './transitions.js';

interface When {
  readonly organization: string;
  readonly now: string;
}

/** A change that a rule has to tell of, and whether a later one took it back. */
export interface Untaken {
  readonly change: PresentedChange;
  readonly isOver: boolean;
}

/** What a rule tells of a change, and whether a later one took it back. */
export interface ToldChange {
  readonly facts: AlertFacts;
  readonly isOver: boolean;
}

/**
 * Of many changes those that a rule has to tell of: for each endpoint the first one that concerns it and that no later one took back, with what is shown
 * after all of them; where all were taken back, the last one that was.
 */
export function untaken(
  changes: readonly PresentedChange[],
  isConcerned: (change: PresentedChange) => boolean,
): readonly Untaken[] {
  const standing = new Map<string, PresentedChange>();
  const takenBack = new Map<string, PresentedChange>();
  for (const change of changes.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))) {
    const place = placeOf(change);
    const open = standing.get(place);
    if (open !== undefined && isTakenBack(open, change)) {
      standing.delete(place);
      takenBack.set(place, open);
    } else if (open !== undefined) standing.set(place, { ...open, after: change.after });
    else if (isConcerned(change)) standing.set(place, change);
  }
  const over = [...takenBack].filter(([place]) => !standing.has(place));
  return [
    ...[...standing.values()].map((change) => ({ change, isOver: false })),
    ...over.map(([, change]) => ({ change, isOver: true })),
  ];
}

/** What was there before is there again, or an endpoint that went dark presents something. */
function isTakenBack({ before, after }: PresentedChange, later: PresentedChange): boolean {
  if (later.after?.outcome === before?.outcome && later.after?.thumbprint === before?.thumbprint) return true;
  return after?.outcome !== 'PRESENTED' && later.after?.outcome === 'PRESENTED';
}

/**
 * What is told of changes that rules found: those that still hold. One that was told late and is over by now is kept as an alert that ended, so that
 * what there was does not depend on when it became known.
 */
export function decideChanges(
  things: readonly ToldChange[],
  known: ReadonlyMap<string, Alert>,
  shown: ReadonlyMap<string, ShownNow>,
  when: When,
): readonly AlertEvent[] {
  return things.flatMap(({ facts, isOver }): readonly AlertEvent[] => {
    const open = known.get(alertIdOf(when.organization, facts));
    // A change back is a change too: it ends the alert of the first one, and is none of its own.
    const end = open === undefined || open.state === 'resolved' ? null : endOf(open.facts, shown);
    if (open !== undefined && end !== null) return [resolved(open, { reason: end }, when)];
    const ended = isOver ? takenBackAs(facts) : endOf(facts, shown);
    if (ended === null) return found([facts], known, when);
    return isToldLate(facts) ? keptAsEnded(facts, known, { ...when, reason: ended }) : [];
  });
}

function takenBackAs({ holding }: AlertFacts): 'ended' | 'restored' {
  return holding.while === 'dark' ? 'ended' : 'restored';
}

function isToldLate({ cause }: AlertFacts): boolean {
  return cause !== null && cause.lateBySeconds !== null;
}

function keptAsEnded(
  facts: AlertFacts,
  known: ReadonlyMap<string, Alert>,
  { reason, ...when }: When & { readonly reason: EndReason },
): readonly AlertEvent[] {
  const id = alertIdOf(when.organization, facts);
  const alert = known.get(id);
  if (alert !== undefined && (alert.state !== 'resolved' || positionOf(alert.facts) >= positionOf(facts))) return [];
  const episode = (alert?.episode ?? 0) + 1;
  return [...found([facts], known, when), resolved({ id, episode }, { reason }, when)];
}

function positionOf({ cause }: AlertFacts): number {
  return cause?.position ?? 0;
}

function endOf(facts: AlertFacts, shown: ReadonlyMap<string, ShownNow>): 'restored' | 'ended' | 'gone' | null {
  const { server, endpoint, holding } = facts;
  if (server === null || endpoint === null) return null;
  const state = holdsBy(holding, shown.get(placeOf({ server, endpoint })));
  return state === 'holds' ? null : state;
}

export interface LookedAgain {
  /** Positions of changes that were looked at again. */
  readonly looked: ReadonlySet<number>;
  /** What there is now, of those and of the new ones. */
  readonly changes: readonly PresentedChange[];
  /** Whether the rule of an alert would tell of a change. */
  readonly isConcerned: (alert: Alert, change: PresentedChange) => boolean;
}

/**
 * Which open alerts are contradicted: their change is not there any more as it is known now, or is none that their rule tells of, and nothing of the
 * same effect has taken its place.
 */
export function decideCorrections(
  open: readonly Alert[],
  { looked, changes, isConcerned }: LookedAgain,
  when: When,
): readonly AlertEvent[] {
  return open.flatMap((alert) => {
    const { cause, server, endpoint, before, after } = alert.facts;
    if (cause === null || server === null || endpoint === null || !looked.has(cause.position)) return [];
    const place = placeOf({ server, endpoint });
    const here = changes.filter((change) => placeOf(change) === place && isConcerned(alert, change));
    const stays = here.some(
      (change) =>
        change.cause.position === cause.position ||
        (isSide(change.before, before) && isSide(change.after, after)) ||
        // Two changes that were told as one.
        isSide(change.after, after),
    );
    return stays ? [] : [corrected(alert, 'what was reported late tells otherwise of that time', when)];
  });
}

function isSide(shown: PresentedChange['before'], told: AlertFacts['before']): boolean {
  return shown?.outcome === told?.outcome && shown?.thumbprint === told?.thumbprint;
}

/** What ends by what is shown now. */
export function decideEnds(
  open: readonly Alert[],
  shown: ReadonlyMap<string, ShownNow>,
  when: When,
): readonly AlertEvent[] {
  return open.flatMap((alert) => {
    const reason = endOf(alert.facts, shown);
    return reason === null ? [] : [resolved(alert, { reason }, when)];
  });
}
