import { findingIdentity, type Risk } from '#libs/rules/finding.js';
import type { Transition } from '#libs/rules/rule.js';
import { TRANSITION_RULES } from '#libs/rules/rules.js';
import { findingOf } from '#libs/rules/standing-findings.js';
import { answersOf } from '#libs/rules/subject.js';
import { sourcedConnectors } from '#libs/selection/endpoints.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import type { Assessment } from './assessment.js';
import type { Step } from './sequence.js';

/** What happened on the way. Each rule fires once for a server, whatever later commands put back. @cite rulebook 11.3 (D) */
export function transitionRisks(steps: readonly Step[], first: Assessment): readonly Risk[] {
  const risks = new Map<string, Risk>();
  for (const [command, step] of steps.entries()) {
    const transition = transitionOf(step, command, first);
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

/** Null: the command neither overwrote nor removed a certificate. */
function transitionOf(step: Step, command: number, { survey, fleet }: Assessment): Transition | null {
  const { server, organization } = step;
  const { names, knobs, at } = survey.around;
  const { overwritten, removed } = step.ran.carriedOut;
  if (server === null || (overwritten === null && removed === null)) return null;
  const facts = serverFacts(server, organization, knobs);
  const answers = () => answersOf(facts, sourcedConnectors(organization, names), at);
  return { facts, fleet, answers, at, command, ...asked(step), overwritten, removed };
}

function asked({ command }: Step): Pick<Transition, 'answer' | 'surface'> {
  const answer = 'answer' in command ? command.answer : undefined;
  const surface = 'surface' in command ? command.surface : undefined;
  return { answer: answer ?? 'unanswered', surface: surface ?? 'shell' };
}
