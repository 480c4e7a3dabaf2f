import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { follow } from './follow.js';
import { StreamQuery } from './params.js';
import { Refused } from './refused.js';

@ApiTags('log')
@ApiBearerAuth()
@Controller('api/v1/stream')
export class StreamController {
  private open = 0;

  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary: 'The log as it grows: server-sent events from after a position on, each with its position as id',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Position of the last event that was received.' })
  @ApiProduces('text/event-stream')
  async stream(
    @WhoAsks() caller: Caller,
    @Query({ schema: StreamQuery }) query: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ) {
    const after = lastEventId === undefined ? (query.after ?? 0) : positionOf(lastEventId);
    if (this.open >= this.api.limits.streams)
      throw new Refused('busy', 'Too many streams are open.', { retryAfter: 10 });
    this.open += 1;
    try {
      await follow(this.api, caller, after, reply);
    } finally {
      this.open -= 1;
    }
  }
}

function positionOf(lastEventId: string): number {
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  throw new Refused('bad-request', 'Last-Event-ID is not a position of the log.', {
    errors: [{ parameter: 'Last-Event-ID', message: 'the id of the last event received, a whole number' }],
  });
}
