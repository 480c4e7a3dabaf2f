import type { Certificate } from '#libs/certificates/certificate.js';
import { findingsNotIn, type Finding } from '#libs/rules/finding.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Transaction } from '#libs/store/database.js';
import { differencesBetween } from '#libs/store/queries/bindings-at.js';
import { eventsBetween } from '#libs/store/queries/events-between.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { certificates } from '#libs/store/write-views.js';
import { differencesOfServers, type Differences } from '#libs/views/presented-differences.js';
import { findingsAt } from './findings-at.js';
import { otherTime } from './bindings-then.js';
import { certificateIn, fleetAt, type FleetAt, fleetWithin } from './fleet-at.js';
import type { Moment } from './list.js';
import type { DiffQuery } from './params.js';
import { noServer } from './reads.js';
import { Refused } from './refused.js';

/** What is presented otherwise: between two instants, or between two servers at one. */
export async function diffAnswer(db: Transaction, organization: string, query: DiffQuery, moment: Moment) {
  if (query.other !== undefined) return betweenServers(db, organization, query, moment);
  if (query.from === undefined)
    throw new Refused('bad-request', 'Nothing to compare with is named.', {
      remedy: 'Give from (an instant), or server and other (two servers).',
      errors: [{ parameter: 'from', message: 'is needed, unless other is given' }],
    });
  return betweenInstants(db, organization, { ...query, from: query.from }, moment);
}

async function betweenInstants(
  db: Transaction,
  organization: string,
  { from, to, knownAt, server: name }: DiffQuery & { readonly from: string },
  { position, now }: Moment,
) {
  const until = to ?? now.toISOString();
  if (until < from)
    throw new Refused('bad-request', 'The time ends before it begins.', {
      errors: [{ parameter: 'to', message: 'must not be before from' }],
    });
  const server = name === undefined ? undefined : await keyOf(db, organization, name);
  const { knownAt: known } = await otherTime(db, organization, { asOf: until, knownAt }, { position, now });
  const { changes, unchanged, servers } = await differencesBetween(db, organization, {
    from,
    to: until,
    knownAt: known,
    server,
  });
  const at = known ?? position;
  return {
    from: { at: from, server: name ?? null },
    to: { at: until, server: name ?? null },
    changes,
    unchanged,
    searched: { servers, endpoints: changes.length + unchanged },
    certificates: await factsOf(db, organization, namedIn(changes)),
    findings: await findingsBetween(db, organization, { times: [from, until], knownAt, server, position, now }),
    events: await eventsBetween(db, organization, { from, to: until, knownAt: at }),
    position: at,
    asOf: until,
  };
}

interface Between extends Moment {
  readonly times: readonly [string, string];
  readonly knownAt: number | undefined;
  readonly server: string | undefined;
}

/** Which findings came and went; null: of a fleet that is too large to be judged at another time. */
async function findingsBetween(db: Transaction, organization: string, { times, knownAt, server, ...moment }: Between) {
  const [from, to] = times;
  const before = await fleetWithin(db, organization, { asOf: from, knownAt }, moment);
  const after = await fleetWithin(db, organization, { asOf: to, knownAt }, moment);
  if ('tooMany' in before || 'tooMany' in after) return null;
  const only = server === undefined ? undefined : new Set([server]);
  const [then, since] = [await standing(before, only), await standing(after, only)];
  return { introduced: findingsNotIn(then, since), resolved: findingsNotIn(since, then) };
}

async function betweenServers(
  db: Transaction,
  organization: string,
  { server: name, other, from, to, knownAt, asOf }: DiffQuery,
  { position, now }: Moment,
) {
  if (name === undefined || other === undefined || from !== undefined || to !== undefined)
    throw new Refused('bad-request', 'Two servers are compared at one instant.', {
      remedy: 'Give server and other, and asOf for another time than now.',
      errors: [{ parameter: name === undefined ? 'server' : 'from', message: 'does not go with other' }],
    });
  const [one, another] = [await keyOf(db, organization, name), await keyOf(db, organization, other)];
  const servers = [...new Set([one, another])];
  const fleet = await fleetAt(db, organization, { asOf, knownAt }, { position, now, servers });
  const { changes, unchanged } = differencesOfServers(answersOf(fleet, one), answersOf(fleet, another));
  return {
    from: { at: fleet.at, server: one },
    to: { at: fleet.at, server: another },
    changes,
    unchanged,
    searched: { servers: fleet.servers.length, endpoints: changes.length + unchanged },
    certificates: factsIn(fleet, namedIn(changes)),
    findings: { introduced: [], resolved: [] },
    events: {},
    position: fleet.position,
    asOf: fleet.at,
  };
}

async function keyOf(db: Transaction, organization: string, name: string): Promise<string> {
  const key = await serverKey(db, organization, name);
  if (key === null) throw noServer(name);
  return key;
}

function answersOf({ servers }: FleetAt, server: string): readonly Selection[] {
  return servers.filter(({ key }) => key === server).flatMap(({ select }) => select());
}

async function standing(fleet: FleetAt, only: ReadonlySet<string> | undefined): Promise<readonly Finding[]> {
  const found = await findingsAt(fleet, only);
  return found.filter(({ state }) => state === 'standing').map(({ finding }) => finding);
}

/** The certificates that differences name. */
function namedIn(changes: Differences['changes']): ReadonlySet<string> {
  return new Set(changes.flatMap(({ before, after }) => [before?.thumbprint ?? [], after?.thumbprint ?? []].flat()));
}

async function factsOf(
  db: Transaction,
  organization: string,
  wanted: ReadonlySet<string>,
): Promise<readonly Certificate[]> {
  const found = await certificates(db, organization, [...wanted]);
  return [...found.values()].map(({ facts }) => facts);
}

function factsIn(fleet: FleetAt, wanted: ReadonlySet<string>): readonly Certificate[] {
  return [...wanted].flatMap((thumbprint) => {
    for (const { state } of fleet.servers) {
      const found = certificateIn(state, thumbprint);
      if (found !== null) return [found];
    }
    return [];
  });
}
