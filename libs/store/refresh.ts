import type { DataSource } from 'typeorm';
import { ORGANIZATION_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import { removeBindings } from './binding-rows.js';
import { inDerived, type Transaction } from './database.js';
import { stillHeld, type Lease } from './lease.js';
import { everyServer, refreshMembership } from './membership.js';
import { byStreamAndCommit, lessonsOf } from './page-lessons.js';
import { markFolded, sightingsFor, type StreamSighting } from './projected.js';
import { storedNeighbours } from './neighbours.js';
import { projectServers, type ServerWork } from './project-servers.js';
import { stretchAfter } from './queries/events-after.js';
import { refreshOrganization } from './refresh-organization.js';
import { refreshFindings, type Projected } from './refresh-findings.js';
import { SHAPE } from './shape.js';
import { removeServers } from './write-views.js';

/** The projection that every question is asked of; the name of its checkpoint and of the lease to work on it. */
export const PROJECTION = 'main';

/** What one refresh took in. */
export interface Refreshed {
  /** The projection is complete up to here. */
  readonly position: number;
  readonly events: number;
  readonly sightings: number;
  readonly servers: number;
  /** Servers whose findings were looked for: those projected, and others whom that concerns. */
  readonly judged: number;
  /** There may be more to take in. */
  readonly more: boolean;
}

/** Events of a page may be whole inventories, and all of a page are held in memory. */
const PAGE = 200;

/**
 * Takes the next events of an organization's log, and sightings that moved without one, into its projection: states, rows and checkpoint in
 * one transaction, under the lease. `lost`: the lease is somebody else's by now, and nothing was written.
 */
export function refresh(db: DataSource, lease: Lease, page: number = PAGE): Promise<Refreshed | 'lost'> {
  return inDerived(db, lease.organization, async (inside) =>
    (await stillHeld(inside, lease)) ? refreshPage(inside, lease.organization, page) : 'lost',
  );
}

/** The same without a lease, for a transaction that has locked the checkpoint. */
export async function refreshPage(db: Transaction, organization: string, page: number = PAGE): Promise<Refreshed> {
  const next = await nextPage(db, organization, page);
  if (next.isEmpty) return { ...next.taken, servers: 0, judged: 0 };
  const before = await storedNeighbours(db, organization);
  const projected = await takeIn(db, organization, next);
  const judged = await refreshFindings(db, organization, before, projected);
  return { ...next.taken, servers: projected.servers.size, judged };
}

/** The same but for the findings, which then rest on what was before. */
export async function projectPage(
  db: Transaction,
  organization: string,
  page: number = PAGE,
): Promise<Omit<Refreshed, 'judged'>> {
  const next = await nextPage(db, organization, page);
  const servers = next.isEmpty ? 0 : (await takeIn(db, organization, next)).servers.size;
  return { ...next.taken, servers };
}

interface Page {
  readonly events: readonly RecordedEvent[];
  readonly sightings: readonly StreamSighting[];
  readonly from: number;
  readonly taken: Pick<Refreshed, 'position' | 'events' | 'sightings' | 'more'>;
  readonly isEmpty: boolean;
}

async function nextPage(db: Transaction, organization: string, page: number): Promise<Page> {
  const from = await lockCheckpoint(db, organization);
  const { events, until: position, full } = await stretchAfter(db, organization, from, page);
  const sightings = await sightingsFor(db, organization, { after: from, until: position, size: page });
  const more = full || sightings.length >= page;
  const taken = { position, events: events.length, sightings: sightings.length, more };
  const isEmpty = events.length + sightings.length === 0;
  // What people were told changes nothing that is known.
  if (isEmpty && position > from) await moveCheckpoint(db, organization, position);
  return { events, sightings, from, taken, isEmpty };
}

async function takeIn(
  db: Transaction,
  organization: string,
  { events, sightings, from, taken: { position } }: Page,
): Promise<Projected> {
  await markFolded(db, organization, sightings);
  const arrived = await byStreamAndCommit(db, organization, { events, sightings });
  const around = await refreshOrganization(db, organization, {
    commits: arrived.commitsOf(ORGANIZATION_STREAM),
    seenAgain: arrived.seenAgainOf(ORGANIZATION_STREAM).length > 0,
    position,
  });
  const touched = arrived.streams.filter((stream) => stream !== ORGANIZATION_STREAM);
  const spoken = touched.map((stream) => {
    const own = [...arrived.commitsOf(stream).values()].flat();
    return [stream, [...own, ...arrived.seenAgainOf(stream).map(({ event }) => event)]] as const;
  });
  const { servers, changed, gone } = await refreshMembership(db, organization, new Map(spoken), position);
  await removeServers(db, organization, gone);
  await removeBindings(db, organization, gone);
  const concernsAll = around.turns.length > 0 || around.isAnew;
  const concerned = concernsAll ? await everyServer(db, organization) : servers;
  const work = [...concerned].flatMap(([server, streams]): ServerWork[] => {
    const isTouched = streams.some((stream) => touched.includes(stream));
    if (!concernsAll && !isTouched && !changed.has(server)) return [];
    const lessons = lessonsOf(arrived, streams, around, position);
    return [{ server, streams, lessons: changed.has(server) || around.isAnew ? null : lessons }];
  });
  const projected = await projectServers(db, organization, { known: around.known, position, work });
  if (position > from) await moveCheckpoint(db, organization, position);
  return { servers: projected, gone, organization: around.states, position };
}

/** Where the projection is; nobody else moves it before this transaction ends. */
export async function lockCheckpoint(db: Transaction, organization: string): Promise<number> {
  const known = await lockedCheckpoint(db, organization);
  if (known !== null) return known;
  await db.query(
    `insert into certfleet.checkpoint (organization, projection, position, shape) values ($1, $2, 0, $3) on conflict do nothing`,
    [organization, PROJECTION, SHAPE],
  );
  return (await lockedCheckpoint(db, organization)) ?? 0;
}

async function lockedCheckpoint(db: Transaction, organization: string): Promise<number | null> {
  const [row] = await db.query<{ position: string }>(
    `select position from certfleet.checkpoint where organization = $1 and projection = $2 for update`,
    [organization, PROJECTION],
  );
  return row === undefined ? null : Number(row.position);
}

export async function moveCheckpoint(db: Transaction, organization: string, position: number): Promise<void> {
  await db.query(
    `update certfleet.checkpoint set position = $3, updated_at = clock_timestamp() where organization = $1 and projection = $2`,
    [organization, PROJECTION, position],
  );
}
