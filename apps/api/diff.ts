import type { Certificate } from '#libs/certificates/certificate.js';
import { findingsNotIn, type Finding } from '#libs/rules/finding.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Transaction } from '#libs/store/database.js';
import { eventsBetween } from '#libs/store/queries/events-between.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { differencesOfServers, presentedDifferences, type Differences } from '#libs/views/presented-differences.js';
import { findingsAt } from './findings-at.js';
import { certificateIn, fleetAt, type FleetAt } from './fleet-at.js';
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
  const moment = { position, now };
  const before = await fleetAt(db, organization, { asOf: from, knownAt }, moment);
  const after = await fleetAt(db, organization, { asOf: until, knownAt }, moment);
  const only = server === undefined ? undefined : new Set([server]);
  const differences = presentedDifferences(answersOf(before, only), answersOf(after, only));
  const [then, since] = [await standing(before, only), await standing(after, only)];
  return {
    from: { at: from, server: name ?? null },
    to: { at: until, server: name ?? null },
    ...told(differences, [before, after]),
    findings: { introduced: findingsNotIn(then, since), resolved: findingsNotIn(since, then) },
    events: await eventsBetween(db, organization, { from, to: until, knownAt: after.position }),
    position: after.position,
    asOf: until,
  };
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
  const fleet = await fleetAt(db, organization, { asOf, knownAt }, { position, now });
  const differences = differencesOfServers(answersOf(fleet, new Set([one])), answersOf(fleet, new Set([another])));
  return {
    from: { at: fleet.at, server: one },
    to: { at: fleet.at, server: another },
    ...told(differences, [fleet]),
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

function answersOf({ servers }: FleetAt, only: ReadonlySet<string> | undefined): readonly Selection[] {
  return servers.filter(({ key }) => only === undefined || only.has(key)).flatMap(({ select }) => select());
}

async function standing(fleet: FleetAt, only: ReadonlySet<string> | undefined): Promise<readonly Finding[]> {
  const found = await findingsAt(fleet, only);
  return found.filter(({ state }) => state === 'standing').map(({ finding }) => finding);
}

function told({ changes, unchanged }: Differences, fleets: readonly FleetAt[]) {
  return {
    changes,
    unchanged,
    searched: {
      servers: new Set(fleets.flatMap(({ servers }) => servers.map(({ key }) => key))).size,
      endpoints: changes.length + unchanged,
    },
    certificates: certificatesIn(changes, fleets),
  };
}

/** What is written in the certificates that the differences name. */
function certificatesIn(changes: Differences['changes'], fleets: readonly FleetAt[]): readonly Certificate[] {
  const wanted = new Set(
    changes.flatMap(({ before, after }) => [before?.thumbprint ?? [], after?.thumbprint ?? []].flat()),
  );
  const states = fleets.flatMap(({ servers }) => servers.map(({ state }) => state));
  return [...wanted].flatMap((thumbprint) => {
    for (const state of states) {
      const found = certificateIn(state, thumbprint);
      if (found !== null) return [found];
    }
    return [];
  });
}
