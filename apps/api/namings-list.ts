import { unknownOrganization } from '#libs/fleet/state.js';
import type { Transaction } from '#libs/store/database.js';
import { stateOfOrganization, statesOfServersWith } from '#libs/store/queries/fleet-states.js';
import { certificates } from '#libs/store/write-views.js';
import { namedBy } from '#libs/views/named-by.js';
import { fleetAt, MOST_SERVERS } from './fleet-at.js';
import type { Moment } from './list.js';
import type { StateQuery } from './params.js';

/** Which settings name a certificate: those of the organization, and of the servers whose stores hold it. */
export async function namingsList(
  db: Transaction,
  organization: string,
  thumbprint: string,
  query: StateQuery & Moment,
) {
  const facts = (await certificates(db, organization, [thumbprint])).get(thumbprint)?.facts ?? { thumbprint };
  if (query.asOf !== undefined || query.knownAt !== undefined) {
    const fleet = await fleetAt(db, organization, query, { position: query.position, now: query.now });
    const holders = fleet.servers
      .map(({ state }) => state.server)
      .filter(({ certificates: store }) => store?.some((one) => one.thumbprint === thumbprint) === true);
    return {
      items: namedBy(facts, fleet.organization.organization, holders),
      cut: false,
      position: fleet.position,
      asOf: fleet.at,
    };
  }
  const states = await statesOfServersWith(db, organization, thumbprint, MOST_SERVERS + 1);
  const around = (await stateOfOrganization(db, organization)) ?? unknownOrganization();
  const holders = states.slice(0, MOST_SERVERS).map(({ server }) => server);
  return {
    items: namedBy(facts, around.organization, holders),
    cut: states.length > MOST_SERVERS,
    position: query.position,
    asOf: query.now.toISOString(),
  };
}
