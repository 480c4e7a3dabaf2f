import { presentationEvent } from '#libs/probe/presentation.js';
import type { Round } from '#libs/probe/round.js';
import { isAccepted, type Ticket } from '../answers.js';
import { ask } from '../client.js';
import type { Connection } from '../connection.js';
import { done, type Result } from '../failure.js';
import { waitForTicket } from '../import/wait.js';

const MOST_IN_A_BATCH = 500;
const ORGANIZATION = 'default';
const PATIENCE_MS = 60_000;

/** Sends what was seen to Certfleet, and comes back when it is recorded. */
export async function recordRounds(
  connection: Connection,
  rounds: readonly Round[],
): Promise<Result<Pick<Ticket, 'events' | 'position'>>> {
  const organization = connection.organization ?? ORGANIZATION;
  const events = rounds.flatMap(({ subject, sights }) =>
    sights.flatMap(({ presentation, at }) =>
      presentation === null
        ? []
        : [presentationEvent({ organization, server: subject.known.server.fqdn }, at, presentation)],
    ),
  );
  let recorded = 0;
  let position: number | null = null;
  for (let begin = 0; begin < events.length; begin += MOST_IN_A_BATCH) {
    const bytes = new TextEncoder().encode(JSON.stringify(events.slice(begin, begin + MOST_IN_A_BATCH)));
    const body = { bytes, type: 'application/cloudevents-batch+json' };
    const accepted = await ask(connection, { path: 'events', body }, isAccepted);
    if (!accepted.ok) return accepted;
    const awaited = { file: 'what was seen', ticket: accepted.value.ticket };
    const ticket = await waitForTicket(connection, awaited, PATIENCE_MS);
    if (!ticket.ok) return ticket;
    recorded += ticket.value.events;
    position = ticket.value.position;
  }
  return done({ events: recorded, position });
}
