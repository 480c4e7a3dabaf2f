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
import { timelineGroups } from '#libs/views/timeline-groups.js';
import type { ToldChange } from '#libs/views/timeline-item.js';
import { setImmediate as breathe } from 'node:timers/promises';
import { cursorAfter, InstantAndPosition, keysOf } from './cursor.js';
import { historyOf } from './fleet-at.js';
import { knownEnd } from './known-at.js';
import type { Moment } from './list.js';
import type { ServerTimelineQuery, TimelineQuery } from './params.js';
import { noServer } from './reads.js';
import { around, type Beside, besideOf, lookAround } from './timeline-told.js';

type Asked = TimelineQuery & Moment;

/** What happened in the organization. */
export function timelineOfOrganization(db: Transaction, organization: string, asked: Asked) {
  return timelineList(db, organization, { list: 'timeline', filter: {} }, asked);
}

/** What happened to a server, and in the organization around it; or what changed one of its endpoints. */
export async function timelineOfServer(
  db: Transaction,
  organization: string,
  name: string,
  asked: ServerTimelineQuery & Moment,
) {
  const key = await serverKey(db, organization, name);
  if (key === null) throw noServer(name);
  const streams = (await streamsOf(db, organization, [key])).get(key)?.streams ?? [];
  const filter = { streams: [...streams, ORGANIZATION_STREAM] };
  const { endpoint } = asked;
  const list = `timeline of ${key}${endpoint === undefined ? '' : ` at ${endpoint}`}`;
  return timelineList(db, organization, { list, filter, server: key, endpoint }, asked);
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
  /** Only the events that changed this endpoint. */
  readonly endpoint?: string | undefined;
}

async function timelineList(db: Transaction, organization: string, which: Which, asked: Asked) {
  const { list } = which;
  const { asOf } = asked;
  const knownAt = await knownEnd(db, organization, asked.knownAt);
  const filter = { ...which.filter, asOf, knownAt };
  const cursor = keysOf(list, asked.cursor, InstantAndPosition);
  const from = cursor === null ? null : ([new Date(cursor[0]).toISOString(), cursor[1]] as const);
  const { items, after } = await found(db, organization, { ...which, filter }, { from, limit: asked.limit });
  return {
    items,
    groups: timelineGroups(items),
    next: after === null ? null : cursorAfter(list, [claimed(after), after.position]),
    total: await countTimeline(db, organization, filter),
    position: Math.min(knownAt ?? asked.position, asked.position),
    asOf: asOf ?? asked.now.toISOString(),
  };
}

/** How many events are looked through at once, and for one answer, for those that changed one endpoint. */
const BATCH = 200;
const MOST_LOOKED_THROUGH = 1_000;

interface Stretch {
  readonly from: readonly [instant: string, position: number] | null;
  readonly limit: number;
}

/** The items of a page, and the event after which the next one begins; null: there is no more. */
async function found(
  db: Transaction,
  organization: string,
  { filter, server, endpoint }: Which,
  { from, limit }: Stretch,
) {
  const size = endpoint === undefined ? limit : BATCH;
  const items: ReturnType<typeof itemOf>[] = [];
  let after = from;
  for (let looked = 0; ;) {
    const events = await timeline(db, organization, filter, { after, limit: size + 1 });
    const batch = events.slice(0, size);
    const told = await toldOf(db, organization, batch, { server, knownAt: filter.knownAt });
    for (const [index, event] of batch.entries()) {
      const item = itemOf(event, told);
      if (endpoint === undefined || changed(item, endpoint)) items.push(item);
      const more = index + 1 < events.length;
      if (items.length === limit) return { items, after: more ? event : null };
    }
    looked += batch.length;
    const last = batch.at(-1);
    if (last === undefined || events.length <= size) return { items, after: null };
    if (looked >= MOST_LOOKED_THROUGH) return { items, after: last };
    after = [new Date(claimed(last)).toISOString(), last.position];
  }
}

function changed({ changes }: ReturnType<typeof itemOf>, endpoint: string): boolean {
  return changes.some((change) => change.endpoint.toLowerCase() === endpoint.toLowerCase());
}

/** When it happened, as far as it is believed; the order of the list. */
function claimed({ occurredAt, recordedAt }: RecordedEvent): number {
  return Math.min(Date.parse(occurredAt), Date.parse(recordedAt));
}

/** The stream as the tables write it. */
function streamOf({ stream }: RecordedEvent): string {
  return columnText(stream);
}

/** What an event changed. */
interface Changes {
  /** The server that the event is about; null: the organization. */
  readonly server: string | null;
  readonly changes: readonly ToldChange[];
  /** Of what was seen with what was predicted; null: the event tells of nothing that was seen. */
  readonly comparison: Comparison | null;
  /** Whether all servers that it may concern were looked at. */
  readonly whole: boolean;
}

/**
 * What these events changed, per endpoint, as it was known then. An event of one server concerns that server; one of the organization, every server, or the one
 * that is asked about.
 */
async function toldOf(
  db: Transaction,
  organization: string,
  events: readonly RecordedEvent[],
  { server: only, knownAt }: { readonly server: string | undefined; readonly knownAt: number | undefined },
): Promise<Told> {
  const aliases = await streamsOf(db, organization, only === undefined ? undefined : [only]);
  const concerned = new Set(events.map(streamOf));
  const everyone = concerned.has(ORGANIZATION_STREAM) && aliases.size <= MOST_SERVERS;
  const servers = [...aliases.values()].filter(
    ({ streams }) => everyone || streams.some((stream) => concerned.has(stream)),
  );
  const streams = [ORGANIZATION_STREAM, ...servers.flatMap((server) => server.streams)];
  const recorded = await histories(db, organization, { streams, knownAt });
  const found = new Map(events.map((event) => [event.position, nothingYet(event, everyone)]));
  const gathered = around(recorded, events);
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
    lookAround(gathered, server.fqdn, entriesOf(server, recorded), ofServer(server, events));
    await breathe();
  }
  const beside = besideOf(events, gathered, (position) => {
    const entry = found.get(position);
    return { server: entry?.server ?? null, changed: entry?.changes.length ?? 0 };
  });
  return { changes: found, beside };
}

/** What these events changed, by position, and what is told beside each. */
interface Told {
  readonly changes: ReadonlyMap<number, Changes>;
  readonly beside: (event: RecordedEvent) => Beside;
}

function ofServer({ streams }: Where, events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  return events.filter((event) => streams.includes(streamOf(event)));
}

/** An entry of which nothing is known yet. */
function nothingYet({ stream }: RecordedEvent, everyone: boolean) {
  const whole = everyone || stream !== ORGANIZATION_STREAM;
  const entry: { server: string | null; changes: ToldChange[]; comparison: Comparison | null; whole: boolean } = {
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

function itemOf(event: RecordedEvent, told: Told) {
  const found = told.changes.get(event.position);
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
    ...told.beside(event),
  };
}

function effectOf(changes: number, whole: boolean): string {
  if (changes > 0) return `${changes} ${changes === 1 ? 'endpoint presents' : 'endpoints present'} something else.`;
  return whole ? 'Nothing that is presented changed.' : 'What it changed is told in the timeline of each server.';
}
