import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { textOfColumn } from '#libs/store/column-text.js';
import { tickets, type TicketRow } from '#libs/store/queries/tickets.js';
import { Ticket, TicketList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { ReadQuery, TicketsQuery } from './params.js';
import { Refused } from './refused.js';

const TicketId = z.uuid();

@ApiTags('sending')
@ApiBearerAuth()
@Controller('api/v1/tickets')
export class TicketsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'What became of many things that were sent; tickets that are not known are left out' })
  @ApiOkResponse({ standardSchema: TicketList })
  async many(@WhoAsks() caller: Caller, @Query({ schema: TicketsQuery }) query: TicketsQuery) {
    return { items: (await this.found(caller, query.tickets, query.waitFor)).map(ticketAnswer) };
  }

  @Get(':ticket')
  @ApiOperation({ summary: 'What became of something that was sent' })
  @ApiOkResponse({ standardSchema: Ticket })
  async one(
    @WhoAsks() caller: Caller,
    @Param('ticket', { schema: TicketId }) id: string,
    @Query({ schema: ReadQuery }) query: ReadQuery,
  ) {
    const [row] = await this.found(caller, [id], query.waitFor);
    if (row === undefined) throw new Refused('not-found', 'There is no such ticket in this organization.');
    return ticketAnswer(row);
  }

  /** A collector sees its own tickets only. */
  private async found(caller: Caller, ids: readonly string[], waitFor: number | undefined) {
    const rows = await ask(this.api, caller, waitFor, (db) => tickets(db, caller.organization, ids));
    return rows.filter(({ credential }) => caller.role !== 'collector' || credential === caller.name);
  }
}

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

function ticketAnswer(row: TicketRow) {
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
