import type { Finding } from '#libs/rules/finding.js';
import { worstFirst } from '../plan/digest.js';
import { serverPattern } from '#libs/fleet/server-pattern.js';

/** Findings that say the same of several servers. */
export interface FindingGroup<T extends Finding> {
  readonly first: T;
  readonly all: readonly T[];
}

/** The worst first. Findings of one rule at the same place of their servers, for the same reason, stand together. */
export function groupedFindings<T extends Finding>(findings: readonly T[]): readonly FindingGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const finding of worstFirst(findings)) {
    const { id, severity, endpoint, server, evidence } = finding;
    const place = endpoint === null ? null : serverPattern(endpoint, server);
    const key = JSON.stringify([severity, id, place, evidence['reason'] ?? null]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups.values()].flatMap((all) => (all[0] === undefined ? [] : [{ first: all[0], all }]));
}
