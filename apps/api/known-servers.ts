import { asksFor } from '#libs/query/condition.js';
import type { Condition } from '#libs/query/condition.js';
import type { KnownServer } from '#libs/query/query-rows.js';
import type { Finding } from '#libs/rules/finding.js';
import type { Transaction } from '#libs/store/database.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import { findingsAt, tooManyToJudge } from './findings-at.js';
import { type FleetAt, fleetWithin, type ServerAt } from './fleet-at.js';
import type { Moment } from './list.js';
import { Refused } from './refused.js';

const OF_FINDINGS = new Set(['finding', 'finding.severity']);

export interface AskedThen {
  readonly query: { readonly asOf?: string | undefined; readonly knownAt?: number | undefined };
  readonly condition: Condition;
  readonly moment: Moment;
  /** The only server that the fleet was folded for. */
  readonly server: string | undefined;
}

/** What is known of each server of a fleet at another time; its findings only where the query asks for them, for they take a while. */
export async function knownServers(
  db: Transaction,
  organization: string,
  fleet: FleetAt,
  asked: AskedThen,
): Promise<{ readonly of: (server: ServerAt) => KnownServer }> {
  const found = asksFor(asked.condition, OF_FINDINGS) ? await findingsThen(db, organization, fleet, asked) : undefined;
  return {
    of: ({ key, state }) => ({
      key,
      server: state.server,
      lastSeenAt: state.lastSeenAt,
      findings: found === undefined ? undefined : (found.get(key) ?? []),
    }),
  };
}

/** Findings that stood then, by server. Rules compare servers, so that all of them are judged. */
async function findingsThen(
  db: Transaction,
  organization: string,
  fleet: FleetAt,
  { query, moment, server }: AskedThen,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const whole = server === undefined ? fleet : await fleetWithin(db, organization, query, moment);
  if ('tooMany' in whole)
    throw new Refused('unprocessable', tooManyToJudge(whole.tooMany), { remedy: 'Ask without finding: in the query.' });
  const found = await findingsAt(whole, server === undefined ? undefined : new Set([server]));
  const standing = groupedBy(
    found.filter(({ state }) => state === 'standing'),
    ({ key }) => key,
  );
  return new Map([...standing].map(([key, all]) => [key, all.map(({ finding }) => finding)]));
}
