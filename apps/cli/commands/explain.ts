import { isSelections, isServer } from '../answers.js';
import { ask, type Parameters } from '../client.js';
import { type Connection, connectionOf, type OnlineOptions } from '../connection.js';
import { done, type Failures, type Result } from '../failure.js';
import { explanation } from '../render/explanation.js';
import type { Selection } from '#libs/selection/selection.js';
import type { Terminal } from '../terminal.js';
import { noServer, stateQuery, type TimeOptions } from './time-options.js';
import { sameEndpoint } from './explain-file.js';

export interface ExplainOptions extends OnlineOptions, TimeOptions {}

/** Explains one endpoint of a server as a running Certfleet knows it, or all its endpoints. */
export async function explain(
  server: string,
  endpoint: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const query = stateQuery(options);
  if (!query.ok) return [query.failure];
  const path = `servers/${encodeURIComponent(server)}`;
  const known = await ask(connection.value, { path, query: query.value }, isServer);
  if (!known.ok) return [noServer(known.failure)];
  const asked = { ...query.value, trace: 'true' };
  const answer = await ask(connection.value, { path: `${path}/selections`, query: asked }, isSelections);
  if (!answer.ok) return [answer.failure];
  const { asOf, position } = answer.value;
  const found = answer.value.selections.filter(
    (selection) => endpoint === undefined || selection.endpoint.toLowerCase() === endpoint.toLowerCase(),
  );
  if (found.length === 0) return [noEndpoint(server, endpoint, answer.value.selections)];
  if (options.json === true) {
    terminal.printJson(endpoint === undefined ? answer.value : { ...found[0], position, asOf });
    return [];
  }
  const pages: string[] = [];
  for (const selection of found) {
    const next = await nextAnswer(connection.value, `${path}/selections`, query.value, selection);
    if (!next.ok) return [next.failure];
    const store = { certificates: known.value.certificates ?? [], version: known.value.version ?? null };
    pages.push(explanation({ selection, at: asOf, ...store, next: next.value }, terminal.page));
  }
  terminal.print(pages.join(`\n\n${'\u2500'.repeat(terminal.page.width)}\n`));
  return [];
}

/** What the answer becomes at the instant at which time alone changes it. */
export async function nextAnswer(
  connection: Connection,
  path: string,
  query: Parameters,
  selection: Selection,
): Promise<Result<Selection | null>> {
  if (selection.changesAt === null) return done(null);
  const later = await ask(connection, { path, query: { ...query, asOf: selection.changesAt } }, isSelections);
  return later.ok ? done(sameEndpoint(later.value.selections, selection)) : later;
}

function noEndpoint(server: string, endpoint: string | undefined, selections: readonly Selection[]) {
  const addresses = selections.map((selection) => selection.endpoint);
  const what =
    endpoint === undefined
      ? `nothing is known of the endpoints of ${server}`
      : `there is no endpoint ${endpoint} on ${server}`;
  return { exit: 1, what, ...(addresses.length === 0 ? {} : { remedy: `It has: ${addresses.join(', ')}.` }) } as const;
}
