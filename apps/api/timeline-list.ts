import { describe } from '#libs/fleet/describe.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import { ORGANIZATION_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import { columnText } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { histories, type StreamHistory, streamsOf } from '#libs/store/queries/histories.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { countTimeline, timeline, type TimelineFilter } from '#libs/store/queries/timeline.js';
import { comparisons, type Comparison } from '#libs/views/comparison.js';
import { effects } from '#libs/views/effects.js';
import { setImmediate as breathe } from 'node:timers/promises';
import { InstantAndPosition, keysOf } from './cursor.js';
import { historyOf } from './fleet-at.js';
import { type Moment, page } from './list.js';
import type { TimelineQuery } from './params.js';
import { noServer } from './reads.js';

type Asked = TimelineQuery & Moment;

/** What happened in the organization. */
export function timelineOfOrganization(db: Transaction, organization: string, asked: Asked) {
  return timelineList(db, organization, { list: 'timeline', filter: {} }, asked);
}

/** What happened to a server, and in the organization around it. */
export async function timelineOfServer(db: Transaction, organization: string, name: string, asked: Asked) {
  const key = await serverKey(db, organization, name);
  if (key === null) throw noServer(name);
  const streams = (await streamsOf(db, organization, [key])).get(key)?.streams ?? [];
  const filter = { streams: [...streams, ORGANIZATION_STREAM] };
  return timelineList(db, organization, { list: `timeline of ${key}`, filter, server: key }, asked);
}

/** What happened to a certificate: the events that speak of it, on any server. */
export function timelineOfCertificate(db: Transaction, organization: string, thumbprint: string, asked: Asked) {
  return timelineList(db, organization, { list: `timeline of ${thumbprint}`, filter: { thumbprint } }, asked);
}

interface Which {
  readonly list: string;
  readonly filter: TimelineFilter;
  /** Only what changed on this server is told. */
  readonly server?: string;
}

async function timelineList(db: Transaction, organization: string, { list, filter, server }: Which, asked: Asked) {
  const after = keysOf(list, asked.cursor, InstantAndPosition);
  const from = after === null ? null : ([new Date(after[0]).toISOString(), after[1]] as const);
  const events = await timeline(db, organization, filter, { after: from, limit: asked.limit + 1 });
  const changes = await changesOf(db, organization, events.slice(0, asked.limit), server);
  const about = {
    total: await countTimeline(db, organization, filter),
    position: asked.position,
    asOf: asked.now.toISOString(),
  };
  const keys = (event: RecordedEvent) => [claimed(event), event.position];
  return page(events, asked.limit, { list, keys, item: (event) => itemOf(event, changes.get(event.position)) }, about);
}

/** When it happened, as far as it is believed; the order of the list. */
function claimed({ occurredAt, recordedAt }: RecordedEvent): number {
  return Math.min(Date.parse(occurredAt), Date.parse(recordedAt));
}

/** The stream as the tables write it. */
function streamOf({ stream }: RecordedEvent): string {
  return columnText(stream);
}

interface Change {
  readonly server: string;
  readonly endpoint: string;
  readonly before: { readonly outcome: string; readonly thumbprint: string | null } | null;
  readonly after: { readonly outcome: string; readonly thumbprint: string | null } | null;
  readonly rule: string;
}

/** What an event changed. */
interface Changes {
  /** The server that the event is about; null: the organization. */
  readonly server: string | null;
  readonly changes: readonly Change[];
  /** Of what was seen with what was predicted; null: the event tells of nothing that was seen. */
  readonly comparison: Comparison | null;
  /** Whether all servers that it may concern were looked at. */
  readonly whole: boolean;
}

/**
 * What these events changed, per endpoint. An event of one server concerns that server; one of the organization, every server, or the one
 * that is asked about.
 */
