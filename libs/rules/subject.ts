import { ask } from '#libs/selection/ask.js';
import { endpointsOf, type Endpoint, type SourcedConnector } from '#libs/selection/endpoints.js';
import type { Selection } from '#libs/selection/selection.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import type { Fleet } from './fleet.js';

/** An endpoint of a server, and what it presents. */
export interface Answered {
  readonly endpoint: Endpoint;
  /** Without `changesAt` and trace. */
  readonly selection: Selection;
}

/** One server as the rules look at it. */
export interface Subject {
  readonly facts: ServerFacts;
  /** The instant that is looked at, milliseconds since 1970. */
  readonly at: number;
  /** Every endpoint of the server, in the order of the rulebook. Connections are not among them. */
  readonly answers: readonly Answered[];
  /** What other servers have to do with it. */
  readonly fleet: Fleet;
}

/** What each endpoint of a server presents at an instant, for rules and plans: without a glance at the future. */
export function answersOf(
  facts: ServerFacts,
  connectors: readonly SourcedConnector[],
  at: number,
): readonly Answered[] {
  return endpointsOf(facts.server, facts.fqdn, connectors).map((endpoint) => ({
    endpoint,
    selection: ask(facts, endpoint, { at, explain: false, ahead: false }),
  }));
}

/** The answer of one endpoint; undefined: there is no such endpoint. */
export function answerAt({ answers }: Pick<Subject, 'answers'>, address: string): Selection | undefined {
  return answers.find(({ endpoint }) => endpoint.address === address)?.selection;
}
