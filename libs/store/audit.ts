import type { DataSource } from 'typeorm';
import { canonicalText, compareText } from '#libs/fleet/canonical.js';
import { ALERT_STREAM, ORGANIZATION_STREAM, serverStream } from '#libs/fleet/event.js';
import { foldOrganization, foldServer } from '#libs/fleet/fold.js';
import { joinServers } from '#libs/fleet/join-servers.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import type { ToldRange } from '#libs/views/binding-ranges.js';
import { mergeSeen, type SeenCertificate } from '#libs/views/certificate-facts.js';
import { installation } from '#libs/views/installation.js';
import { judgedNeighbour } from '#libs/views/judged-server.js';
import type { OrganizationKnown } from '#libs/views/lessons-from-nothing.js';
import { walkOrganization, walkServer, type OrganizationHistory, type Walk } from '#libs/views/projection.js';
import { server as serverView } from '#libs/views/server.js';
import { auditFindings, type Otherwise } from './audit-findings.js';
import { certificatesDiffer, serversWithOtherRows } from './audit-rows.js';
import { BINDING_TABLE, bindingCells } from './binding-rows.js';
import { inSnapshot, type Transaction } from './database.js';
import { everyServer } from './membership.js';
import { foldedHistories, type KnownHistory } from './projected.js';
import { columnText, textOfColumn } from './column-text.js';
import { groupedBy } from './queries/grouped.js';
import { learnFromNothing } from './project-servers.js';
import { PROJECTION } from './refresh.js';
import { organizationKnown } from './refresh-organization.js';

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
 * is stored, every row with every column, both in canonical form. Reads one instant of the database and stops nobody.
 */
export function projectionEqualsFold(
  db: DataSource,
  organization: string,
  progress: (servers: number, all: number) => void = () => undefined,
): Promise<Audit> {
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
    const found: Found = { neighbours: new Map(), certificates: new Map() };
    for (let start = 0; start < names.length && differences.length < MOST_DIFFERENCES; start += CHUNK) {
      const chunk = new Map(names.slice(start, start + CHUNK).map((name) => [name, expected.get(name) ?? []]));
      const comparing = { organization, position, chunk, around, found };
      differences.push(...(await compareServers(inside, comparing)));
      progress(Math.min(start + CHUNK, names.length), names.length);
    }
    const { neighbours, certificates } = found;
    if (neighbours.size === names.length) {
      if (await certificatesDiffer(inside, organization, certificates))
        differences.push({ server: null, what: 'certificates' });
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
  readonly known: OrganizationKnown;
}

async function organizationHistory(db: Transaction, organization: string, position: number): Promise<Around> {
  const found = await foldedHistories(db, organization, [ORGANIZATION_STREAM], position);
  const own = found.get(ORGANIZATION_STREAM) ?? { events: [], sightings: [] };
  return { own, history: walkOrganization(own), known: await organizationKnown(db, organization, position) };
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
  const streams = rows
    .map(({ stream }) => textOfColumn(stream))
    .filter((stream) => stream !== ORGANIZATION_STREAM && stream !== ALERT_STREAM);
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
  readonly around: Around;
  readonly found: Found;
}

/** What the log says of all servers, chunk by chunk. */
interface Found {
  readonly neighbours: Map<string, Neighbour>;
  readonly certificates: Map<string, SeenCertificate>;
}

/** What is told of a server whose rows in a table differ; its neighbour is compared with the findings. */
const TABLES = [
  { view: serverView, what: 'state' },
  { view: installation, what: 'installations' },
] as const;

async function compareServers(db: Transaction, comparing: Comparing): Promise<readonly Difference[]> {
  const { organization, position, chunk, around, found } = comparing;
  const histories = await foldedHistories(db, organization, [...chunk.values()].flat(), position);
  const walks = new Map<string, Walk>();
  for (const [server, streams] of chunk) {
    const own = streams.map((stream) => histories.get(stream) ?? { events: [], sightings: [] });
    const whole = { events: own.flatMap(({ events }) => events), sightings: own.flatMap(({ sightings }) => sightings) };
    const { state } = foldServer(server, whole);
    found.neighbours.set(server, judgedNeighbour(state));
    const walk = walkServer(server, whole, around.history);
    for (const [thumbprint, one] of walk.seen) {
      const known = found.certificates.get(thumbprint);
      found.certificates.set(thumbprint, known === undefined ? one : mergeSeen(known, one));
    }
    walks.set(server, { ...walk, projection: { ...walk.projection, state } });
  }
  const stored = await projectedAmong(db, organization, [...chunk.keys()]);
  const present = new Map([...walks].filter(([server]) => stored.has(server))); // of the others it is said already that they are missing
  const differences: Difference[] = [];
  for (const { view, what } of TABLES) {
    const rows = new Map([...present].map(([server, { projection }]) => [server, view.rows(projection)]));
    for (const server of await serversWithOtherRows(db, organization, view, rows)) differences.push({ server, what });
  }
  for (const server of await serversWithOtherBindings(db, comparing, present))
    differences.push({ server, what: 'bindings' });
  return differences.sort((one, other) => compareText(one.server ?? '', other.server ?? ''));
}

/**
 * The whole history of every knowledge is made again by the code that projects; what is known now must moreover be what one walk from nothing
 * tells, without any knowledge that was given up.
 */
async function serversWithOtherBindings(
  db: Transaction,
  { organization, position, chunk, around }: Comparing,
  walks: ReadonlyMap<string, Walk>,
): Promise<ReadonlySet<string>> {
  const work = [...walks.keys()].map((server) => ({ server, streams: chunk.get(server) ?? [], lessons: null }));
  const known = () => Promise.resolve(around.known);
  const learnt = await learnFromNothing(db, organization, { known, position, work });
  const rows = new Map([...learnt].map(([server, one]) => [server, one.rows.map(bindingCells)]));
  const others = new Set(await serversWithOtherRows(db, organization, BINDING_TABLE, rows));
  for (const [server, { projection, past }] of walks) {
    const told = [...past, ...projection.ranges].map(rangeText).sort();
    const now = (learnt.get(server)?.rows ?? []).filter(({ knownUntil }) => knownUntil === null).map(rangeText);
    if (told.join('\n') !== now.sort().join('\n')) others.add(server);
  }
  return others;
}

function rangeText({ endpoint, validFrom, validUntil, digest, selection }: ToldRange): string {
  return canonicalText({ endpoint, validFrom, validUntil, digest, selection });
}

async function projectedAmong(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ server: string }>(
    `select server from certfleet.server_state where organization = $1 and server = any($2::text[])`,
    [organization, servers.map(columnText)],
  );
  return new Set(rows.map(({ server }) => textOfColumn(server)));
}
