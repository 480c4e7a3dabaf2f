import { normalizeHostName } from '#libs/certificates/host-name.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { Organization } from '#libs/fleet/document.js';
import { unknownOrganization, type OrganizationState } from '#libs/fleet/state.js';
import { concernedServers, type NeighbourChange } from '#libs/rules/concerned.js';
import { fleetOf } from '#libs/rules/fleet.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import { findingRanges } from '#libs/views/finding-ranges.js';
import { surroundingsOf, type Surroundings } from '#libs/views/findings-of.js';
import { judgedOrganization } from '#libs/views/judged-server.js';
import { reconcileFindings } from '#libs/views/reconcile-findings.js';
import { clock } from './clock.js';
import type { Transaction } from './database.js';
import { keptFindings, serversWithFindings, writeFindings } from './kept-findings.js';
import { inOrder, makeNeighbours, statesOf, storedNeighbours, type Neighbours } from './neighbours.js';

/** What a page did to the servers, and to what findings rest on beside them. */
export interface Projected {
  /** Servers that were projected anew, with what rules about others ask of them. */
  readonly servers: Neighbours;
  /** Servers that are no more. */
  readonly gone: readonly string[];
  readonly organization: { readonly before: OrganizationState; readonly after: OrganizationState };
  readonly position: number;
}

/**
 * Judges the servers that a page of the log touched, and those that are concerned by what became of them: in a pool with them, with the same
 * internal transport certificate, named alike. When the organization is another one it judges all.
 *
 * @param neighbours as they were before the page.
 * @returns how many were judged.
 */
export async function refreshFindings(
  db: Transaction,
  organization: string,
  neighbours: ReadonlyMap<string, Neighbour | null>,
  { servers, gone, organization: { before, after }, position }: Projected,
): Promise<number> {
  const around = judgedOrganization(after);
  const missing = [...neighbours].flatMap(([server, neighbour]) => (neighbour === null ? [server] : []));
  const fresh = await withMissing(db, organization, { missing, servers, gone });
  const now = inOrder([...existing(neighbours, gone), ...fresh]);
  const surroundings = surroundingsOf(now.values(), around);
  if (canonicalText(around) !== canonicalText(judgedOrganization(before))) {
    const names = [...new Set([...now.keys(), ...gone])];
    return judge(db, organization, { names, surroundings, position });
  }
  const changed = changesOf(neighbours, fresh, gone);
  const former = fleetOf(existing(neighbours, []).values(), around);
  const concerned = changed.length === 0 ? new Set<string>() : concernedServers(former, surroundings.fleet, changed);
  const others = [...now].filter(([, { fqdn }]) => concerned.has(normalizeHostName(fqdn))).map(([server]) => server);
  const names = [...new Set([...servers.keys(), ...missing, ...others, ...gone])];
  return judge(db, organization, { names, surroundings, position });
}

/** Judges every server, and reconciles with whatever is kept. The neighbours must be there. */
export async function refreshEveryFinding(db: Transaction, organization: string, position: number): Promise<number> {
  const neighbours = await storedNeighbours(db, organization);
  const around = await organizationNow(db, organization);
  const surroundings = surroundingsOf(existing(neighbours, []).values(), around);
  const names = [...new Set([...neighbours.keys(), ...(await serversWithFindings(db, organization))])];
  return judge(db, organization, { names, surroundings, position });
}

/** The organization as rules read it. */
async function organizationNow(db: Transaction, organization: string): Promise<Organization> {
  const [row] = await db.query<{ state: OrganizationState }>(
    `select state from certfleet.organization_state where organization = $1`,
    [organization],
  );
  return judgedOrganization(row?.state ?? unknownOrganization());
}

/** The neighbours of servers that were projected anew, and of those that had none. */
async function withMissing(
  db: Transaction,
  organization: string,
  { missing, servers, gone }: { readonly missing: readonly string[] } & Pick<Projected, 'servers' | 'gone'>,
): Promise<Neighbours> {
  const unmade = missing.filter((server) => !servers.has(server) && !gone.includes(server));
  const made = unmade.length === 0 ? [] : await makeNeighbours(db, organization, unmade);
  return inOrder([...servers, ...made]);
}

function existing(neighbours: ReadonlyMap<string, Neighbour | null>, gone: readonly string[]): Neighbours {
  const left = new Set(gone);
  return new Map(
    [...neighbours].flatMap(([server, neighbour]) =>
      neighbour === null || left.has(server) ? [] : [[server, neighbour] as const],
    ),
  );
}

function changesOf(
  before: ReadonlyMap<string, Neighbour | null>,
  fresh: Neighbours,
  gone: readonly string[],
): readonly NeighbourChange[] {
  return [...fresh.keys(), ...gone].flatMap((server): NeighbourChange[] => {
    const [was, is] = [before.get(server) ?? undefined, fresh.get(server)];
    if (canonicalText(was) === canonicalText(is)) return [];
    return [{ ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

interface Judging {
  /** Servers that are no more among them: nothing is found on these. */
  readonly names: readonly string[];
  readonly surroundings: Surroundings;
  readonly position: number;
}

/** Servers whose states are held in memory at once. */
const CHUNK = 50;

async function judge(
  db: Transaction,
  organization: string,
  { names, surroundings, position }: Judging,
): Promise<number> {
  const now = await clock(db); // under the lock of the checkpoint
  const instant = Date.parse(now);
  for (let start = 0; start < names.length; start += CHUNK) {
    const chunk = names.slice(start, start + CHUNK);
    const states = await statesOf(db, organization, chunk);
    const kept = await keptFindings(db, organization, chunk, now);
    const reconciled = chunk.map((server) => {
      const state = states.get(server);
      const found = state === undefined ? [] : findingRanges(state, surroundings, instant);
      return [server, reconcileFindings(kept.get(server) ?? [], found, now)] as const;
    });
    await writeFindings(db, organization, new Map(reconciled), position);
  }
  return names.length;
}
