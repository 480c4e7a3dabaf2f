import { allPages } from '../all-pages.js';
import { isKeyList, isKeyMade, isKeyRevoked, type KeyMade } from '../answers.js';
import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import type { Failures } from '../failure.js';
import { readAt } from '../offline.js';
import { keysTable } from '../render/keys.js';
import { shown } from '../text/escape.js';
import type { Terminal } from '../terminal.js';

export interface NewKeyOptions extends OnlineOptions {
  readonly role: 'collector' | 'reader' | 'administrator';
  readonly servers?: string;
  readonly expires?: string;
}

/** Makes a key and prints its secret, this once and alone, so that it can go into a file. */
export async function addKey(name: string, options: NewKeyOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const expiresAt = readAt('--expires', options.expires);
  if (!expiresAt.ok) return [expiresAt.failure];
  const { role } = options;
  const asked = { name, role, servers: serversOf(options.servers), expiresAt: expiresAt.value };
  const body = { bytes: new TextEncoder().encode(JSON.stringify(asked)), type: 'application/json' };
  const made = await ask(connection.value, { path: 'keys', body }, isKeyMade);
  if (!made.ok) return [made.failure];
  if (options.json === true) terminal.printJson(made.value);
  else {
    terminal.print(shown(made.value.key));
    terminal.say(whatItMay(made.value));
    terminal.say('Keep it now: it is shown this once, and only its hash is stored.');
  }
  return [];
}

function serversOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : text.split(',').map((name) => name.trim());
}

function whatItMay({ name, role, organization, servers }: KeyMade): string {
  const who = `Key ${shown(name)} of the organization ${shown(organization)}:`;
  if (role !== 'collector') return `${who} ${role}.`;
  if (servers === null) return `${who} may report on every server and on the organization.`;
  return `${who} may report on ${servers.map(shown).join(', ')}, and not on the organization as a whole.`;
}

/** The keys that are not revoked. */
export async function listKeys(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const list = await allPages(connection.value, { path: 'keys', shape: isKeyList });
  if (!list.ok) return [list.failure];
  if (options.json === true) terminal.printJson(list.value);
  else if (list.value.items.length === 0)
    terminal.print('There are no keys. Make one: certfleet keys add NAME --role collector');
  else terminal.print(keysTable(list.value.items, list.value.asOf, terminal.page));
  return [];
}

/** Ends a key: what is sent with it from now on is refused. */
export async function revokeKey(name: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const path = `keys/${encodeURIComponent(name)}`;
  const revoked = await ask(connection.value, { path, method: 'DELETE' }, isKeyRevoked);
  if (!revoked.ok) return [withList(revoked.failure)];
  if (options.json === true) terminal.printJson(revoked.value);
  else terminal.print(`${shown(revoked.value.name)} of ${shown(revoked.value.organization)}: revoked`);
  return [];
}

function withList<T extends { readonly exit: number }>(failure: T): T {
  return failure.exit === 1 ? { ...failure, remedy: '`certfleet keys list` shows the keys there are.' } : failure;
}
