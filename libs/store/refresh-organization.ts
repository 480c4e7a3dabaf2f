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
import type { Transaction } from './database.js';
import { foldedHistories } from './projected.js';

/** What became of the organization, as far as its servers have to know. */
export interface OrganizationRefreshed {
  /** Before `steps`. */
  readonly before: Organization;
  /** What came behind everything known; null: its history is another one, and every server must be walked from nothing. */
  readonly steps: readonly OrganizationStep[] | null;
  /** All its steps, read from the log when they are first needed. */
  readonly history: () => Promise<OrganizationHistory>;
}

interface Arrived {
  readonly events: readonly RecordedEvent[];
  readonly seenAgain: boolean;
  readonly position: number;
}

type Stored = Omit<OrganizationHistory, 'steps'>;

/** Folds what arrived on the organization's own stream. */
export async function refreshOrganization(
  db: Transaction,
  organization: string,
  arrived: Arrived,
): Promise<OrganizationRefreshed> {
  const stored = await storedOrganization(db, organization);
  let read: Promise<OrganizationHistory> | undefined;
  const history = () => (read ??= wholeHistory(db, organization, arrived.position));
  const before = stored.state.organization;
  if (arrived.events.length === 0 && !arrived.seenAgain) return { before, steps: [], history };
  const advanced = arrived.seenAgain ? null : advanceOrganization(stored, arrived.events);
  const after = advanced ?? (await history());
  await writeOrganization(db, organization, after, arrived.position);
  if (advanced !== null) return { before, steps: advanced.steps, history };
  return { before, steps: after.digest === stored.digest ? [] : null, history };
}

async function storedOrganization(db: Transaction, organization: string): Promise<Stored> {
  const [row] = await db.query<{
    state: OrganizationState;
    frontier: Pick<OrganizationHistory, 'frontier' | 'digest'>;
  }>(`select state, frontier from certfleet.organization_state where organization = $1`, [organization]);
  if (row === undefined) return NO_ORGANIZATION;
  return { state: row.state, ...row.frontier };
}

async function wholeHistory(db: Transaction, organization: string, position: number): Promise<OrganizationHistory> {
  const found = await foldedHistories(db, organization, [ORGANIZATION_STREAM], position);
  return walkOrganization(found.get(ORGANIZATION_STREAM) ?? { events: [] });
}

export async function writeOrganization(
  db: Transaction,
  organization: string,
  { state, frontier, digest }: Stored,
  position: number,
): Promise<void> {
  await db.query(
    `insert into certfleet.organization_state (organization, state, frontier, last_seen_at, position)
     values ($1, $2, $3, $4, $5)
     on conflict (organization) do update set state = excluded.state, frontier = excluded.frontier,
       last_seen_at = excluded.last_seen_at, position = excluded.position`,
    [organization, JSON.stringify(state), JSON.stringify({ frontier, digest }), state.lastSeenAt, position],
  );
}
