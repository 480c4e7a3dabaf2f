import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetDocument } from '#libs/fleet/document.js';

export interface FindingScenario {
  readonly id: string;
  readonly title: string;
  readonly fleet: FleetDocument & { readonly at: string };
  readonly expect: {
    /** Findings that must be there. */
    readonly present: readonly { readonly id: string; readonly server: string }[];
    /** Rules that must find nothing at all. */
    readonly absent: readonly string[];
  };
}

const FOLDER = join(import.meta.dirname, '../scenarios/findings');

/** The scenarios of test/scenarios/findings, in the order of their names. */
export function findingScenarios(): readonly FindingScenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
}
