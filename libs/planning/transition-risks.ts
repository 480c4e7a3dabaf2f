import type { Organization } from '#libs/fleet/document.js';
import { findingIdentity, type Risk } from '#libs/rules/finding.js';
import type { Transition } from '#libs/rules/rule.js';
import { TRANSITION_RULES } from '#libs/rules/rules.js';
import { findingOf } from '#libs/rules/standing-findings.js';
import { answersOf } from '#libs/rules/subject.js';
import { sourcedConnectors, type SourcedConnector } from '#libs/selection/endpoints.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import type { Assessment } from './assessment.js';
import type { Step } from './sequence.js';
import type { Survey } from './survey.js';

/** What happened on the way. Each rule fires once for a server, whatever later commands put back. @cite rulebook 11.3 (D) */
export function transitionRisks(steps: readonly Step[], first: Assessment): readonly Risk[] {
  const risks = new Map<string, Risk>();
  const connectorsIn = connectorsByOrganization(first.survey);
  for (const [command, step] of steps.entries()) {
    const transition = transitionOf(step, { command, first, connectorsIn });
    if (transition === null) continue;
    for (const rule of TRANSITION_RULES) {
      for (const occurrence of rule.check(transition)) {
        const finding = findingOf(rule, transition.facts.server.fqdn, occurrence);
        const identity = findingIdentity(finding);
        if (!risks.has(identity)) risks.set(identity, { ...finding, introduced: true });
      }
    }
  }
  return [...risks.values()];
}

type ConnectorsIn = (organization: Organization) => readonly SourcedConnector[];

/** The Send connectors as they are before each command: few commands change them, so they are read once for each organization. */
function connectorsByOrganization({ state, around, connectors }: Survey): ConnectorsIn {
  const known = new Map([[state.organization, connectors]]);
  return (organization) => {
    const read = known.get(organization) ?? sourcedConnectors(organization, around.names);
    known.set(organization, read);
    return read;
  };
}

interface Surroundings {
  /** Index of the command. */
  readonly command: number;
  readonly first: Assessment;
  readonly connectorsIn: ConnectorsIn;
}

/** Null: the command neither overwrote nor removed a certificate. */
function transitionOf(step: Step, { command, first, connectorsIn }: Surroundings): Transition | null {
  const { server, organization } = step;
  const { overwritten, removed } = step.ran.carriedOut;
  if (server === null || (overwritten === null && removed === null)) return null;
  const { fleet, survey } = first;
  const { knobs, at } = survey.around;
  const facts = serverFacts(server, organization, knobs);
  const answers = () => answersOf(facts, connectorsIn(organization), at);
  return { facts, fleet, answers, at, command, ...asked(step), overwritten, removed };
}

function asked({ command }: Step): Pick<Transition, 'answer' | 'surface'> {
  const answer = 'answer' in command ? command.answer : undefined;
  const surface = 'surface' in command ? command.surface : undefined;
  return { answer: answer ?? 'unanswered', surface: surface ?? 'shell' };
}
