import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FleetDocument } from '#libs/fleet/document.js';
import type { Candidate, Selection } from '#libs/selection/selection.js';

/** What a scenario says of one selection; whatever it does not mention is free. */
export type Expectation = Partial<Omit<Selection, 'candidates'>> & {
  readonly server: string;
  readonly endpoint: string;
  /** Thumbprint to the reasons that it must have. */
  readonly candidates?: Readonly<Record<string, readonly string[]>>;
  readonly notesAbsent?: Selection['notes'];
  /** Thumbprint to its verdict. */
  readonly verdicts?: Readonly<Record<string, Candidate['verdict']>>;
};

export interface SelectionScenario {
  readonly id: string;
  readonly title: string;
  readonly fleet: FleetDocument & { readonly at: string };
  readonly expect: readonly Expectation[];
  /** Endpoints that must not be listed, as `server endpoint`. */
  readonly notListed?: readonly string[];
}

const FOLDER = join(import.meta.dirname, '../scenarios/select');

/** The scenarios of test/scenarios/select, in the order of their names. */
export function selectionScenarios(): readonly SelectionScenario[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
}
