import type { ServerState } from '#libs/fleet/state.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Transaction } from '#libs/store/database.js';
import { bindingsOfServer } from '#libs/store/queries/bindings-now.js';
import { findingsNow } from '#libs/store/queries/findings-now.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { serverNow } from '#libs/store/queries/servers-now.js';
import { compareFindings, findingsAt, tooManyToJudge } from './findings-at.js';
import { findingItem, findingItemThen } from './findings-list.js';
import { fleetAt, fleetWithin, type FleetAt } from './fleet-at.js';
import type { Moment } from './list.js';
import type { SelectionsQuery, StateQuery } from './params.js';
import { noServer } from './reads.js';
import { sourcesTold } from './sources-told.js';

/** Everything that is known of one server, with what is wrong with it. */
export async function serverAnswer(db: Transaction, organization: string, name: string, query: StateQuery & Moment) {
  const key = await keyOf(db, organization, name);
  if (query.asOf !== undefined || query.knownAt !== undefined) return serverThen(db, organization, key, query);
  const row = await serverNow(db, organization, key);
  if (row === null) throw noServer(name);
  const standing = { server: key, state: 'standing' } as const;
  const found = await findingsNow(db, organization, standing, { after: null, limit: MOST_ROWS });
  return {
    ...told(row.state, row.lastSeenAt?.toISOString() ?? null),
    findings: found.map(findingItem),
    ...(await sourcesTold(db, organization, key, { state: row.state, now: query.now })),
    position: query.position,
    asOf: query.now.toISOString(),
  };
}

/** The same at another time. What is wrong with a server depends on all of them; where these are too many, it is unknown. */
async function serverThen(db: Transaction, organization: string, key: string, query: StateQuery & Moment) {
  const moment = { position: query.position, now: query.now };
  const whole = await fleetWithin(db, organization, query, moment);
  const fleet = 'tooMany' in whole ? await fleetAt(db, organization, query, { ...moment, servers: [key] }) : whole;
  const one = oneOf(fleet, key);
  const found = 'tooMany' in whole ? null : await findingsAt(whole, new Set([key]));
  return {
    ...told(one.state, one.state.lastSeenAt),
    ...('tooMany' in whole && { findingsUnknown: tooManyToJudge(whole.tooMany) }),
    ...(found !== null && {
      findings: found
        .filter(({ state }) => state === 'standing')
        .sort(compareFindings)
        .map(findingItemThen),
    }),
    ...(await sourcesTold(db, organization, key, { ...query, state: one.state })),
    position: fleet.position,
    asOf: fleet.at,
  };
}

function told({ server, partial }: ServerState, lastSeenAt: string | null) {
  return { ...server, partial, lastSeenAt };
}

/** Which certificate each endpoint presents. The worked path is walked again where it is asked for, for it is not stored. */
export async function serverSelections(
  db: Transaction,
  organization: string,
  name: string,
  query: SelectionsQuery & Moment,
) {
  const key = await keyOf(db, organization, name);
  const only = (selections: readonly Selection[]) =>
    query.endpoint === undefined ? selections : selections.filter(({ endpoint }) => endpoint === query.endpoint);
  if (query.asOf === undefined && query.knownAt === undefined && query.trace === 'false') {
    const rows = await bindingsOfServer(db, organization, key, MOST_ROWS);
    return {
      selections: only(rows.map((row) => row.selection)),
      position: query.position,
      asOf: query.now.toISOString(),
    };
  }
  const fleet = await fleetAt(db, organization, query, { position: query.position, now: query.now, servers: [key] });
  return {
    selections: only(oneOf(fleet, key).select(query.trace === 'true')),
    position: fleet.position,
    asOf: fleet.at,
  };
}

/** Endpoints, or findings, of one server. */
const MOST_ROWS = 100_000;

async function keyOf(db: Transaction, organization: string, name: string): Promise<string> {
  const key = await serverKey(db, organization, name);
  if (key === null) throw noServer(name);
  return key;
}

function oneOf({ servers }: FleetAt, key: string) {
  const one = servers.find((server) => server.key === key);
  if (one === undefined) throw noServer(key);
  return one;
}
