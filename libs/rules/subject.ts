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

/**
 * What each endpoint of a server presents at an instant, for rules and plans: without a glance at the future. An answer is worked out when it
 * is first looked at, for rules look at half of them.
 */
export function answersOf(
  facts: ServerFacts,
  connectors: readonly SourcedConnector[],
  at: number,
): readonly Answered[] {
  return endpointsOf(facts.server, facts.fqdn, connectors).map((endpoint) => {
    const answered: Late = Object.create(LATE);
    answered.endpoint = endpoint;
    answered.facts = facts;
    answered.at = at;
    answered.known = null;
    return answered;
  });
}

interface Late {
  endpoint: Endpoint;
  facts: ServerFacts;
  at: number;
  known: Selection | null;
  readonly selection: Selection;
}

/** Shared by all answers: a getter of its own for each of a large fleet would cost as much as the answer. */
const LATE: Pick<Late, 'selection'> & ThisType<Late> = {
  get selection() {
    this.known ??= ask(this.facts, this.endpoint, { at: this.at, explain: false, ahead: false });
    return this.known;
  },
};

/** The answer of one endpoint; undefined: there is no such endpoint. */
export function answerAt({ answers }: Pick<Subject, 'answers'>, address: string): Selection | undefined {
  return answers.find(({ endpoint }) => endpoint.address === address)?.selection;
}
