import type { FleetDocument } from '#libs/fleet/document.js';
import { fleetOf } from '#libs/rules/fleet.js';
import { neighbourOf } from '#libs/rules/neighbour.js';
import type { Transition } from '#libs/rules/rule.js';
import { answersOf } from '#libs/rules/subject.js';
import { sourcedConnectors } from '#libs/selection/endpoints.js';
import { knobsOf } from '#libs/selection/policy.js';
import { instantOf } from '#libs/selection/select-server.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { AT } from './fixture.js';

/** What a command did to the first server of a fleet that is as it was just before. */
export function transitionOn(document: FleetDocument, more: Partial<Transition>): Transition {
  const at = instantOf(document.at ?? AT);
  const knobs = knobsOf(document.policy);
  const all = (document.servers ?? []).map((server) => serverFacts(server, document.organization, knobs));
  const [facts] = all;
  if (facts === undefined) throw new Error('A transition needs a server.');
  const fleet = fleetOf(all.map(neighbourOf), document.organization);
  const answers = () => answersOf(facts, sourcedConnectors(document.organization, fleet.names), at);
  const asked = { command: 0, answer: 'unanswered', surface: 'shell' } as const;
  return { facts, fleet, answers, at, ...asked, overwritten: null, removed: null, ...more };
}
