import type { Certificate } from '#libs/certificates/certificate.js';
import type { FleetDocument } from '#libs/fleet/document.js';
import { answersOf } from '#libs/rules/subject.js';
import { sourcedConnectors } from '#libs/selection/endpoints.js';
import { instantOf } from '#libs/selection/select-server.js';
import { choiceFor, type Choice } from './choices.js';
import type { Command } from './command.js';
import type { FollowUp } from './follow-up.js';
import { followUps } from './follow-ups.js';
import { missingFacts, type MissingFact } from './missing-fact.js';
import { namedCertificates } from './named-certificates.js';
import { planner } from './plan.js';
import type { Plan } from './plan-answer.js';
import { runSequence, type Step } from './sequence.js';
import { beginning } from './survey.js';
import { touchedServers, type Touched } from './touched.js';

/** A plan with what its reader needs beside it. Its additional keys are no part of the contract's plan, and take nothing from it. */
export interface PlanReport extends Plan {
  /** What is left to be done afterwards. */
  readonly followUps: readonly FollowUp[];
  /** The unknown facts that keep commands undecided. */
  readonly missing: readonly (MissingFact & { readonly command: number })[];
  /** For commands that name what the fleet does not have: what it has. */
  readonly choices: readonly Choice[];
  /** Endpoints of the servers that the commands touch whose answer is unknown before and after; they count as unchanged. */
  readonly stillUnknown: number;
  /** Every certificate that the plan speaks of, as far as it is known. */
  readonly certificates: readonly Certificate[];
}

/**
 * Plans lists of commands over one fleet, which is surveyed once, and says what people ask next.
 * @param at RFC 3339, or milliseconds since 1970
 * @throws RangeError if `at` is no instant
 */
export function planReporter(
  document: FleetDocument,
  at: string | number,
): (commands: readonly Command[]) => PlanReport {
  const plan = planner(document, at);
  return (commands) => reported(document, commands, plan(commands), instantOf(at));
}

function reported(document: FleetDocument, commands: readonly Command[], answer: Plan, at: number): PlanReport {
  const touched = touchedServers(document, commands);
  const { state, around } = beginning(document, at);
  const { steps, state: end } = runSequence(state, commands, around);
  const choices = answer.refused.flatMap(({ command, rule }) => {
    const step = steps[command];
    const choice = step === undefined ? null : choiceFor(rule, { ...step, servers: state.servers });
    return choice === null ? [] : [{ command, ...choice }];
  });
  const { prompts, facts, changes, undo } = answer;
  const risks = answer.risks.filter(({ introduced }) => introduced);
  return {
    ...answer,
    followUps: followUps(touched, commands, answer),
    missing: steps.flatMap(missingOf),
    choices,
    stillUnknown: stillUnknown(touched, document, answer, at),
    certificates: namedCertificates(
      { prompts, facts, changes, undo, risks, choices },
      end.servers === state.servers ? state.servers : [...state.servers, ...end.servers],
    ),
  };
}

function missingOf({ command, server, organization, ran }: Step, index: number) {
  if (!ran.undecided && !ran.notes.includes('FACT_UNKNOWN')) return [];
  return missingFacts(command, { server, organization }).map((fact) => ({ command: index, ...fact }));
}

function stillUnknown(
  { servers, names }: Touched,
  { organization }: FleetDocument,
  { changes }: Plan,
  at: number,
): number {
  const connectors = sourcedConnectors(organization, names);
  const unknown = servers.flatMap((facts) =>
    answersOf(facts, connectors, at).filter(({ selection }) => selection.outcome === 'INDETERMINATE'),
  );
  return unknown.length - changes.filter(({ before }) => before?.outcome === 'INDETERMINATE').length;
}
