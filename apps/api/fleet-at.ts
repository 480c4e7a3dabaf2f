import type { WrittenFacts } from '#libs/certificates/written-facts.js';
import { setImmediate as breathe } from 'node:timers/promises';
import { ORGANIZATION_STREAM } from '#libs/fleet/event.js';
import { entriesUntil, foldOrganization, foldServer, type History } from '#libs/fleet/fold.js';
import type { OrganizationState, ServerState } from '#libs/fleet/state.js';
import type { Selection } from '#libs/selection/selection.js';
import { selectionsOf } from '#libs/views/selections-of.js';
import { columnText } from '#libs/store/column-text.js';
import type { Transaction } from '#libs/store/database.js';
import { certificateFacts } from '#libs/views/certificate-facts.js';
import { histories, type StreamHistory, streamsOf } from '#libs/store/queries/histories.js';
import { knownEnd } from './known-at.js';
import { Refused } from './refused.js';

/** A server as it was, or will be. */
export interface ServerAt {
  /** Canonical name. */
  readonly key: string;
  readonly state: ServerState;
  /** Which certificate each endpoint presents at the instant, by endpoint. */
  readonly select: (trace?: boolean) => readonly Selection[];
}

export interface FleetAt {
  /** By canonical name; those of which nothing had been heard are left out. */
  readonly servers: readonly ServerAt[];
  readonly organization: OrganizationState;
  /** What was known: the log up to here. */
  readonly position: number;
  readonly at: string;
}

interface Around {
  readonly position: number;
  readonly now: Date;
  /** Canonical names of those that are looked at; undefined: all. */
  readonly servers?: readonly string[] | undefined;
}

/**
 * The fleet at another time than now, folded again from the log: with the events that had happened by `asOf`, of those that were known at
 * `knownAt`, looked at at that instant.
 */
export async function fleetAt(
  db: Transaction,
  organization: string,
  { asOf, knownAt }: { readonly asOf?: string | undefined; readonly knownAt?: number | undefined },
  around: Around,
): Promise<FleetAt> {
  const fleet = await fleetWithin(db, organization, { asOf, knownAt }, around);
  if ('tooMany' in fleet) throw tooManyServers(fleet.tooMany);
  return fleet;
}

/** The same, or how many servers are too many for it. */
export async function fleetWithin(
  db: Transaction,
  organization: string,
  { asOf, knownAt }: { readonly asOf?: string | undefined; readonly knownAt?: number | undefined },
  { position, now, servers: asked }: Around,
): Promise<FleetAt | { readonly tooMany: number }> {
  const at = asOf ?? now.toISOString();
  const known = Math.min((await knownEnd(db, organization, knownAt)) ?? position, position);
  const until = { knownAt: known, ...(asOf !== undefined && { asOf }) };
  const aliases = await streamsOf(db, organization, asked?.map(columnText));
  if (aliases.size > MOST_SERVERS) return { tooMany: aliases.size };
  const streams =
    asked === undefined ? undefined : [ORGANIZATION_STREAM, ...[...aliases.values()].flatMap((one) => one.streams)];
  const recorded = await histories(db, organization, { streams, knownAt: known });
  const around = foldOrganization(historyOf(recorded, [ORGANIZATION_STREAM]), until).state;
  const servers: ServerAt[] = [];
  for (const [key, alias] of aliases) {
    const history = historyOf(recorded, alias.streams);
    if (entriesUntil(history, until).length === 0) continue;
    const { state } = foldServer(alias.fqdn, history, until);
    const select = (trace = false) => byEndpoint(selectionsOf(state, around.organization, { at, trace }));
    servers.push({ key, state, select });
    // A fleet takes a while: let other requests through.
    await breathe();
  }
  return { servers, organization: around, position: known, at };
}

/** Folding all servers again is for fleets whose histories fit into memory; a larger one is asked server by server. */
export const MOST_SERVERS = 1_000;

function tooManyServers(servers: number): Refused {
  return new Refused(
    'unprocessable',
    `The ${servers} servers of this organization are too many to be looked at as of another time at once.`,
    {
      remedy: 'Ask for one server: add the parameter server, or ask GET /api/v1/servers/{fqdn}.',
      errors: [{ parameter: 'asOf', message: `without the parameter server for at most ${MOST_SERVERS} servers` }],
    },
  );
}

/** The history of several streams as one. */
export function historyOf(recorded: ReadonlyMap<string, StreamHistory>, streams: readonly string[]): Required<History> {
  const found = streams.flatMap((stream) => recorded.get(stream) ?? []);
  // Sightings stand in no commit: they count in the newest knowledge only.
  const sightings = found.some(({ isOutdated }) => isOutdated) ? [] : found.flatMap((one) => one.sightings);
  return { events: found.flatMap((one) => one.events), sightings };
}

export function byEndpoint(selections: readonly Selection[]): readonly Selection[] {
  return selections.toSorted((one, other) =>
    one.endpoint < other.endpoint ? -1 : one.endpoint > other.endpoint ? 1 : 0,
  );
}

/** What is written in a certificate of a server's store, or null. */
export function certificateIn(state: ServerState, thumbprint: string | null): WrittenFacts | null {
  const found = state.server.certificates?.find((certificate) => certificate.thumbprint === thumbprint);
  return found === undefined ? null : certificateFacts(found);
}
