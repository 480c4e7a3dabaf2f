import { canonicalText } from '#libs/fleet/canonical.js';
import { foldServer } from '#libs/fleet/fold.js';
import type { OrganizationState } from '#libs/fleet/state.js';
import type { Finding } from '#libs/rules/finding.js';
import { findingsOf, surroundingsOf } from '#libs/views/findings-of.js';
import { judgedOrganization } from '#libs/views/judged-server.js';
import { clock } from './clock.js';
import type { Transaction } from './database.js';
import { standingFindingsAt } from './kept-findings.js';
import { inOrder, storedNeighbours, type Neighbours } from './neighbours.js';
import { foldedHistories } from './projected.js';

/** What the log says, folded up to a position. */
export interface Fold {
  readonly position: number;
  /** Which streams are which server. */
  readonly servers: ReadonlyMap<string, readonly string[]>;
  readonly organization: OrganizationState;
  /** Of every server. */
  readonly neighbours: Neighbours;
}

/** Servers of which something is kept other than the fold of the log says. */
export interface Otherwise {
  readonly neighbours: readonly string[];
  readonly findings: readonly string[];
}

const CHUNK = 50;

/** Judges all servers by the log alone, and compares what is found with the findings that stand. */
export async function auditFindings(db: Transaction, organization: string, fold: Fold): Promise<Otherwise> {
  const at = await clock(db);
  const standing = await standingFindingsAt(db, organization, at);
  const surroundings = surroundingsOf(inOrder(fold.neighbours).values(), judgedOrganization(fold.organization));
  const stored = await storedNeighbours(db, organization);
  const neighbours = [...fold.neighbours].flatMap(([server, neighbour]) =>
    canonicalText(stored.get(server)) === canonicalText(neighbour) ? [] : [server],
  );
  const findings = [...standing.keys()].filter((server) => !fold.servers.has(server));
  const names = [...fold.servers.keys()];
  for (let start = 0; start < names.length; start += CHUNK) {
    const chunk = names.slice(start, start + CHUNK);
    const streams = chunk.flatMap((server) => fold.servers.get(server) ?? []);
    const histories = await foldedHistories(db, organization, streams, fold.position);
    for (const server of chunk) {
      const own = (fold.servers.get(server) ?? []).map(
        (stream) => histories.get(stream) ?? { events: [], sightings: [] },
      );
      const { state } = foldServer(server, {
        events: own.flatMap(({ events }) => events),
        sightings: own.flatMap(({ sightings }) => sightings),
      });
      const found = findingsOf(state, surroundings).at(Date.parse(at));
      if (textOf(found) !== textOf(standing.get(server) ?? [])) findings.push(server);
    }
  }
  return { neighbours, findings };
}

function textOf(findings: readonly Finding[]): string {
  return findings
    .map((finding) => canonicalText(finding))
    .sort()
    .join('\n');
}
