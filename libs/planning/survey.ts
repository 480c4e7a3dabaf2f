import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Connection, FleetDocument, Organization, Server } from '#libs/fleet/document.js';
import { sourcedConnectors, type SourcedConnector } from '#libs/selection/endpoints.js';
import { knobsOf, type Knobs } from '#libs/selection/policy.js';
import { serverFacts, type ServerFacts } from '#libs/selection/server-facts.js';
import { serverNames, type ServerNames } from '#libs/selection/server-names.js';
import { answersOf, type Answered } from '#libs/rules/subject.js';

/** What commands can change of a fleet. They neither rename servers nor bring or take any. */
export interface FleetState {
  /** Undefined: the document has none, and no command can give it one. */
  readonly organization: Organization | undefined;
  /** In document order. */
  readonly servers: readonly Server[];
}

/** A state of a fleet with what each of its endpoints presents. */
export interface Survey {
  readonly state: FleetState;
  readonly around: Surroundings;
  readonly connectors: readonly SourcedConnector[];
  /** In document order. */
  readonly servers: readonly SurveyedServer[];
}

/** What stays as it is through a whole plan. */
export interface Surroundings {
  /** The instant of the plan, milliseconds since 1970. */
  readonly at: number;
  readonly knobs: Knobs;
  readonly names: ServerNames;
  /** The place in the document of each server, by its normalised `fqdn`. */
  readonly places: ReadonlyMap<string, number>;
  readonly connections: readonly Connection[];
}

export interface SurveyedServer {
  readonly facts: ServerFacts;
  /** The very same list as in another survey of the plan where the commands between them cannot have changed it. */
  readonly answers: readonly Answered[];
}

/** The state that a document describes, and what stays around it. */
export function beginning(document: FleetDocument, at: number): { state: FleetState; around: Surroundings } {
  const { organization, servers = [], connections = [] } = document;
  const places = new Map<string, number>();
  for (const [place, { fqdn }] of servers.entries()) {
    const name = normalizeHostName(fqdn);
    // Of servers whose names are one, the first is meant.
    if (!places.has(name)) places.set(name, place);
  }
  const around = { at, knobs: knobsOf(document.policy), names: serverNames(servers), places, connections };
  return { state: { organization, servers }, around };
}

/** Asks every endpoint of a fleet. */
export function survey(state: FleetState, around: Surroundings): Survey {
  const { organization } = state;
  const connectors = sourcedConnectors(organization, around.names);
  const servers = state.servers.map((server) => {
    const facts = serverFacts(server, organization, around.knobs);
    return { facts, answers: answersOf(facts, connectors, around.at) };
  });
  return { state, around, connectors, servers };
}

/** The survey of another state of the same fleet. Only servers that are other ones, or whose Send connectors are, are asked again. */
export function resurveyed(before: Survey, state: FleetState): Survey {
  const { around } = before;
  const { organization } = state;
  const same = organization === before.state.organization;
  const connectors = same ? before.connectors : sourcedConnectors(organization, around.names);
  const concerned = same ? NOBODY : sendersOfChanged(before.connectors, connectors);
  const servers = before.servers.map((known, place): SurveyedServer => {
    const server = state.servers[place] ?? known.facts.server;
    const { fqdn } = known.facts;
    if (server === known.facts.server && same) return known;
    const facts =
      server === known.facts.server
        ? { ...known.facts, organization: organization ?? {} }
        : serverFacts(server, organization, around.knobs);
    const unconcerned = server === known.facts.server && !concerned.has(fqdn);
    return { facts, answers: unconcerned ? known.answers : answersOf(facts, connectors, around.at) };
  });
  return { state, around, connectors, servers };
}

const NOBODY: ReadonlySet<string> = new Set();

/** Every source server, before or after, of a Send connector that is another one. */
function sendersOfChanged(
  before: readonly SourcedConnector[],
  after: readonly SourcedConnector[],
): ReadonlySet<string> {
  const [former, latter] = [before, after].map((list) => new Set(list.map(({ connector }) => connector)));
  const changed = [...before, ...after].filter(({ connector }) => !former?.has(connector) || !latter?.has(connector));
  return new Set(changed.flatMap(({ sources }) => [...sources]));
}

/** Whether commands may have changed what a server presents, or what rules say of it alone. */
export function isTouched(before: Survey, after: Survey, place: number): boolean {
  return before.servers[place]?.answers !== after.servers[place]?.answers;
}
