import type { DataSource } from 'typeorm';
import { claimedInstant, instantText } from '#libs/fleet/effective-instant.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import type { RecordedEvent, Sighting } from '#libs/fleet/event.js';
import { sightingOf } from '#libs/fleet/sighting.js';
import { inOrganization } from '#libs/store/database.js';
import type { NewEvent } from '#libs/store/event-row.js';
import { judgingHistories, type ToJudge } from '#libs/store/judging-histories.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import type { NewSighting } from '#libs/store/sightings.js';

interface Known {
  readonly events: readonly RecordedEvent[];
  readonly sightings: readonly Sighting[];
  /** From which instant on this is all; absent: it is all there is. */
  readonly since?: string;
}

export interface Upload {
  readonly organization: string;
  readonly receivedAt: string;
  readonly clockOffsetMs?: number | undefined;
}

/**
 * Tells inventories that say nothing new from events: for each event of an upload the sighting that it amounts to, or null when it is to be
 * recorded. They are judged in the order in which they were made, whatever order they were sent in, and against each other as against the log; what
 * the log holds already is left to the log to know.
 */
export async function judge(
  db: DataSource,
  upload: Upload,
  placed: readonly NewEvent[],
): Promise<readonly (NewSighting | null)[]> {
  const verdicts: (NewSighting | null)[] = placed.map(() => null);
  const inventories = placed.flatMap((event, index) => (event.type === 'inventory.observed' ? [{ event, index }] : []));
  if (inventories.length === 0) return verdicts;
  const asked = toJudge(upload, inventories);
  const inLog = await inOrganization(db, upload.organization, (inside) =>
    judgingHistories(inside, upload.organization, asked),
  );
  const inUpload = openHistories(upload, placed);
  for (const { event, index } of inventories.sort(byInstant)) {
    const known = both(inLog.get(event.stream), inUpload.of(event));
    const sighting = sightingIn(known, event, upload);
    verdicts[index] = sighting;
    if (sighting === null) inUpload.add(event);
    else inUpload.see(sighting);
  }
  return verdicts;
}

interface Judged {
  readonly event: NewEvent;
  readonly index: number;
}

function byInstant(a: Judged, b: Judged): number {
  return Date.parse(a.event.occurredAt) - Date.parse(b.event.occurredAt) || a.index - b.index;
}

function toJudge({ receivedAt }: Upload, inventories: readonly Judged[]): readonly ToJudge[] {
  return [...groupedBy(inventories, ({ event }) => event.stream)].map(([stream, own]) => {
    const made = own.map(({ event }) => claimedInstant({ ...event, recordedAt: receivedAt }).instant);
    return {
      stream,
      first: instantText(made.reduce((first, instant) => Math.min(first, instant))),
      eventIds: own.map(({ event }) => eventIdOf(event)),
    };
  });
}

/** The sighting that an inventory amounts to; null: it is an event. */
function sightingIn(known: Known, event: NewEvent, { receivedAt, clockOffsetMs }: Upload): NewSighting | null {
  const eventId = eventIdOf(event);
  if (known.events.some((other) => other.eventId === eventId)) return null;
  const decision = sightingOf({ ...event, recordedAt: receivedAt }, known, known.since);
  if (!('sighting' in decision)) return null;
  const earlier = known.events.find((other) => other.eventId === decision.sighting.eventId);
  if (earlier === undefined || !isSure(earlier)) return null;
  return { ...decision.sighting, stream: earlier.stream, clockOffsetMs };
}

/**
 * An inventory of this upload will stand in the log if its id comes from its content. An id that a sender chose may turn out to be in
 * conflict; then nothing may refer to it.
 */
function isSure({ position, id }: RecordedEvent): boolean {
  return position !== NOT_YET || id.startsWith('inventory:');
}

/** In place of the position of an event that is about to be recorded. */
const NOT_YET = 0;

function both(log: Known | undefined, upload: Known): Known {
  if (log === undefined) return upload;
  const latest = new Map(log.sightings.map((one) => [one.eventId, one]));
  for (const one of upload.sightings) {
    const before = latest.get(one.eventId);
    if (before === undefined || before.lastSeenAt < one.lastSeenAt) latest.set(one.eventId, one);
  }
  return { ...log, events: [...log.events, ...upload.events], sightings: [...latest.values()] };
}

/**
 * What an upload itself tells, as if it stood in the log: its changes from the beginning, its inventories as they are judged. Servers are told apart
 * by the first label of their names only, so that a short name counts as every full name that it may be joined to.
 */
function openHistories({ receivedAt }: Upload, placed: readonly NewEvent[]) {
  const events = new Map<string, RecordedEvent[]>();
  const sightings = new Map<string, Map<string, Sighting>>();
  const add = (event: NewEvent) => {
    const known = events.get(labelOf(event)) ?? [];
    if (known.length === 0) events.set(labelOf(event), known);
    known.push({ ...event, eventId: eventIdOf(event), recordedAt: receivedAt, position: NOT_YET, version: 0 });
  };
  for (const event of placed) if (event.type !== 'inventory.observed') add(event);
  return {
    of: (event: NewEvent): Known => ({
      events: events.get(labelOf(event)) ?? [],
      sightings: [...(sightings.get(labelOf(event))?.values() ?? [])],
    }),
    add,
    see: (sighting: NewSighting) => {
      const known = sightings.get(labelOf(sighting)) ?? new Map<string, Sighting>();
      if (known.size === 0) sightings.set(labelOf(sighting), known);
      known.set(sighting.eventId, sighting);
    },
  };
}

function labelOf({ stream }: Pick<NewEvent, 'stream'>): string {
  return stream.split('.', 1)[0] ?? stream;
}
