import { LISTS } from '#libs/query/lists.js';
import { ask } from '../client.js';
import { connectionOf, type OnlineOptions } from '../connection.js';
import { failed, type Failures } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { shown } from '../text/escape.js';
import { table } from '../text/table.js';

export interface ViewOptions extends OnlineOptions {
  readonly list?: string;
  readonly where?: string;
  readonly sort?: string;
  readonly columns?: string;
  readonly description?: string;
}

interface View {
  readonly name: string;
  readonly list: string;
  readonly where: string;
  readonly sort: string | null;
  readonly description: string | null;
}

/** The saved views. */
export async function listViews(options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const found = await ask(connection.value, { path: 'views' }, isViews);
  if (!found.ok) return [found.failure];
  const { items } = found.value;
  if (options.json === true) terminal.printJson(found.value);
  else if (items.length === 0) terminal.print('no view is saved; `certfleet views save NAME --where QUERY` saves one');
  else {
    const rows = items.map(({ name, list, where, sort, description }) =>
      [name, list, where, sort ?? '', description ?? ''].map(shown),
    );
    terminal.print(table(['VIEW', 'LIST', 'QUERY', 'SORT', 'DESCRIPTION'], rows, terminal.page.paint));
  }
  return [];
}

/** Keeps a query under a name. */
export async function saveView(name: string, options: ViewOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const list = options.list ?? 'bindings';
  if (!LISTS.some((one) => one === list))
    return [failed({ exit: 64, what: `a list is one of ${LISTS.join(', ')}`, where: `--list ${list}` }).failure];
  const { where = '', sort, columns, description } = options;
  const view = { list, where, sort, columns: columns?.split(',').map((column) => column.trim()), description };
  const bytes = new TextEncoder().encode(JSON.stringify(view));
  const path = `views/${encodeURIComponent(name)}`;
  const saved = await ask(connection.value, { method: 'PUT', path, body: { bytes, type: 'application/json' } }, isView);
  if (!saved.ok) return [saved.failure];
  if (options.json === true) terminal.printJson(saved.value);
  else terminal.print(`saved as ${shown(saved.value.name)}: certfleet ${list} --view ${shown(saved.value.name)}`);
  return [];
}

/** Forgets a saved view. */
export async function removeView(name: string, options: OnlineOptions, terminal: Terminal): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const path = `views/${encodeURIComponent(name)}`;
  const removed = await ask(connection.value, { method: 'DELETE', path }, isNothing);
  if (!removed.ok) return [removed.failure];
  if (options.json === true) terminal.printJson({ removed: name });
  else terminal.print(`removed ${shown(name)}`);
  return [];
}

function isView(value: unknown): value is View {
  return typeof value === 'object' && value !== null && 'name' in value && 'where' in value;
}

function isViews(value: unknown): value is { readonly items: readonly View[] } {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}

function isNothing(value: unknown): value is undefined {
  return value === undefined;
}
