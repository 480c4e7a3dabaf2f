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

/** A state of a fleet whose servers can be asked what they present. */
export interface Survey {
  readonly state: FleetState;
  readonly around: Surroundings;
  readonly connectors: readonly SourcedConnector[];
  /**
   * In document order. The very same object as in another survey of the plan where the commands between them cannot have changed what the
   * server presents or what rules say of it alone; its organization may then be that of the other survey.
   */
  readonly servers: readonly ServerFacts[];
  /** The answers of servers that are compared, by their place: kept because they are asked for again. */
  readonly kept: Map<number, readonly Answered[]>;
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

/** Reads what is known of every server. */
export function survey(state: FleetState, around: Surroundings): Survey {
  const { organization } = state;
  const connectors = sourcedConnectors(organization, around.names);
  const servers = state.servers.map((server) => serverFacts(server, organization, around.knobs));
  return { state, around, connectors, servers, kept: new Map() };
}

/** The survey of another state of the same fleet: only servers that are other ones, or whose Send connectors are, are read again. */
export function resurveyed(before: Survey, state: FleetState): Survey {
  const { around } = before;
  const { organization } = state;
  const same = organization === before.state.organization;
  const connectors = same ? before.connectors : sourcedConnectors(organization, around.names);
  const senders = same ? NOBODY : sendersOfChanged(before.connectors, connectors);
  const servers = before.servers.map((known, place) => {
    const server = state.servers[place] ?? known.server;
    if (server !== known.server) return serverFacts(server, organization, around.knobs);
    return senders.has(known.fqdn) ? withOrganization(known, organization) : known;
  });
  return { state, around, connectors, servers, kept: new Map() };
}

/** A server that is as it was, in an organization that is not. */
export function withOrganization(facts: ServerFacts, organization: Organization = {}): ServerFacts {
  return facts.organization === organization ? facts : { ...facts, organization };
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

/** What a server presents, worked out anew each time: the answers of a whole large fleet would fill the memory. */
export function answersAt({ servers, connectors, around }: Survey, place: number): readonly Answered[] {
  const facts = servers[place];
  return facts === undefined ? [] : answersOf(facts, connectors, around.at);
}

/** The same, worked out once: for the servers that commands touch. */
export function keptAnswersAt(survey: Survey, place: number): readonly Answered[] {
  const kept = survey.kept.get(place);
  if (kept !== undefined) return kept;
  const answers = answersAt(survey, place);
  survey.kept.set(place, answers);
  return answers;
}

/** The places of the servers of which commands may have changed what they present, or what rules say of them alone. */
export function touchedPlaces(before: Survey, after: Survey): readonly number[] {
  return [...before.servers.keys()].filter((place) => before.servers[place] !== after.servers[place]);
}
