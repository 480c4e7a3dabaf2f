import type { FleetDocument } from '#libs/fleet/document.js';
import { unknownOrganization } from '#libs/fleet/state.js';
import type { PlanDefaults } from '#libs/planning/command-defaults.js';
import { documentPlanner } from '#libs/planning/document-planner.js';
import { forServers } from '#libs/planning/for-servers.js';
import type { Transaction } from '#libs/store/database.js';
import { countServers, stateOfOrganization, statesOfServers } from '#libs/store/queries/fleet-states.js';
import { plannableFleet, type PlannableFleet } from '#libs/views/plannable-fleet.js';
import { fleetAt } from './fleet-at.js';
import { type PlanRequest, unreadable } from './plan-request.js';
import { Refused } from './refused.js';

/** What is known of the fleet, now or at another time. */
export interface PlannedFleet extends PlannableFleet {
  readonly position: number;
  readonly at: string;
}

interface Moment {
  readonly position: number;
  readonly now: Date;
}

/** The fleet that a plan is made over. @throws Refused when it has too many servers for one answer. */
export async function plannedFleet(
  db: Transaction,
  organization: string,
  asOf: string | null | undefined,
  { position, now }: Moment,
): Promise<PlannedFleet> {
  if (asOf != null) {
    const fleet = await fleetAt(db, organization, { asOf }, { position, now });
    const states = fleet.servers.map(({ state }) => state);
    return { ...plannableFleet(states, fleet.organization), position: fleet.position, at: fleet.at };
  }
  const servers = await countServers(db, organization);
  if (servers > MOST_SERVERS) throw tooManyServers(servers);
  const states = await statesOfServers(db, organization);
  const around = (await stateOfOrganization(db, organization)) ?? unknownOrganization();
  return { ...plannableFleet(states, around), position, at: now.toISOString() };
}

/** One plan looks at every server of its organization. */
const MOST_SERVERS = 10_000;

function tooManyServers(servers: number): Refused {
  return new Refused('unprocessable', `The ${servers} servers of this organization are too many for one plan.`, {
    remedy: `A plan looks at no more than ${MOST_SERVERS} servers: plan offline with --state, over a document of those concerned.`,
  });
}

/** What commands would do to this fleet, with the commands as they were read. @throws Refused when they cannot be read. */
export function planned(fleet: PlannedFleet, request: PlanRequest, ignored: readonly string[]) {
  const { document, partly, position, at } = fleet;
  const plan = documentPlanner(document, at).read(request.commands, defaultsFor(document, request));
  if (!plan.ok) throw unreadable(plan.problems);
  const { report, commands, warnings, touched } = plan;
  return {
    ...report,
    commands,
    warnings: [...ignored.map((place) => ({ place, message: 'Unknown key, ignored.' })), ...warnings],
    partlyKnown: partly.filter(({ server }) => server === null || touched.has(server)),
    position,
    asOf: at,
  };
}

function defaultsFor({ servers = [] }: FleetDocument, request: PlanRequest): PlanDefaults {
  const given = {
    ...(request.answer != null && { answer: request.answer }),
    ...(request.certificate != null && { certificate: request.certificate }),
  };
  if (request.servers == null) return given;
  const chosen = forServers(servers ?? [], request.servers);
  if (chosen.ok) return { ...given, servers: chosen.servers };
  const errors = chosen.problems.map((problem) => ({ ...problem, parameter: 'servers' }));
  throw new Refused('unprocessable', errors[0]?.message ?? 'No server is named.', {
    ...(errors[0] !== undefined && { remedy: errors[0].remedy }),
    errors,
  });
}
