import { normalizeHostName } from '#libs/certificates/host-name.js';
import type { Problem, ReadCommands } from '#libs/planning/command-defaults.js';
import type { DocumentPlanner } from '#libs/planning/document-planner.js';
import { serverNamedBy } from '#libs/planning/named-by-command.js';
import { readCommandLines } from '#libs/planning/read-command-lines.js';

/** Longer texts, and more commands, are for the server alone. */
const READ_HERE = 20_000;
const MOST_COMMANDS = 40;
/** So many servers may be asked for at once. */
const MOST_SERVERS = 20;
const SERVER_NAME = /^[A-Za-z0-9._-]{1,255}$/;

/** A text of commands as it stands there while it is typed. */
export type Typed =
  | { readonly state: 'nothing' }
  /** Too long to be read here. */
  | { readonly state: 'long' }
  | { readonly state: 'unreadable'; readonly problems: readonly Problem[] }
  | { readonly state: 'read'; readonly commands: Extract<ReadCommands, { ok: true }>['commands'] };

/** Read by the code that the server reads it with, and with what it takes from the fleet where that is known. */
export function typed(text: string, planner: DocumentPlanner | undefined): Typed {
  if (text.trim() === '') return { state: 'nothing' };
  if (text.length > READ_HERE) return { state: 'long' };
  const read = planner === undefined ? readCommandLines(text) : planner.commands(text);
  if (!read.ok) return { state: 'unreadable', problems: read.problems };
  return read.commands.length > MOST_COMMANDS ? { state: 'long' } : { state: 'read', commands: read.commands };
}

/** The servers that the fleet is asked for; null: it cannot be said, or they are too many, so that the server plans alone. */
export function namesToAskFor(text: string): readonly string[] | null {
  const read = typed(text, undefined);
  if (read.state !== 'read') return null;
  const named = read.commands.map(serverNamedBy);
  const names = new Set(named.map((name) => normalizeHostName(name ?? '')));
  const all = [...names].sort();
  return all.length > 0 && all.length <= MOST_SERVERS && all.every((name) => SERVER_NAME.test(name)) ? all : null;
}
