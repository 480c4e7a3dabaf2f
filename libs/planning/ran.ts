import type { Organization, Server } from '#libs/fleet/document.js';
import type { Knobs } from '#libs/selection/policy.js';
import type { ServerNames } from '#libs/selection/server-names.js';
import type { PlanNoteCode, Prompt, Refusal } from './plan-answer.js';

/** The fleet just before a command. */
export interface Scene {
  readonly organization: Organization;
  /** The server that the command is about; for Set-SendConnector there is none. */
  readonly server: Server | null;
  readonly names: ServerNames;
  readonly knobs: Knobs;
  /** The instant of the plan, milliseconds since 1970. */
  readonly at: number;
  /** Index of the command. */
  readonly index: number;
}

/** The scene of a command that runs on a server. */
export interface ServerScene extends Scene {
  readonly server: Server;
}

/** What one command did, or would do. */
export interface Ran {
  /** Exchange refuses: nothing changes. */
  readonly refused: Omit<Refusal, 'command'> | null;
  readonly prompts: readonly Omit<Prompt, 'command'>[];
  readonly notes: readonly PlanNoteCode[];
  /** An unknown fact keeps it undecided. */
  readonly undecided: boolean;
  /** The server afterwards: the very same object where nothing changed. */
  readonly server: Server | null;
  /** The organization afterwards: the very same object where nothing changed. */
  readonly organization: Organization;
  /** What the transition rules judge: the state as if the command had succeeded, before an undecided one's facts are forgotten. */
  readonly carriedOut: {
    /** An internal transport certificate that is known and set was replaced by another one. */
    readonly overwritten: Overwritten | null;
    /** Thumbprint of a certificate that was taken out of the store. */
    readonly removed: string | null;
  };
}

export interface Overwritten {
  readonly before: string;
  readonly after: string;
}

/** A command that asks, says and changes nothing. */
export function nothingRan({ server, organization }: Scene): Ran {
  return {
    refused: null,
    prompts: [],
    notes: [],
    undecided: false,
    server,
    organization,
    carriedOut: { overwritten: null, removed: null },
  };
}

export function refusedBy(scene: Scene, rule: string, message: string): Ran {
  return { ...nothingRan(scene), refused: { rule, message } };
}

/** A command of which an unknown fact decides whether it can do anything; the state stays as it is. */
export function undecidedRan(scene: Scene): Ran {
  return { ...nothingRan(scene), undecided: true, notes: ['FACT_UNKNOWN'] };
}
