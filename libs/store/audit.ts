import type { DataSource } from 'typeorm';
import { canonicalText } from '#libs/fleet/canonical.js';
import { ORGANIZATION_STREAM, serverStream } from '#libs/fleet/event.js';
import { foldOrganization, foldServer } from '#libs/fleet/fold.js';
import { joinServers } from '#libs/fleet/join-servers.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import { certificateFacts } from '#libs/views/certificate-facts.js';
import { judgedNeighbour } from '#libs/views/judged-server.js';
import {
  walkOrganization,
  walkServer,
  type OrganizationHistory,
  type ServerProjection,
} from '#libs/views/projection.js';
import { auditFindings, type Otherwise } from './audit-findings.js';
import { inSnapshot, type Transaction } from './database.js';
import { everyServer } from './membership.js';
import { foldedHistories, projections, type KnownHistory } from './projected.js';
import { textOfColumn } from './column-text.js';
import { groupedBy } from './queries/grouped.js';
import { PROJECTION } from './refresh.js';
import { certificates } from './write-views.js';

/** Something that the projection holds other than the log says. */
export interface Difference {
  /** Canonical name; null: the organization as a whole. */
  readonly server: string | null;
  readonly what:
    | 'organization'
    | 'streams'
    | 'state'
    | 'bindings'
    | 'installations'
    | 'certificates'
    | 'neighbours'
    | 'findings'
    | 'missing'
    | 'surplus';
}

export interface Audit {
  readonly equal: boolean;
  /** The log was folded up to here, where the projection stands. */
  readonly position: number;
  readonly servers: number;
  /** At most 100 of them. */
  readonly differences: readonly Difference[];
}

const CHUNK = 50;
const MOST_DIFFERENCES = 100;

/**
 * Folds an organization's whole log, server by server and without what the projectors keep to go on from, and compares the outcome with what
 * is stored, both in canonical form. Reads one instant of the database and stops nobody.
 */
export function projectionEqualsFold(db: DataSource, organization: string): Promise<Audit> {
  return inSnapshot(db, organization, async (inside) => {
    const [checkpoint] = await inside.query<{ position: string }>(
      `select position from certfleet.checkpoint where organization = $1 and projection = $2`,
      [organization, PROJECTION],
    );
    const position = Number(checkpoint?.position ?? 0);
    const around = await organizationHistory(inside, organization, position);
    const expected = await expectedServers(inside, organization, position);
    const differences = [
      ...(await compareOrganization(inside, organization, around)),
      ...(await compareMembers(inside, organization, expected)),
    ];
    const names = [...expected.keys()];
    const neighbours = new Map<string, Neighbour>();
    for (let start = 0; start < names.length && differences.length < MOST_DIFFERENCES; start += CHUNK) {
      const chunk = new Map(names.slice(start, start + CHUNK).map((name) => [name, expected.get(name) ?? []]));
      const comparing = { organization, position, chunk, history: around.history, neighbours };
      differences.push(...(await compareServers(inside, comparing)));
    }
    if (neighbours.size === names.length) {
      const fold = { position, servers: expected, organization: foldOrganization(around.own).state, neighbours };
      differences.push(...differencesOf(await auditFindings(inside, organization, fold)));
    }
    return {
      equal: differences.length === 0,
      position,
      servers: names.length,
      differences: differences.slice(0, MOST_DIFFERENCES),
    };
  });
}

function differencesOf({ neighbours, findings }: Otherwise): readonly Difference[] {
  return [
    ...neighbours.map((server) => ({ server, what: 'neighbours' }) as const),
    ...findings.map((server) => ({ server, what: 'findings' }) as const),
  ];
}

interface Around {
  readonly own: KnownHistory;
  readonly history: OrganizationHistory;
}

async function organizationHistory(db: Transaction, organization: string, position: number): Promise<Around> {
  const found = await foldedHistories(db, organization, [ORGANIZATION_STREAM], position);
  const own = found.get(ORGANIZATION_STREAM) ?? { events: [], sightings: [] };
  return { own, history: walkOrganization(own) };
}

