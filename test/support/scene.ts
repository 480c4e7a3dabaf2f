import { parseInstant } from '#libs/certificates/instant.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Organization, Policy, Server } from '#libs/fleet/document.js';
import type { Command } from '#libs/planning/command.js';
import type { Ran, Scene } from '#libs/planning/ran.js';
import { runCommand } from '#libs/planning/run-command.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverNames } from '#libs/selection/server-names.js';
import { AT, edge01, ex01, ex02, organization } from './fixture.js';

/** What is different from EX01 as the first command of a plan finds it. */
export interface Different {
  readonly server?: Server | null;
  readonly organization?: Organization;
  readonly policy?: Policy;
  readonly at?: string;
  readonly index?: number;
}

/** EX01 beside EX02 and EDGE01, just before a command. */
export function scene(different: Different = {}): Scene {
  const instant = parseInstant(different.at ?? AT);
  const server = different.server === undefined ? ex01() : different.server;
  return {
    organization: different.organization ?? organization(),
    server,
    names: serverNames([...(server === null ? [] : [server]), ex02(), edge01()]),
    knobs: knobsOf(different.policy),
    at: isUnreadable(instant) ? 0 : instant,
    index: different.index ?? 0,
  };
}

/** What a command does there. What it was given is frozen: it may change nothing of it. */
export function ranOn(command: Command, different: Different = {}): Ran {
  return runCommand(frozen(command), frozen(scene(different)));
}

/** The server afterwards. */
export function serverAfter(command: Command, different: Different = {}): Server {
  const { server } = ranOn(command, different);
  if (server === null) throw new Error('the command was about no server');
  return server;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
