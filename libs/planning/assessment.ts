import { concernedServers, type NeighbourChange } from '#libs/rules/concerned.js';
import { findingIdentity, type Finding, type Risk } from '#libs/rules/finding.js';
import { fleetOf, type Fleet } from '#libs/rules/fleet.js';
import { neighbourOf, type Neighbour } from '#libs/rules/neighbour.js';
import { standingFindings } from '#libs/rules/standing-findings.js';
import type { Subject } from '#libs/rules/subject.js';
import { forget } from '#libs/selection/server-facts.js';
import { answersAt, keptAnswersAt, touchedPlaces, withOrganization, type Survey } from './survey.js';

/** A surveyed state with what the rules find in it. */
export interface Assessment {
  readonly survey: Survey;
  readonly fleet: Fleet;
  /** In document order. */
  readonly servers: readonly AssessedServer[];
}

export interface AssessedServer {
  readonly neighbour: Neighbour;
  /** How many endpoints it has; connections are not among them. */
  readonly endpoints: number;
  readonly findings: readonly Finding[];
}

/** Asks every standing rule of every server. */
export function assessed(survey: Survey): Assessment {
  const { state, around } = survey;
  const neighbours = survey.servers.map(neighbourOf);
  const fleet = fleetOf(neighbours, state.organization, around.names);
  const servers = survey.servers.map((facts, place) => {
    const neighbour = neighbours[place] ?? neighbourOf(facts);
    const server = assessedServer({ facts, answers: answersAt(survey, place), fleet, at: around.at }, neighbour);
    forget(facts);
    return server;
  });
  return { survey, fleet, servers };
}

function assessedServer(subject: Subject, neighbour: Neighbour): AssessedServer {
  return { neighbour, endpoints: subject.answers.length, findings: standingFindings(subject) };
}

/** Another state of the same fleet. Only servers that commands changed, and those that have to do with them, are asked again. */
export function reassessed(before: Assessment, survey: Survey): Assessment {
  const { state, around } = survey;
  const touched = touchedPlaces(before.survey, survey);
  const neighbours = before.servers.map(({ neighbour }) => neighbour);
  const changed: NeighbourChange[] = [];
  for (const place of touched) {
    const [facts, former] = [survey.servers[place], neighbours[place]];
    if (facts === undefined || former === undefined) continue;
    const latter = neighbourOf(facts);
    neighbours[place] = latter;
    if (JSON.stringify(former) !== JSON.stringify(latter)) changed.push({ before: former, after: latter });
  }
  const same = changed.length === 0 && state.organization === before.survey.state.organization;
  const fleet = same ? before.fleet : fleetOf(neighbours, state.organization, around.names);
  const concerned = concernedServers(before.fleet, fleet, changed);
  const again = new Set(touched);
  const servers = before.servers.map((known, place) => {
    const server = survey.servers[place];
    if (server === undefined || !(again.has(place) || concerned.has(server.fqdn))) return known;
    const facts = withOrganization(server, state.organization);
    const answers = again.has(place) ? keptAnswersAt(survey, place) : answersAt(survey, place);
    return assessedServer({ facts, answers, fleet, at: around.at }, neighbours[place] ?? known.neighbour);
  });
  return { survey, fleet, servers };
}

/** The standing risks of the last state, each with whether the first one lacked it. @cite rulebook 10 (D) */
export function standingRisks(first: Assessment, last: Assessment): readonly Risk[] {
  return last.servers.flatMap(({ findings }, place) => {
    const known = first.servers[place]?.findings ?? [];
    if (known === findings) return findings.map((finding) => ({ ...finding, introduced: false }));
    const before = new Set(known.map(findingIdentity));
    return findings.map((finding) => ({ ...finding, introduced: !before.has(findingIdentity(finding)) }));
  });
}
