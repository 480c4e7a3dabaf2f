import { z } from 'zod';
import { compareText } from '#libs/fleet/canonical.js';
import { columnText } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { installations, presentations } from '#libs/store/queries/certificates-now.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import { streamsOf } from '#libs/store/queries/histories.js';
import {
  type Foretold,
  foretold,
  observedPresentations,
  type PresentationEvent,
} from '#libs/store/queries/presentations.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { serverNow } from '#libs/store/queries/servers-now.js';
import { type Check, checkPresentation, countsByRule, outcomeSeen } from '#libs/views/presentation-check.js';
import { presentationHints } from '#libs/views/presentation-hints.js';
import { keysOf } from './cursor.js';
import { type Moment, page } from './list.js';
import type { PresentationsQuery } from './params.js';
import { noServer } from './reads.js';

/** Where a page ends: server, endpoint, and how it was looked at. */
const Keys = z.tuple([z.string(), z.string(), z.string()]);
type Keys = z.infer<typeof Keys>;

const DAY_MS = 86_400_000;
/** Events looked at: more than any fleet is looked at within the time, unless it is looked at far too often. */
const MOST_EVENTS = 20_000;

/** What was last seen at one endpoint in one way, and what was foretold for that instant. */
interface Compared {
  /** Canonical name. */
  readonly server: string;
  readonly fqdn: string;
  readonly event: PresentationEvent;
  /** When it was seen, as far as it is believed. */
  readonly at: string;
  readonly predicted: Foretold | null;
  readonly check: Check;
}

/** What was last seen at each endpoint, compared with what was foretold for that instant; and how often each rule was right, per version. */
export async function presentationsList(
  db: Transaction,
  organization: string,
  query: PresentationsQuery,
  { position, now }: Moment,
) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const after = keysOf('presentations', query.cursor, Keys);
  const since = new Date(now.getTime() - query.days * DAY_MS);
  const { latest, cut } = await latestOf(db, organization, { server, since });
  const all = await compared(db, organization, latest);
  const endpoint = query.endpoint?.toLowerCase();
  const wanted = all
    .filter(({ event, check }) => {
      if (endpoint !== undefined && event.data.endpoint.toLowerCase() !== endpoint) return false;
      return query.agreement === undefined || check.agreement === query.agreement;
    })
    .sort((one, other) => compareKeys(keysOfCompared(one), keysOfCompared(other)));
  const rest = after === null ? wanted : wanted.filter((one) => compareKeys(keysOfCompared(one), after) > 0);
  const hints = await hintsOf(db, organization, rest.slice(0, query.limit));
  const counts = countsByRule(
    all.map(({ predicted, check }) => ({ rule: predicted?.rule ?? null, version: predicted?.version ?? null, check })),
  );
  const item = (one: Compared) => itemOf(one, hints.get(one) ?? []);
  const about = { total: wanted.length, position, asOf: now.toISOString() };
  const list = page(rest, query.limit, { list: 'presentations', keys: keysOfCompared, item }, about);
  return { ...list, counts, since: since.toISOString(), cut };
}

/** The newest observation of each endpoint by each observer, port and name. */
async function latestOf(
  db: Transaction,
  organization: string,
  { server, since }: { readonly server: string | undefined; readonly since: Date },
): Promise<{
  readonly latest: readonly (PresentationEvent & { readonly server: string; readonly fqdn: string })[];
  readonly cut: boolean;
}> {
  const servers = await streamsOf(db, organization, server === undefined ? undefined : [server]);
  const byStream = new Map(
    [...servers].flatMap(([key, { fqdn, streams }]) => streams.map((one) => [one, { server: key, fqdn }])),
  );
  const streams = server === undefined ? undefined : [...byStream.keys()];
  const events = await observedPresentations(db, organization, { streams, since, most: MOST_EVENTS + 1 });
  const latest = new Map<string, PresentationEvent & { readonly server: string; readonly fqdn: string }>();
  for (const event of events.slice(0, MOST_EVENTS)) {
    const whose = byStream.get(columnText(event.stream));
    // Newest first. A server that the projection does not know yet comes with the next page of the log.
    if (whose === undefined) continue;
    const key = JSON.stringify([whose.server, event.data.endpoint, variantOf(event)]);
    if (!latest.has(key)) latest.set(key, { ...event, ...whose });
  }
  return { latest: [...latest.values()], cut: events.length > MOST_EVENTS };
}

