import type { DataSource } from 'typeorm';
import type { FleetEvent } from '#libs/fleet/event.js';
import { observe } from '#libs/fleet/observe.js';
import { sightingOf } from '#libs/fleet/sighting.js';
import { streamOf } from '#libs/fleet/source.js';
import { needed, withGiven, type Given } from '#libs/formats/needed.js';
import type { Report, Warning } from '#libs/formats/report.js';
import { append } from '#libs/store/append.js';
import { inOrganization } from '#libs/store/database.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { whyNotRecordable, type NewEvent } from '#libs/store/event-row.js';
import type { Claim, Ending } from '#libs/store/inbox.js';
import { historiesOfServers } from '#libs/store/histories-of-servers.js';
import type { StreamHistory } from '#libs/store/queries/histories.js';
import { recordSightings, type NewSighting } from '#libs/store/sightings.js';

/**
 * Records what a report says, and tells how the upload ends. All of it or, when an event cannot be recorded, nothing. Every effect carries its
 * own key, so that doing it again, also by a worker that wakes up late, changes nothing.
 */
export async function record(db: DataSource, claim: Claim, report: Report): Promise<Ending> {
  const given = givenWith(claim);
  const [missing] = needed(report, given);
  if (missing !== undefined)
    return quarantined(missing.message, 'Send the file again with what it does not say.', report.warnings);
  const observed = observe(withComplete(withGiven(report, given), claim), {
    organization: claim.organization,
    observedAt: claim.receivedAt,
    ...(given.server !== undefined && { server: given.server }),
    ...reportedBy(claim),
  });
  const placed = place(observed.events);
  if (!placed.ok) return quarantined(placed.reason, placed.remedy, report.warnings);
  const { events, sightings } = await judge(db, claim, placed.events);
  const { results, position } = await append(db, claim.organization, events);
  if (sightings.length > 0)
    await inOrganization(db, claim.organization, (inside) => recordSightings(inside, claim.organization, sightings));
  const count = (outcome: string) => results.filter((result) => result === outcome).length;
  const told = { warnings: report.warnings, events: count('recorded'), position };
  if (count('conflict') > 0) return { ...told, state: 'conflict', ...inConflict(count('conflict')) };
  return { ...told, state: count('recorded') > 0 ? 'recorded' : 'duplicate' };
}

function givenWith({ parameters = {} }: Claim): Given {
  const { server, observedAt } = parameters;
  return { ...(server !== undefined && { server }), ...(observedAt !== undefined && { observedAt }) };
}

/** Who sent it may know that the lists of the file are exhaustive when the file itself does not say. */
function withComplete(report: Report, { parameters = {} }: Claim): Report {
  const keys = (parameters['complete'] ?? '').split(',').map((key) => key.trim());
  const said = keys.filter((key) => key !== '');
  if (said.length === 0) return report;
  const servers = report.servers.map(({ server, complete }) => ({
    server,
    complete: [...new Set([...complete, ...said])],
  }));
  return { ...report, servers };
}

function reportedBy({ filename, credential }: Claim): { readonly reportedBy?: string } {
  const who = filename ?? credential;
  return who === undefined ? {} : { reportedBy: who };
}

type Placed =
  | { readonly ok: true; readonly events: readonly NewEvent[] }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

const WHY_NOT: Record<NonNullable<ReturnType<typeof whyNotRecordable>>, string> = {
  'occurred-at-out-of-range': 'its time is not between the years 1 and 9999',
  'server-name-too-long': 'the name of its server is too long',
};

/** Each event with the stream it belongs to. */
function place(events: readonly FleetEvent[]): Placed {
  const placed: NewEvent[] = [];
  for (const [index, event] of events.entries()) {
    const belongs = streamOf(event);
    if (!belongs.ok)
      return {
        ok: false,
        reason: `Event ${index} of ${events.length} does not say whom it is about: ${belongs.reason}.`,
        remedy: 'Its source must be /organizations/<organization>/servers/<fqdn> or /organizations/<organization>.',
      };
    const recordable = { ...event, stream: belongs.stream };
    const reason = whyNotRecordable(recordable);
    if (reason !== null)
      return {
        ok: false,
        reason: `Event ${index} of ${events.length} cannot be recorded: ${WHY_NOT[reason]}.`,
        remedy: 'Correct it where it comes from and send it again.',
      };
    placed.push(recordable);
  }
  return { ok: true, events: placed };
}

type Known = Omit<StreamHistory, 'stream'>;

interface Judged {
  readonly events: readonly NewEvent[];
  readonly sightings: readonly NewSighting[];
}

/** Tells inventories that say nothing new from events. What the log holds already is left to the log to know. */
async function judge(db: DataSource, claim: Claim, placed: readonly NewEvent[]): Promise<Judged> {
  const inventories = placed.filter(({ type }) => type === 'inventory.observed');
  if (inventories.length === 0) return { events: placed, sightings: [] };
  const streams = [...new Set(inventories.map(({ stream }) => stream))];
  const histories = await inOrganization(db, claim.organization, (inside) =>
    historiesOfServers(inside, claim.organization, streams),
  );
  const judged = placed.map((event) => ({ event, sighting: sightingIn(histories.get(event.stream), event, claim) }));
  return {
    events: judged.filter(({ sighting }) => sighting === null).map(({ event }) => event),
    sightings: judged.map(({ sighting }) => sighting).filter((sighting) => sighting !== null),
  };
}

/** The sighting that an inventory amounts to; null: it is an event. */
function sightingIn(history: Known | undefined, event: NewEvent, { receivedAt }: Claim): NewSighting | null {
  if (history === undefined || history.events.some(({ eventId }) => eventId === eventIdOf(event))) return null;
  const decision = sightingOf({ ...event, recordedAt: receivedAt }, history);
  if (!('sighting' in decision)) return null;
  const stream = history.events.find(({ eventId }) => eventId === decision.sighting.eventId)?.stream;
  return stream === undefined ? null : { ...decision.sighting, stream };
}

function inConflict(count: number) {
  return {
    reason: `${count} ${count === 1 ? 'event carries' : 'events carry'} an id under which something else was recorded before.`,
    remedy: 'Both are kept. Find out which is right; a correction needs an id of its own.',
  };
}

export function quarantined(reason: string, remedy: string, warnings: readonly Warning[] = []): Ending {
  return { state: 'quarantined', reason, remedy, warnings };
}
