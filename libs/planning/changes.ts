import { askConnection } from '#libs/selection/connection.js';
import type { Selection } from '#libs/selection/selection.js';
import { namedServer } from '#libs/selection/server-names.js';
import type { Assessment } from './assessment.js';
import type { Change, Presented } from './plan-answer.js';
import { keptAnswersAt, touchedPlaces, type Survey } from './survey.js';

/** The endpoints that show something else, or that came or went: server by server, then the connections. @cite rulebook 10 (D) */
export function changesBetween(before: Survey, after: Survey): readonly Change[] {
  const changes: Change[] = [];
  for (const place of touchedPlaces(before, after)) {
    const server = before.servers[place]?.server.fqdn ?? '';
    const [former, latter] = [before, after].map((survey) => answersByAddress(survey, place));
    // In the order of the latter, then those that are gone.
    const addresses = new Set([...(latter?.keys() ?? []), ...(former?.keys() ?? [])]);
    for (const endpoint of addresses) {
      changes.push(...changeAt({ server, endpoint }, former?.get(endpoint), latter?.get(endpoint)));
    }
  }
  return [...changes, ...changedConnections(before, after)];
}

/** How many endpoints there are before or after: those of the last state, and those that are gone. */
export function endpointsOnEitherSide({ survey, servers }: Assessment, changes: readonly Change[]): number {
  const gone = changes.filter(({ after }) => after === null).length;
  return servers.reduce((sum, { endpoints }) => sum + endpoints, gone + survey.around.connections.length);
}

function answersByAddress(survey: Survey, place: number): ReadonlyMap<string, Selection> {
  return new Map(keptAnswersAt(survey, place).map(({ endpoint, selection }) => [endpoint.address, selection]));
}

function changedConnections(before: Survey, after: Survey): readonly Change[] {
  const { connections, names, places, at } = before.around;
  return connections.flatMap((connection, index) => {
    const place = places.get(namedServer(names, connection.server ?? '') ?? '') ?? -1;
    const [former, latter] = [before, after].map(({ servers }) => servers[place]);
    if (former === undefined || former === latter) return [];
    const endpoint = `connection:${index}`;
    const [one, other] = [former, latter].map((facts) =>
      askConnection(facts, { connection, endpoint }, { at, explain: false, ahead: false }),
    );
    return changeAt({ server: former.server.fqdn, endpoint }, one, other);
  });
}

function changeAt(
  where: Pick<Change, 'server' | 'endpoint'>,
  one: Selection | undefined,
  other: Selection | undefined,
): readonly Change[] {
  if (one?.outcome === other?.outcome && one?.thumbprint === other?.thumbprint) return [];
  return [{ ...where, before: presentedBy(one), after: presentedBy(other), rule: other?.rule ?? null }];
}

function presentedBy(selection: Selection | undefined): Presented | null {
  return selection === undefined ? null : { outcome: selection.outcome, thumbprint: selection.thumbprint };
}