async function changesOf(
  db: Transaction,
  organization: string,
  events: readonly RecordedEvent[],
  only?: string,
): Promise<ReadonlyMap<number, Changes>> {
  const aliases = await streamsOf(db, organization, only === undefined ? undefined : [only]);
  const concerned = new Set(events.map(streamOf));
  const everyone = concerned.has(ORGANIZATION_STREAM) && aliases.size <= MOST_SERVERS;
  const servers = [...aliases.values()].filter(
    ({ streams }) => everyone || streams.some((stream) => concerned.has(stream)),
  );
  const streams = [ORGANIZATION_STREAM, ...servers.flatMap((server) => server.streams)];
  const recorded = await histories(db, organization, { streams });
  const found = new Map(events.map((event) => [event.position, nothingYet(event, everyone)]));
  for (const server of servers) {
    for (const event of events) {
      const entry = found.get(event.position);
      if (entry !== undefined && server.streams.includes(streamOf(event))) entry.server = server.fqdn;
    }
    for (const [position, changes] of effectsOn(server, recorded, events)) {
      found.get(position)?.changes.push(...changes.map((change) => ({ server: server.fqdn, ...change })));
    }
    for (const [position, comparison] of comparisonsOn(server, recorded, events)) {
      const entry = found.get(position);
      if (entry !== undefined) entry.comparison = comparison;
    }
    await breathe();
  }
  return found;
}

/** An entry of which nothing is known yet. */
function nothingYet({ stream }: RecordedEvent, everyone: boolean) {
  const whole = everyone || stream !== ORGANIZATION_STREAM;
  const entry: { server: string | null; changes: Change[]; comparison: Comparison | null; whole: boolean } = {
    server: null,
    changes: [],
    comparison: null,
    whole,
  };
  return entry;
}

/** How many servers are looked at for an event of the organization; it is told in each server's own timeline all the same. */
const MOST_SERVERS = 300;

interface Where {
  readonly fqdn: string;
  readonly streams: readonly string[];
}

type Histories = ReadonlyMap<string, StreamHistory>;

function effectsOn(server: Where, recorded: Histories, events: readonly RecordedEvent[]) {
  const wanted = events.filter(
    (event) => event.stream === ORGANIZATION_STREAM || server.streams.includes(streamOf(event)),
  );
  const [own, around] = entriesOf(server, recorded);
  return effects(server.fqdn, own, around, positionsOf(wanted));
}

function comparisonsOn(server: Where, recorded: Histories, events: readonly RecordedEvent[]) {
  const seen = events.filter(
    (event) => event.type === 'presentation.observed' && server.streams.includes(streamOf(event)),
  );
  if (seen.length === 0) return [];
  const [own, around] = entriesOf(server, recorded);
  return comparisons(server.fqdn, own, around, positionsOf(seen));
}

/** The server's own history and that of its organization. */
function entriesOf({ streams }: Where, recorded: Histories) {
  const own = historyOf(recorded, streams);
  const around = historyOf(recorded, [ORGANIZATION_STREAM]);
  return [inEffectiveOrder(own.events, own.sightings), inEffectiveOrder(around.events, around.sightings)] as const;
}

function positionsOf(events: readonly RecordedEvent[]): ReadonlySet<number> {
  return new Set(events.map(({ position }) => position));
}

function itemOf(event: RecordedEvent, found: Changes | undefined) {
  const changes = found?.changes ?? [];
  return {
    position: event.position,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    type: `certfleet.${event.type}.v1`,
    server: found?.server ?? null,
    what: describe(event),
    changes,
    effect: effectOf(changes.length, found?.whole === true),
    comparison: found?.comparison ?? null,
    actor: event.actor ?? null,
    tool: event.tool ?? null,
    source: event.source,
    reportedBy: event.reportedBy ?? null,
  };
}

function effectOf(changes: number, whole: boolean): string {
  if (changes > 0) return `${changes} ${changes === 1 ? 'endpoint presents' : 'endpoints present'} something else.`;
  return whole ? 'Nothing that is presented changed.' : 'What it changed is told in the timeline of each server.';
}
