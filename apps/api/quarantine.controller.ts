import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { inOrganization } from '#libs/store/database.js';
import { textOfColumn } from '#libs/store/column-text.js';
import { countQuarantined, quarantine, type QuarantinedRow } from '#libs/store/queries/quarantine.js';
import { tickets } from '#libs/store/queries/tickets.js';
import { type Looked, markSeen, MOST_TRIES, tryAgain } from '#libs/store/second-look.js';
import { Note, readBody } from './alert-requests.js';
import { QuarantineList, Ticket } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { InstantAndId, keysOf } from './cursor.js';
import { page } from './list.js';
import { WriteQuery } from './params.js';
import { Refused } from './refused.js';
import { QuarantineQuery } from './sending-params.js';
import { noTicket, ticketAnswer } from './ticket-answer.js';

const TicketId = z.uuid();
const SeenRequest = z.strictObject({ note: Note });
const SEEN = { no: false, yes: true, any: null } as const;

@ApiTags('sending')
@ApiBearerAuth()
@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'What was accepted and could not be recorded as it came, with the reason; newest first' })
  @ApiOkResponse({ standardSchema: QuarantineList })
  list(@WhoAsks() caller: Caller, @Query({ schema: QuarantineQuery }) query: QuarantineQuery) {
    const after = keysOf('quarantine', query.cursor, InstantAndId);
    const seen = SEEN[query.seen];
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const rows = await quarantine(db, caller.organization, { after, limit: query.limit + 1, seen });
      const about = {
        total: await countQuarantined(db, caller.organization, seen),
        position,
        asOf: this.api.now().toISOString(),
      };
      const keys = (row: QuarantinedRow) => [row.receivedAt.toISOString(), row.ticket];
      return page(rows, query.limit, { list: 'quarantine', keys, item: itemOf }, about);
    });
  }

  @Post(':ticket/retry')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read it again as it came, as after an upgrade. How it ended before is kept',
  })
  @ApiOkResponse({ standardSchema: Ticket })
  async retry(
    @WhoAsks() { organization, name: by }: Caller,
    @Param('ticket', { schema: TicketId }) ticket: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ) {
    const looked = await tryAgain(this.api.database, organization, { ticket, by });
    if (looked !== 'done') throw notLooked(looked);
    void this.api.queue.enqueue([{ organization, inboxId: ticket }]).then((taken) => {
      if (!taken) this.api.log.warn({ organization, ticket }, 'the queue did not take it; the reconciler will');
    });
    return this.ticket(organization, ticket);
  }

  @Post(':ticket/seen')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark it as seen: it is kept, with who saw it, and no longer counted as waiting' })
  @ApiBody({ required: false, schema: { type: 'object', properties: { note: { type: 'string' } } } })
  @ApiOkResponse({ standardSchema: Ticket })
  async seen(
    @WhoAsks() { organization, name: by }: Caller,
    @Param('ticket', { schema: TicketId }) ticket: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const { note } = readBody(body, SeenRequest);
    const looked = await markSeen(this.api.database, organization, { ticket, by, note: note ?? undefined });
    if (looked !== 'done') throw notLooked(looked);
    return this.ticket(organization, ticket);
  }

  private async ticket(organization: string, ticket: string) {
    const [row] = await inOrganization(this.api.database, organization, (db) => tickets(db, organization, [ticket]));
    if (row === undefined) throw noTicket();
    return ticketAnswer(row);
  }
}

function notLooked(why: Exclude<Looked, 'done'>): Refused {
  if (why === 'unknown') return noTicket();
  if (why === 'not-set-aside')
    return new Refused('conflict', 'It is not in quarantine: it is recorded, or being read.');
  return new Refused('conflict', `It was tried again ${MOST_TRIES} times, or its bytes are not kept any more.`, {
    remedy: 'Send the file again.',
  });
}

function itemOf(row: QuarantinedRow) {
  const text = (value: string | null) => (value === null ? null : textOfColumn(value));
  return {
    ...row,
    filename: text(row.filename),
    reason: text(row.reason),
    size: Number(row.size),
    receivedAt: row.receivedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    seenBy: text(row.seenBy),
    seenNote: text(row.seenNote),
    tries: row.tries.map(({ state, reason, finishedAt, again, by }) => ({
      state,
      reason: text(reason),
      finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
      again: new Date(again).toISOString(),
      by: textOfColumn(by),
    })),
  };
}
