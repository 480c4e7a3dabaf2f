import type { ListName } from '#libs/query/lists.js';
import { columnNames } from '#libs/views/exports/columns.js';
import type { FileFormat } from '#libs/views/exports/formats.js';
import { writer } from '#libs/views/exports/written.js';
import type { List } from './answers.js';
import { ask } from './client.js';
import type { Connection } from './connection.js';
import { done, failed, type Result } from './failure.js';
import type { Terminal } from './terminal.js';
import { inFile } from './text/escape.js';

export const OUTPUTS = ['table', 'json', 'ndjson', 'csv', 'md'] as const;
export type Output = (typeof OUTPUTS)[number];

/** Options of what a list is narrowed and ordered by, and how it is printed. */
export interface OutputOptions {
  readonly view?: string;
  readonly sort?: string;
  readonly output?: Output;
  readonly columns?: string;
}

/** How a list is to be printed as a file; undefined: as a table or as JSON. */
export function fileFormat({ output }: OutputOptions): FileFormat | undefined {
  return output === 'csv' || output === 'ndjson' || output === 'md' ? output : undefined;
}

/** The columns that are asked for: by name, by the saved view, else all. */
export async function columnsFor(
  connection: Connection,
  list: ListName,
  { columns, view }: OutputOptions,
): Promise<Result<readonly string[]>> {
  const known = columnNames(list);
  if (columns !== undefined) {
    const asked = columns.split(',').map((name) => name.trim());
    const odd = asked.find((name) => !known.includes(name));
    if (odd === undefined) return done(asked);
    return failed({
      exit: 64,
      what: `there is no column ${odd}`,
      where: `--columns ${columns}`,
      remedy: `There are: ${known.join(', ')}.`,
    });
  }
  if (view === undefined) return done(known);
  const saved = await ask(connection, { path: `views/${encodeURIComponent(view)}` }, isView);
  return saved.ok ? done(saved.value.columns ?? known) : saved;
}

function isView(value: unknown): value is { readonly columns: readonly string[] | null } {
  return typeof value === 'object' && value !== null && 'columns' in value;
}

/** Prints a list as a file. Says on the way where it is not all. */
export function printFile(
  { items, total }: List<unknown>,
  list: ListName,
  { format, columns }: { readonly format: FileFormat; readonly columns: readonly string[] },
  terminal: Terminal,
): void {
  const { head, row } = writer(format, list, columns);
  const text = head + items.map((item) => row(item)).join('');
  if (text !== '') terminal.print(inFile(text.replace(/\r?\n$/, '')));
  if (items.length < total) terminal.say(`${items.length} of ${total}: --limit cut the rest`);
}
