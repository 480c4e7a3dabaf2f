import { basename } from 'node:path';
import { isAccepted, isTicket, type Ticket } from '../answers.js';
import { ask } from '../client.js';
import { type Connection, connectionOf, type OnlineOptions } from '../connection.js';
import { done, failed, type Failure, type Failures, type Result } from '../failure.js';
import { readAt } from '../offline.js';
import { shown } from '../text/escape.js';
import { readBytes, type Terminal } from '../terminal.js';

export interface ImportOptions extends OnlineOptions {
  readonly server?: string;
  readonly observedAt?: string;
  readonly complete?: string;
  readonly wait?: boolean;
}

export interface Sent {
  readonly file: string;
  readonly ticket: string;
}

/** Sends files to a running Certfleet. With `--wait` it comes back when all are recorded, and says of each what became of it. */
export async function importFiles(
  files: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<Failures> {
  const connection = connectionOf(options, terminal.config);
  if (!connection.ok) return [connection.failure];
  const observedAt = readAt('--observed-at', options.observedAt);
  if (!observedAt.ok) return [observedAt.failure];
  const query = { server: options.server, observedAt: observedAt.value, complete: options.complete };
  const failures: Failure[] = [];
  const sent: Sent[] = [];
  for (const file of files) {
    const ticket = await send(connection.value, file, query);
    if (ticket.ok) sent.push({ file, ticket: ticket.value });
    else failures.push(ticket.failure);
  }
  const results =
    options.wait === true
      ? await waitForAll(connection.value, sent, terminal)
      : sent.map((one) => ({ ...one, outcome: null }));
  for (const { outcome } of results) if (outcome?.ok === false) failures.push(outcome.failure);
  if (options.json === true) terminal.printJson({ imports: results.map(importOf) });
  else for (const result of results) tell(result, terminal);
  return failures;
}

type Waited = Sent & { readonly outcome: Result<Ticket> | null };

function importOf({ file, ticket, outcome }: Waited) {
  return { file, ticket, ...(outcome?.ok === true ? outcome.value : {}) };
}

async function send(
  connection: Connection,
  file: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<Result<string>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const body = { bytes: bytes.value, type: 'application/octet-stream' };
  const accepted = await ask(
    connection,
    { path: 'imports', query: { ...query, filename: basename(file) }, body },
    isAccepted,
  );
  if (accepted.ok) return done(accepted.value.ticket);
  const where = [file, accepted.failure.where].filter((part) => part !== undefined).join(', ');
  // Its remedy names parameters of the API where the message names the options already.
  const { remedy, ...rest } = accepted.failure;
  const says = remedy === undefined || / --[a-z]/.test(rest.what) ? {} : { remedy };
  return failed({ ...rest, ...says, where });
}

async function waitForAll(connection: Connection, sent: readonly Sent[], terminal: Terminal): Promise<Waited[]> {
  const results: Waited[] = [];
  let last = 0;
  for (const one of sent) {
    const outcome = await waitForTicket(connection, one);
    if (outcome.ok && outcome.value.position !== null) last = Math.max(last, outcome.value.position);
    results.push({ ...one, outcome });
    if (sent.length > 1) terminal.say(`${results.length} of ${sent.length} files`);
  }
  // So that the next command sees what was imported.
  if (last > 0)
    await ask(
      connection,
      { path: 'servers', query: { limit: 1, waitFor: last } },
      (value): value is unknown => value !== null,
    );
  return results;
}

const PATIENCE = 10 * 60_000;

/** What became of something that was sent, once that is certain. */
export async function waitForTicket(
  connection: Connection,
  { file, ticket }: Sent,
  patience = PATIENCE,
): Promise<Result<Ticket>> {
  const until = Date.now() + patience;
  for (let pause = 50; Date.now() < until; pause = Math.min(pause * 1.5, 1000)) {
    const answer = await ask(connection, { path: `tickets/${encodeURIComponent(ticket)}` }, isTicket);
    if (!answer.ok || answer.value.state === 'done') return answer;
    if (answer.value.state === 'failed')
      return failed({ exit: 64, what: answer.value.error ?? 'the file was not recorded', where: file });
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const what = `not recorded within ${patience / 1000} seconds; it is still queued`;
  return failed({ exit: 1, what, where: `${file}, ticket ${ticket}` });
}

function tell({ file, ticket, outcome }: Waited, terminal: Terminal): void {
  if (outcome === null) return terminal.print(`${shown(file)}: accepted, ticket ${shown(ticket)}`);
  if (!outcome.ok) return;
  const { events, position, warnings } = outcome.value;
  const recorded =
    events === 0 ? 'nothing new' : `${events} event${events === 1 ? '' : 's'}, up to position ${position}`;
  terminal.print(`${shown(file)}: recorded, ${recorded}`);
  for (const { place, message } of warnings)
    terminal.say(`warning: ${shown(file)}: ${place === '' ? '' : `${shown(place)}: `}${shown(message)}`);
}