function variantOf({ data: { protocol, port, serverName, observedFrom } }: PresentationEvent): string {
  return JSON.stringify([protocol ?? null, port ?? null, serverName ?? null, observedFrom ?? null]);
}

async function compared(
  db: Transaction,
  organization: string,
  latest: readonly (PresentationEvent & { readonly server: string; readonly fqdn: string })[],
): Promise<Compared[]> {
  const places = latest.map((event) => ({ server: event.server, endpoint: event.data.endpoint, at: believed(event) }));
  const predictions = await foretold(db, organization, places);
  return latest.map((event, index) => {
    const predicted = predictions.get(index) ?? null;
    const check = checkPresentation(event.data, predicted);
    return { server: event.server, fqdn: event.fqdn, event, at: believed(event), predicted, check };
  });
}

/** A clock that goes ahead is not believed. */
function believed({ occurredAt, recordedAt }: PresentationEvent): string {
  return occurredAt < recordedAt ? occurredAt : recordedAt;
}

function keysOfCompared({ server, event }: Compared): Keys {
  return [server, event.data.endpoint, variantOf(event)];
}

function compareKeys(one: Keys, other: Keys): number {
  return one.reduce((found, text, index) => found || compareText(text, other[index] ?? ''), 0);
}

async function hintsOf(db: Transaction, organization: string, shown: readonly Compared[]) {
  const surprises = shown.filter(({ check }) => check.agreement === 'disagrees');
  const thumbprints = [...new Set(surprises.flatMap(({ event }) => event.data.chain.slice(0, 1)))].filter(isThumbprint);
  const installed = groupedBy(await installations(db, organization, thumbprints), (row) => row.thumbprint);
  const presented = groupedBy(await presentations(db, organization, thumbprints), (row) => row.thumbprint);
  const lastSeen = new Map<string, string | null>();
  for (const { server } of surprises) {
    if (lastSeen.has(server)) continue;
    const row = await serverNow(db, organization, server);
    lastSeen.set(server, row?.lastSeenAt?.toISOString() ?? null);
  }
  return new Map(
    surprises.map((one) => {
      const thumbprint = one.event.data.chain[0]?.toUpperCase() ?? null;
      const surprise = {
        server: one.fqdn,
        endpoint: one.event.data.endpoint,
        thumbprint,
        seenAt: one.at,
        lastSeenAt: lastSeen.get(one.server) ?? null,
      };
      const installedOn = (installed.get(thumbprint ?? '') ?? []).map(({ server }) => server);
      return [one, presentationHints(surprise, { installedOn, presentedAt: presented.get(thumbprint ?? '') ?? [] })];
    }),
  );
}

function isThumbprint(text: string): boolean {
  return /^[0-9A-F]{40}$/.test(text);
}

function itemOf({ fqdn, event, at, predicted, check }: Compared, hints: readonly string[]) {
  const { endpoint, chain, observedFrom, protocol, port, serverName, reason, line, injectedBytes } = event.data;
  return {
    server: fqdn,
    endpoint,
    observedAt: at,
    observedFrom: observedFrom ?? null,
    protocol: protocol ?? null,
    port: port ?? null,
    serverName: serverName ?? null,
    position: event.position,
    seen: {
      outcome: outcomeSeen(event.data),
      thumbprint: chain[0] ?? null,
      chain,
      reason: reason ?? null,
      line: line ?? null,
      injectedBytes: injectedBytes ?? 0,
    },
    predicted,
    agreement: check.agreement,
    reason: check.reason,
    hints,
  };
}
