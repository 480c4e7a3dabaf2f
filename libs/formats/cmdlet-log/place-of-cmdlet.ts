/**
 * Which server and which object a record is about.
 *
 *   serverOf(ran): string | null | undefined     undefined: it is named in a way that says nothing here (a GUID)
 *   objectOf(ran): { server, name } | null       the connector, settings or subscription that Identity or the log names
 */
import { oneText } from './given.js';
import type { Ran } from './told.js';

/** What an identity names: `EX01\Default EX01`, or a name alone. */
export interface Named {
  readonly server: string | null;
  readonly name: string;
}

/**
 * The server: `-Server`, else that of a `SERVER\name`, else the one on which it ran. A short name that is the first label of the server
 * it ran on is that server.
 */
export function serverOf(ran: Ran, named: Named | null = null): string | null | undefined {
  const name = serverGiven(ran, named);
  const ranOn = ran.ranOn?.trim() ?? '';
  if (name === null) return ranOn === '' ? null : ranOn;
  return name !== undefined && isShortFor(name, ranOn) ? ranOn : name;
}

function serverGiven(ran: Ran, named: Named | null): string | null | undefined {
  const given = ran.parameters.get('server');
  const said = given === undefined ? null : oneText(given);
  if (said === null) return named?.server ?? null;
  return said === undefined ? undefined : plainName(said);
}

function isShortFor(name: string, full: string): boolean {
  return full.length > name.length && firstLabel(full) === firstLabel(name);
}

/**
 * What `-Identity` names or, where that is a GUID or lost, the object that the log says was changed. The latter also tells the server of
 * an object that was named without it.
 */
export function objectOf(ran: Ran): Named | null {
  const identity = ran.parameters.get('identity');
  const said = identity === undefined ? null : oneText(identity);
  const asked = typeof said === 'string' ? namedBy(said) : null;
  const changed = namedBy(ran.objectModified ?? '');
  if (asked === null) return changed;
  const isSame = asked.server === null && changed?.name.toLowerCase() === asked.name.toLowerCase();
  return isSame ? changed : asked;
}

/** A distinguished name gives its first name; a GUID names nobody. */
function namedBy(identity: string): Named | null {
  const backslash = identity.indexOf('\\');
  const isDn = /^CN=/i.test(identity.trim());
  const server = isDn || backslash <= 0 ? null : (plainName(identity.slice(0, backslash)) ?? null);
  const name = plainName(isDn || backslash < 0 ? identity : identity.slice(backslash + 1));
  return name === undefined ? null : { server, name };
}

const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** Undefined for what is no name that another record could use: a GUID, blanks. */
export function plainName(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || GUID.test(trimmed)) return undefined;
  const first = /^CN=((?:[^,\\]|\\.)+)/i.exec(trimmed)?.[1];
  return first === undefined ? trimmed : first.replace(/\\(.)/g, '$1').trim();
}

function firstLabel(name: string): string {
  return name.toLowerCase().split('.', 1)[0] ?? '';
}