/** Which servers the log knows, each with its streams. */
async function expectedServers(
  db: Transaction,
  organization: string,
  position: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.query<{ stream: string }>(
    `select distinct stream from certfleet.event where organization = $1 and position <= $2`,
    [organization, position],
  );
  const streams = rows.map(({ stream }) => textOfColumn(stream)).filter((stream) => stream !== ORGANIZATION_STREAM);
  const named = [];
  for (let start = 0; start < streams.length; start += CHUNK) {
    const histories = await foldedHistories(db, organization, streams.slice(start, start + CHUNK), position);
    for (const [stream, history] of histories) {
      const name = stream.slice(serverStream('').length);
      const { netbiosName } = foldServer(name, history).state.server;
      named.push(netbiosName === undefined ? { name } : { name, netbiosName });
    }
  }
  const joined = [...joinServers(named)].map(([name, { server }]) => ({ server, stream: serverStream(name) }));
  const servers = groupedBy(joined, ({ server }) => server);
  return new Map([...servers].map(([server, own]) => [server, own.map(({ stream }) => stream).sort()]));
}

async function compareOrganization(
  db: Transaction,
  organization: string,
  around: Around,
): Promise<readonly Difference[]> {
  const [row] = await db.query<{ state: OrganizationState }>(
    `select state from certfleet.organization_state where organization = $1`,
    [organization],
  );
  if (row === undefined) return around.own.events.length === 0 ? [] : [{ server: null, what: 'organization' }];
  const { state } = foldOrganization(around.own);
  return canonicalText(state) === canonicalText(row.state) ? [] : [{ server: null, what: 'organization' }];
}

async function compareMembers(
  db: Transaction,
  organization: string,
  expected: ReadonlyMap<string, readonly string[]>,
): Promise<readonly Difference[]> {
  const stored = await everyServer(db, organization);
  const states = await db.query<{ server: string }>(
    `select server from certfleet.server_state where organization = $1`,
    [organization],
  );
  const projected = new Set(states.map(({ server }) => textOfColumn(server)));
  const names = [...new Set([...expected.keys(), ...stored.keys(), ...projected])].sort();
  return names.flatMap((server): Difference[] => {
    if (!expected.has(server)) return [{ server, what: 'surplus' }];
    if (!projected.has(server)) return [{ server, what: 'missing' }];
    return canonicalText(stored.get(server)) === canonicalText(expected.get(server))
      ? []
      : [{ server, what: 'streams' }];
  });
}

interface Comparing {
  readonly organization: string;
  readonly position: number;
  readonly chunk: ReadonlyMap<string, readonly string[]>;
  readonly history: OrganizationHistory;
  /** Filled with those of the chunk, as the log has them. */
  readonly neighbours: Map<string, Neighbour>;
}

async function compareServers(db: Transaction, comparing: Comparing): Promise<readonly Difference[]> {
  const { organization, position, chunk, history, neighbours } = comparing;
  const stored = await projections(db, organization, [...chunk.keys()]);
  const installed = await installations(db, organization, [...chunk.keys()]);
  const histories = await foldedHistories(db, organization, [...chunk.values()].flat(), position);
  const differences: Difference[] = [];
  for (const [server, streams] of chunk) {
    const own = streams.map((stream) => histories.get(stream) ?? { events: [], sightings: [] });
    const whole = { events: own.flatMap(({ events }) => events), sightings: own.flatMap(({ sightings }) => sightings) };
    const { state } = foldServer(server, whole);
    neighbours.set(server, judgedNeighbour(state));
    const projection = stored.get(server);
    if (projection === undefined) continue; // said already: it is missing
    const walked = walkServer(server, whole, history);
    const known = await certificates(db, organization, [...walked.seen.keys()]);
    const holds = {
      state: canonicalText(state) === canonicalText(projection.state),
      bindings: rangesText(walked.projection) === rangesText(projection),
      installations: installedText(state.server.certificates ?? []) === canonicalText(installed.get(server) ?? []),
      certificates: [...walked.seen.values()].every(({ facts }) => known.get(facts.thumbprint) !== undefined),
    };
    for (const what of ['state', 'bindings', 'installations', 'certificates'] as const)
      if (!holds[what]) differences.push({ server, what });
  }
  return differences;
}

function rangesText({ ranges }: ServerProjection): string {
  return ranges
    .map((range) => canonicalText(range))
    .sort()
    .join('\n');
}

function installedText(store: readonly { readonly thumbprint: string }[]): string {
  return canonicalText(store.map((certificate) => certificateFacts(certificate).thumbprint).sort());
}

async function installations(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.query<{ server: string; thumbprint: string }>(
    `select server, thumbprint from certfleet.installation where organization = $1 and server = any($2::text[])`,
    [organization, servers],
  );
  const byServer = groupedBy(rows, ({ server }) => textOfColumn(server));
  return new Map(
    [...byServer].map(([server, own]) => [server, own.map(({ thumbprint }) => textOfColumn(thumbprint)).sort()]),
  );
}
