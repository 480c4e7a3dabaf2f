import type { Organization, Server } from '#libs/fleet/document.js';
import { namedServer } from '#libs/selection/server-names.js';
import type { Command } from './command.js';
import { serverNamedBy } from './named-by-command.js';
import type { Ran } from './ran.js';
import { runCommand } from './run-command.js';
import type { FleetState, Surroundings } from './survey.js';

/** One command of a sequence: the fleet just before it, and what it did. */
export interface Step {
  readonly command: Command;
  /** The server that it was run on; null: it is about none, or about none of the document. */
  readonly server: Server | null;
  readonly organization: Organization;
  readonly ran: Ran;
}

/** A sequence of commands, one step each, and the fleet after the last. */
export interface Sequence {
  readonly steps: readonly Step[];
  readonly state: FleetState;
}

/** What commands see of a document that has no organization: nothing is known of it. */
const UNKNOWN_ORGANIZATION: Organization = {};

/**
 * Runs commands one after another on a working copy. One that is refused changes nothing and the next still run, as in the Shell.
 * @cite rulebook 9.1 (D)
 */
export function runSequence(start: FleetState, commands: readonly Command[], around: Surroundings): Sequence {
  const { names, knobs, at } = around;
  const servers = [...start.servers];
  const steps: Step[] = [];
  let organization = start.organization ?? UNKNOWN_ORGANIZATION;
  for (const [index, command] of commands.entries()) {
    const place = placeOf(command, around);
    const server = (place === null ? undefined : servers[place]) ?? null;
    const ran =
      place !== null && server === null
        ? noSuchServer(command, organization)
        : runCommand(command, { organization, server, names, knobs, at, index });
    steps.push({ command, server, organization, ran });
    if (place !== null && ran.server !== null) servers[place] = ran.server;
    organization = ran.organization;
  }
  return { steps, state: { organization: organization === UNKNOWN_ORGANIZATION ? undefined : organization, servers } };
}

/** Where the server of a command stands in the document: null if it is about none, -1 if the document lacks it. */
function placeOf(command: Command, { names, places }: Surroundings): number | null {
  const text = serverNamedBy(command);
  if (text === null) return null;
  return places.get(namedServer(names, text) ?? '') ?? -1;
}

/** @cite rulebook 9.1, CMD-1 (D) */
function noSuchServer(command: Command, organization: Organization): Ran {
  return {
    refused: { rule: 'CMD-1', message: `There is no server "${serverNamedBy(command) ?? ''}" in the fleet.` },
    prompts: [],
    notes: [],
    undecided: false,
    server: null,
    organization,
    carriedOut: { overwritten: null, removed: null },
  };
}

/** @cite rulebook 9.1 (D) */
export function outcomeOf(steps: readonly Step[]): 'applied' | 'refused' | 'indeterminate' {
  if (steps.some(({ ran }) => ran.refused !== null)) return 'refused';
  return steps.some(({ ran }) => ran.undecided) ? 'indeterminate' : 'applied';
}
