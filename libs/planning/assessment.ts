import { concernedServers } from '#libs/rules/concerned.js';
import { findingIdentity, type Finding, type Risk } from '#libs/rules/finding.js';
import { fleetOf, type Fleet } from '#libs/rules/fleet.js';
import { neighbourOf, type Neighbour } from '#libs/rules/neighbour.js';
import { standingFindings } from '#libs/rules/standing-findings.js';
import { isTouched, type Survey } from './survey.js';

/** A surveyed state with what the rules find in it. */
export interface Assessment {
  readonly survey: Survey;
  /** In document order, as the rest. */
  readonly neighbours: readonly Neighbour[];
  readonly fleet: Fleet;
  readonly findings: readonly (readonly Finding[])[];
}

/** Asks every standing rule of every server. */
export function assessed(survey: Survey): Assessment {
  const { servers, state, around } = survey;
  const neighbours = servers.map(({ facts }) => neighbourOf(facts));
  const fleet = fleetOf(neighbours, state.organization);
  const findings = servers.map(({ facts, answers }) => standingFindings({ facts, answers, fleet, at: around.at }));
  return { survey, neighbours, fleet, findings };
}

/** Another state of the same fleet. Only servers that commands changed, and those that have to do with them, are asked again. */
export function reassessed(before: Assessment, survey: Survey): Assessment {
  const { servers, state, around } = survey;
  const touched = servers.map((_, place) => isTouched(before.survey, survey, place));
  const neighbours = servers.map(({ facts }, place) => {
    const known = before.neighbours[place];
    return known === undefined || touched[place] ? neighbourOf(facts) : known;
  });
  const fleet = fleetOf(neighbours, state.organization);
  const changed = neighbours.flatMap((after, place) => {
    const known = before.neighbours[place];
    return known === undefined || known === after ? [] : [{ before: known, after }];
  });
  const concerned = concernedServers(before.fleet, fleet, changed);
  const findings = servers.map(({ facts, answers }, place) => {
    const known = before.findings[place];
    if (known !== undefined && !touched[place] && !concerned.has(facts.fqdn)) return known;
    return standingFindings({ facts, answers, fleet, at: around.at });
  });
  return { survey, neighbours, fleet, findings };
}

/** The standing risks of the last state, each with whether the first one lacked it. @cite rulebook 10 (D) */
export function standingRisks(first: Assessment, last: Assessment): readonly Risk[] {
  return last.findings.flatMap((findings, place) => {
    const known = first.findings[place] ?? [];
    if (known === findings) return findings.map((finding) => ({ ...finding, introduced: false }));
    const before = new Set(known.map(findingIdentity));
    return findings.map((finding) => ({ ...finding, introduced: !before.has(findingIdentity(finding)) }));
  });
}
