import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import { ORGANIZATION_STREAM } from '#libs/fleet/event.js';
import { undoKey } from '#libs/alerts/change-alerts.js';
import type { PresentedChange } from '#libs/alerts/presented-change.js';
import { commandLine } from '#libs/planning/cmdlet-line/command-line.js';
import { differencesBetween } from '#libs/planning/differences.js';
import { undoOf } from '#libs/planning/undo.js';
import { momentsOf, type Known } from '#libs/views/moments.js';
import { plannableFleet } from '#libs/views/plannable-fleet.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { histories, streamsOf } from '../queries/histories.js';

/** For so many servers the way back is worked out; a message names no more of them either. */
const MOST_SERVERS = 50;

/** The commands that put changes back, as the planner would, for each change. Nothing for those that it knows no way back of. */
export async function undoLines(
  db: Transaction,
  organization: string,
  changes: readonly PresentedChange[],
  knownAt: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const servers = [...new Set(changes.map(({ server }) => server))].slice(0, MOST_SERVERS);
  if (servers.length === 0) return new Map();
  const named = await streamsOf(db, organization, servers.map(columnText));
  const found = new Map<string, readonly string[]>();
  const all = [ORGANIZATION_STREAM, ...[...named.values()].flatMap(({ streams }) => streams)];
  const known = await histories(db, organization, { streams: all, knownAt });
  for (const [server, { fqdn, streams }] of named) {
    const own = changes.filter((change) => columnText(change.server) === server);
    const entries = (names: readonly string[]) => {
      const parts = names.flatMap((name) => known.get(name) ?? []);
      return inEffectiveOrder(
        parts.flatMap(({ events }) => events),
        parts.flatMap(({ sightings }) => sightings),
      );
    };
    const positions = new Set(own.map(({ cause }) => cause.position));
    for (const { event, before, after } of momentsOf(
      fqdn,
      entries(streams),
      entries([ORGANIZATION_STREAM]),
      positions,
    )) {
      const lines = undoOf(differencesBetween(fleetOf(before), fleetOf(after))).map(commandLine);
      for (const change of own) if (change.cause.position === event.position) found.set(undoKey(change), lines);
    }
  }
  return found;
}

function fleetOf({ server, around }: Known) {
  const { organization, servers = [] } = plannableFleet([server], around).document;
  return { organization, servers };
}
