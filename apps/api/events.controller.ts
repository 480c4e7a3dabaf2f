import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { eventsPage } from '#libs/store/queries/events-page.js';
import { progress } from '#libs/store/queries/progress.js';
import { EventList, EventsAccepted } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { cloudEvent } from './cloud-event.js';
import { API, type Api } from './context.js';
import { eventBytes } from './event-bytes.js';
import { tooLarge } from './http.js';
import { acceptEvents } from './intake.js';
import { EventsQuery, WriteQuery } from './params.js';
import { SENT_AT, SENT_AT_HEADER, sentClock } from './sent-at.js';

/** Inventories may be large: a page of the log ends early rather than fill the memory. */
const PAGE_BYTES = 8 * 1024 * 1024;

@ApiTags('sending')
@ApiBearerAuth()
@Controller('api/v1/events')
export class EventsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Take in CloudEvents: one, a batch, or one a line. All of them or none; answered once they are on disk',
  })
  @ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', 'application/x-ndjson')
  @ApiBody({ schema: { type: 'object' } })
  @ApiHeader(SENT_AT_HEADER)
  @ApiAcceptedResponse({ standardSchema: EventsAccepted })
  take(
    @WhoAsks() caller: Caller,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body() body: unknown,
  ) {
    const bytes = eventBytes(body, headers);
    if (bytes.byteLength > this.api.limits.eventsBytes) throw tooLarge(this.api.limits.eventsBytes);
    const clock = sentClock(headers[SENT_AT], this.api.now());
    return acceptEvents(this.api, caller, { bytes, contentType: headers['content-type'], clock });
  }

  @Get()
  @ApiTags('log')
  @ApiOperation({ summary: 'The log from after a position on' })
  @ApiOkResponse({ standardSchema: EventList })
  list(@WhoAsks() caller: Caller, @Query({ schema: EventsQuery }) query: EventsQuery) {
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const rows = await eventsPage(db, caller.organization, query.after, { events: query.limit, bytes: PAGE_BYTES });
      const { head, headHash } = await progress(db, caller.organization);
      const last = rows.at(-1)?.position ?? null;
      return {
        items: rows.map(cloudEvent),
        next: last !== null && last < head ? last : null,
        total: head,
        position,
        asOf: this.api.now().toISOString(),
        head: headHash,
      };
    });
  }
}
