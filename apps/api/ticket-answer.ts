import { textOfColumn } from '#libs/store/column-text.js';
import type { TicketRow } from '#libs/store/queries/tickets.js';
import { Refused } from './refused.js';

/** A conflict is done as far as its other events go, and failed if it had no others. */
function stateOf({ state, events }: TicketRow): 'queued' | 'done' | 'failed' {
  if (state === 'queued') return 'queued';
  return state === 'quarantined' || (state === 'conflict' && (events ?? 0) === 0) ? 'failed' : 'done';
}

function errorOf({ state, reason, remedy }: TicketRow): string | null {
  if (state !== 'quarantined' && state !== 'conflict') return null;
  const told = [reason, remedy].filter((text) => text !== null).map(textOfColumn);
  return told.length === 0 ? 'It could not be recorded.' : told.join(' ');
}

/** What became of something that was sent. */
export function ticketAnswer(row: TicketRow) {
  return {
    ticket: row.ticket,
    state: stateOf(row),
    events: row.events ?? 0,
    position: row.position === null ? null : Number(row.position),
    warnings: row.warnings,
    error: errorOf(row),
    outcome: row.state,
    receivedAt: row.receivedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    files: row.files ?? [],
  };
}

export function noTicket(): Refused {
  return new Refused('not-found', 'There is no such ticket in this organization.');
}
