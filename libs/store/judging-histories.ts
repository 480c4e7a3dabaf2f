import type { RecordedEvent, Sighting } from '#libs/fleet/event.js';
import { judgedSince, type InventorySeen } from '#libs/fleet/sighting.js';
import { columnText } from './column-text.js';
import type { Transaction } from './database.js';
import { recordedEvent, wireType } from './event-row.js';
import { EVENT_TEXT, eventRowOf, type EventText } from './event-text.js';
import { groupedBy } from './queries/grouped.js';
import { columnInstant } from './write-views.js';

/** Inventories of one stream that are to be judged. */
export interface ToJudge {
  readonly stream: string;
  /** When the first of them was made, with milliseconds. */
  readonly first: string;
  /** What they would be in the log, where they may stand already. */
  readonly eventIds: readonly string[];
}

/** What is known of a server, as far as inventories of it need be compared with it. */
export interface JudgingHistory {
  readonly events: readonly RecordedEvent[];
  readonly sightings: readonly Sighting[];
  /** From here on it is complete. */
  readonly since: string;
}

/**
 * For each of these streams what has to be known of the server that it belongs to, all its streams together, to judge its new inventories. That
 * is its newest part, however long its history is.
 */
export async function judgingHistories(
  db: Transaction,
  organization: string,
  asked: readonly ToJudge[],
): Promise<ReadonlyMap<string, JudgingHistory>> {
  const families = await familiesOf(db, organization, asked);
  const inventories = await inventoriesOf(db, organization, [...new Set([...families.values()].flat())]);
  const since = new Map(
    asked.map(({ stream, first }) => {
      const seen = (families.get(stream) ?? []).flatMap((name) => inventories.get(name) ?? []);
      return [stream, judgedSince(seen, first)];
    }),
  );
  const parts = await partsOf(db, organization, {
    from: asked.flatMap(({ stream, first }) =>
      (families.get(stream) ?? []).map((name) => ({ name, since: since.get(stream) ?? first })),
    ),
    eventIds: asked.flatMap(({ eventIds }) => eventIds),
  });
  return new Map(
    asked.map(({ stream, first }) => {
      const own = (families.get(stream) ?? []).flatMap((name) => parts.get(name) ?? []);
      return [
        stream,
        {
          events: own.flatMap(({ events }) => events),
          sightings: own.flatMap(({ sightings }) => sightings),
          since: since.get(stream) ?? first,
        },
      ];
    }),
  );
}

/** For each stream those of the server that it is known to belong to, as columns have them. */
async function familiesOf(
  db: Transaction,
  organization: string,
  asked: readonly ToJudge[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = asked.map(({ stream }) => columnText(stream));
  const aliases = await db.query<{ stream: string; sibling: string }>(
    `select a.stream, b.stream as sibling
     from certfleet.server_alias a
     join certfleet.server_alias b using (organization, server)
     where a.organization = $1 and a.stream = any($2::text[])`,
    [organization, names],
  );
  const siblings = groupedBy(aliases, ({ stream }) => stream);
  return new Map(
    asked.map(({ stream }) => {
      const name = columnText(stream);
      return [stream, [...new Set([name, ...(siblings.get(name) ?? []).map(({ sibling }) => sibling)])]];
    }),
  );
}

/** When the inventories of these streams were made and seen, without what they say. */
async function inventoriesOf(
  db: Transaction,
  organization: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly InventorySeen[]>> {
  const rows = await db.query<{ stream: string; claimed: Date; seen: Date | null }>(
    `select e.stream, least(e.occurred_at, e.recorded_at) as claimed, s.last_seen_at as seen
     from certfleet.event e
     left join certfleet.sighting s on s.organization = $1 and s.stream = e.stream and s.event_id = e.event_id
     where e.organization = $1 and e.stream = any($2::text[]) and e.type = '${wireType('inventory.observed')}'`,
    [organization, names],
  );
  const byStream = groupedBy(rows, ({ stream }) => stream);
  const seenOf = ({ claimed, seen }: { readonly claimed: Date; readonly seen: Date | null }): InventorySeen => ({
    claimed: claimed.toISOString(),
    lastSeen: (seen !== null && seen > claimed ? seen : claimed).toISOString(),
  });
  return new Map([...byStream].map(([stream, own]) => [stream, own.map(seenOf)]));
}

interface Parts {
  readonly from: readonly { readonly name: string; readonly since: string }[];
  readonly eventIds: readonly string[];
}

/** `judgedSince` says what is complete. What is counted has a sequence in its provenance, a text that no operator of json need read. */
async function partsOf(db: Transaction, organization: string, { from, eventIds }: Parts) {
  const earliest = new Map<string, string>();
  for (const { name, since } of from) {
    const before = earliest.get(name);
    if (before === undefined || since < before) earliest.set(name, since);
  }
  const parameters = [organization, [...earliest.keys()], [...earliest.values()].map(columnInstant)];
  const texts = await db.query<EventText>(
    `select ${EVENT_TEXT}
     from unnest($2::text[], $3::timestamptz[]) as asked (name, since)
     join certfleet.event on organization = $1 and stream = asked.name
     where least(occurred_at, recorded_at) >= asked.since
       or strpos(provenance::text, '"sequence"') > 0
       or event_id = any($4::uuid[])
       or exists (
         select from certfleet.sighting s
         where s.organization = $1 and s.stream = asked.name and s.event_id = event.event_id and s.last_seen_at >= asked.since)
     order by position`,
    [...parameters, eventIds],
  );
  const seen = await db.query<{ stream: string; eventId: string; lastSeenAt: Date }>(
    `select stream, event_id as "eventId", last_seen_at as "lastSeenAt"
     from certfleet.sighting where organization = $1 and stream = any($2::text[])`,
    [organization, [...earliest.keys()]],
  );
  const events = groupedBy(texts.map(eventRowOf), ({ stream }) => stream);
  const sightings = groupedBy(seen, ({ stream }) => stream);
  return new Map(
    [...earliest.keys()].map((name) => [
      name,
      {
        events: (events.get(name) ?? []).map(recordedEvent),
        sightings: (sightings.get(name) ?? []).map(({ eventId, lastSeenAt }) => ({
          eventId,
          lastSeenAt: lastSeenAt.toISOString(),
        })),
      },
    ]),
  );
}
