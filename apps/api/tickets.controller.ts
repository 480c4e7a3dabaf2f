import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { tickets } from '#libs/store/queries/tickets.js';
import { Ticket, TicketList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { ReadQuery } from './params.js';
import { TicketsQuery } from './sending-params.js';
import { noTicket, ticketAnswer } from './ticket-answer.js';

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
    if (row === undefined) throw noTicket();
    return ticketAnswer(row);
  }

  /** A collector sees its own tickets only. */
  private async found(caller: Caller, ids: readonly string[], waitFor: number | undefined) {
    const rows = await ask(this.api, caller, waitFor, (db) => tickets(db, caller.organization, ids));
    return rows.filter(({ credential }) => caller.role !== 'collector' || credential === caller.name);
  }
}
