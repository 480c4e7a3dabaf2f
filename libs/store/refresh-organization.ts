import type { Organization } from '#libs/fleet/document.js';
import { ORGANIZATION_STREAM, type RecordedEvent } from '#libs/fleet/event.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import {
  advanceOrganization,
  NO_ORGANIZATION,
  walkOrganization,
  type OrganizationHistory,
  type OrganizationStep,
} from '#libs/views/projection.js';
import { historyKnownAt, type OrganizationKnown } from '#libs/views/lessons-from-nothing.js';
import { commitEnds } from './commits.js';
import type { Transaction } from './database.js';
import { foldedHistories } from './projected.js';

/** What one commit made of the organization. */
export interface OrganizationTurn {
  /** Where the commit ends. */
  readonly position: number;
  /** Before `steps`. */
  readonly before: Organization;
  /** What came behind everything known; null: its history is another one, and every server must be walked from nothing. */
  readonly steps: readonly OrganizationStep[] | null;
}

/** What became of the organization, as far as its servers have to know. */
export interface OrganizationRefreshed {
  /** Where nothing was known to arrive, for servers that go on from it. */
  readonly now: Organization;
  /** Its state before the page, and after it. */
  readonly states: { readonly before: OrganizationState; readonly after: OrganizationState };
  /** Commits that made it another one, in order. */
  readonly turns: readonly OrganizationTurn[];
  /** Sightings made its history another one, also for former knowledge: everything of every server is made anew. */
  readonly isAnew: boolean;
  /** What was known of it at positions up to this page, read from the log when it is first asked for. */
  readonly known: () => Promise<OrganizationKnown>;
}

interface Arrived {
  /** What arrived on the organization's stream, commit by commit, by where they end. */
  readonly commits: ReadonlyMap<number, readonly RecordedEvent[]>;
  readonly seenAgain: boolean;
  readonly position: number;
}

type Stored = Omit<OrganizationHistory, 'steps'>;

/** Folds what arrived on the organization's own stream. */
export async function refreshOrganization(
  db: Transaction,
  organization: string,
  { commits, seenAgain, position }: Arrived,
): Promise<OrganizationRefreshed> {
  const stored = await storedOrganization(db, organization);
  let read: Promise<OrganizationKnown> | undefined;
  const known = () => (read ??= organizationKnown(db, organization, position));
  const before = stored.state;
  if (commits.size === 0 && !seenAgain)
    return { now: before.organization, states: { before, after: before }, turns: [], isAnew: false, known };
  const { turns, after } = await takeCommits(stored, commits, known);
  const seen = seenAgain ? (await known()).at(position) : after;
  await writeOrganization(db, organization, seen, position);
  const isAnew = stored.moved || seen.moved || seen.digest !== after.digest;
  return { now: seen.state.organization, states: { before, after: seen.state }, turns, isAnew, known };
}

async function takeCommits(
  stored: Stored,
  commits: Arrived['commits'],
  known: OrganizationRefreshed['known'],
): Promise<{ readonly turns: readonly OrganizationTurn[]; readonly after: Stored }> {
  const turns: OrganizationTurn[] = [];
  let after = stored;
  for (const [end, events] of commits) {
    const { digest, state } = after;
    const advanced = advanceOrganization(after, events);
    after = advanced ?? (await known()).at(end);
    const steps = advanced?.steps ?? (after.digest === digest ? [] : null);
    if (steps?.length !== 0) turns.push({ position: end, before: state.organization, steps });
  }
  return { turns, after };
}

/** What was known of the organization at any position up to this one. */
export async function organizationKnown(
  db: Transaction,
  organization: string,
  position: number,
): Promise<OrganizationKnown> {
  const found = await foldedHistories(db, organization, [ORGANIZATION_STREAM], position);
  const history = found.get(ORGANIZATION_STREAM) ?? { events: [], sightings: [] };
  const endOf = await commitEnds(
    db,
    organization,
    history.events.map((event) => event.position),
  );
  const commits = [...new Set(history.events.map((event) => endOf(event.position)))].sort((one, other) => one - other);
  const walked = new Map<number, OrganizationHistory>();
  const at = (asked: number) => {
    const end = commits.findLast((one) => one <= asked) ?? 0;
    const before = walked.get(end);
    if (before !== undefined) return before;
    const walk = walkOrganization(historyKnownAt(history, end));
    walked.set(end, walk);
    return walk;
  };
  return { commits, at };
}

async function storedOrganization(db: Transaction, organization: string): Promise<Stored> {
  const [row] = await db.query<{
    state: OrganizationState;
    frontier: Pick<OrganizationHistory, 'frontier' | 'digest' | 'moved'>;
  }>(`select state, frontier from certfleet.organization_state where organization = $1`, [organization]);
  if (row === undefined) return NO_ORGANIZATION;
  return { state: row.state, ...row.frontier };
}

export async function writeOrganization(
  db: Transaction,
  organization: string,
  { state, frontier, digest, moved }: Stored,
  position: number,
): Promise<void> {
  await db.query(
    `insert into certfleet.organization_state (organization, state, frontier, last_seen_at, position)
     values ($1, $2, $3, $4, $5)
     on conflict (organization) do update set state = excluded.state, frontier = excluded.frontier,
       last_seen_at = excluded.last_seen_at, position = excluded.position`,
    [organization, JSON.stringify(state), JSON.stringify({ frontier, digest, moved }), state.lastSeenAt, position],
  );
}
