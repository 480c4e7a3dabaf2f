import { setTimeout as sleep } from 'node:timers/promises';
import { isTicketList, type Ticket } from '../answers.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { failed, type Failure, type Result, done } from '../failure.js';

/** Something that was sent, by its ticket. */
export interface Awaited {
  readonly file: string;
  readonly ticket: string;
}

/** So many tickets are asked for at once: the server takes no more. */
const PAGE = 100;
/** How long nothing at all may be finished. */
const PATIENCE = 10 * 60_000;

/**
 * What became of everything that was sent, once that is certain, in the order of what was sent. The oldest are asked for first, for they are
 * worked on first. `progress` is told how many are finished.
 */
export async function waitForTickets(
  connection: Connection,
  sent: readonly Awaited[],
  {
    patience = PATIENCE,
    progress = () => undefined,
  }: { patience?: number; progress?: (finished: number) => void } = {},
): Promise<readonly Result<Ticket>[]> {
  const found = new Map<string, Result<Ticket>>();
  let pending = [...sent];
  let until = Date.now() + patience;
  for (let pause = 50; pending.length > 0;) {
    const page = pending.slice(0, PAGE);
    const answer = await ticketsOf(connection, page);
    if (!answer.ok) return sent.map(({ ticket }) => found.get(ticket) ?? failed(answer.failure));
    for (const one of page) {
      const ending = endingOf(one, answer.value.get(one.ticket));
      if (ending !== null) found.set(one.ticket, ending);
    }
    const before = pending.length;
    pending = pending.filter(({ ticket }) => !found.has(ticket));
    if (pending.length < before) {
      progress(sent.length - pending.length);
      pause = 50;
      until = Date.now() + patience;
    } else if (Date.now() > until) break;
    if (pending.length > 0) await sleep(pause);
    pause = Math.min(pause * 1.5, 1000);
  }
  return sent.map((one) => found.get(one.ticket) ?? failed(late(one, patience)));
}

/** The same of one thing; that it was not recorded is a failure. */
export async function waitForTicket(connection: Connection, one: Awaited, patience: number): Promise<Result<Ticket>> {
  const [result = failed(late(one, patience))] = await waitForTickets(connection, [one], { patience });
  if (!result.ok || result.value.state !== 'failed') return result;
  return failed({ exit: 64, what: result.value.error ?? 'the file was not recorded', where: one.file });
}

async function ticketsOf(
  connection: Connection,
  page: readonly Awaited[],
): Promise<Result<ReadonlyMap<string, Ticket>>> {
  const query = { tickets: page.map(({ ticket }) => ticket).join(',') };
  const answer = await ask(connection, { path: 'tickets', query }, isTicketList);
  return answer.ok ? done(new Map(answer.value.items.map((one) => [one.ticket, one]))) : answer;
}

/** Null: it is not finished. */
function endingOf({ file, ticket }: Awaited, found: Ticket | undefined): Result<Ticket> | null {
  if (found === undefined)
    return failed({ exit: 1, what: 'the server no longer knows it', where: `${file}, ticket ${ticket}` });
  return found.state === 'queued' ? null : done(found);
}

function late({ file, ticket }: Awaited, patience: number): Failure {
  const what = `nothing was recorded for ${patience / 1000} seconds; it is still queued`;
  return { exit: 1, what, where: `${file}, ticket ${ticket}` };
}
