import type { Alert, AlertState } from '#libs/alerts/alert.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

export const ASKED_STATES = ['open', 'firing', 'acknowledged', 'resolved', 'all'] as const;
export type AskedState = (typeof ASKED_STATES)[number];

export interface AlertFilter {
  readonly state: AskedState;
  readonly rule?: string | undefined;
  /** Canonical name. */
  readonly server?: string | undefined;
}

/** An alert with what is known of its telling. */
export interface ListedAlert {
  readonly alert: Alert;
  readonly group: string | null;
  /** Why it is not told; null: it is, or will be. */
  readonly heldBack: string | null;
}

const STATES: Readonly<Record<AskedState, readonly AlertState[]>> = {
  open: ['firing', 'acknowledged'],
  firing: ['firing'],
  acknowledged: ['acknowledged'],
  resolved: ['resolved'],
  all: ['firing', 'acknowledged', 'resolved'],
};
const PASSES = `a.organization = $1 and a.state = any($2::text[]) and ($3::text is null or a.rule = $3) and ($4::text is null or a.server = $4)`;

/** Alerts, what moved last first. */
export async function listAlerts(
  db: Transaction,
  organization: string,
  filter: AlertFilter,
  page: { readonly after: readonly [at: string, id: string] | null; readonly limit: number },
): Promise<readonly ListedAlert[]> {
  const rows = await db.query<{ alert: Alert; group: string | null; heldBack: string | null }>(
    `select a.body as alert, a.group_id as "group", g.held_back as "heldBack" from certfleet.alert a
     left join certfleet.alert_group g on g.organization = a.organization and g.group_id = a.group_id
     where ${PASSES} and ($5::timestamptz is null or (a.changed_at, a.alert_id) < ($5::timestamptz, $6::uuid))
     order by a.changed_at desc, a.alert_id desc limit $7`,
    [...parametersOf(organization, filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
  return rows;
}

export async function countAlerts(db: Transaction, organization: string, filter: AlertFilter): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.alert a where ${PASSES}`,
    parametersOf(organization, filter),
  );
  return Number(row?.count ?? 0);
}

/** One alert; null: there is none of this id. */
export async function alertNamed(db: Transaction, organization: string, id: string): Promise<ListedAlert | null> {
  const [row] = await db.query<ListedAlert>(
    `select a.body as alert, a.group_id as "group", g.held_back as "heldBack" from certfleet.alert a
     left join certfleet.alert_group g on g.organization = a.organization and g.group_id = a.group_id
     where a.organization = $1 and a.alert_id = $2`,
    [organization, id],
  );
  return row ?? null;
}

function parametersOf(organization: string, { state, rule, server }: AlertFilter): readonly unknown[] {
  return [organization, STATES[state], rule ?? null, server === undefined ? null : columnText(server)];
}
