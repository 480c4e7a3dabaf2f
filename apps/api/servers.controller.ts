import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SelectionsAnswer, ServerList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { listAnswer } from './list-answer.js';
import { SelectionsQuery, ServerName, ServersQuery, ServerTimelineQuery, StateQuery } from './params.js';
import { serverAnswer, serverSelections } from './server-answer.js';
import { ReportedServer } from './source-answers.js';
import { serversList } from './servers-list.js';
import { TimelineList } from './timeline-answers.js';
import { timelineOfServer } from './timeline-list.js';

@ApiTags('servers')
@ApiBearerAuth()
@Controller('api/v1/servers')
export class ServersController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary: 'Every server in short: what it is, when it was last seen, how its endpoints fare, what is wrong with it',
  })
  @ApiOkResponse({ standardSchema: ServerList })
  list(
    @WhoAsks() caller: Caller,
    @Query({ schema: ServersQuery }) query: ServersQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listAnswer(this.api, caller, { list: 'servers', read: serversList }, { query, request, reply });
  }

  @Get(':fqdn')
  @ApiOperation({ summary: 'One server, with everything that is known of it and what is wrong with it' })
  @ApiOkResponse({ standardSchema: ReportedServer })
  one(
    @WhoAsks() caller: Caller,
    @Param('fqdn', { schema: ServerName }) fqdn: string,
    @Query({ schema: StateQuery }) query: StateQuery,
  ) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      serverAnswer(db, caller.organization, fqdn, { ...query, position, now: this.api.now() }),
    );
  }

  @Get(':fqdn/selections')
  @ApiOperation({ summary: 'Which certificate each endpoint of a server presents, and why' })
  @ApiOkResponse({ standardSchema: SelectionsAnswer })
  selections(
    @WhoAsks() caller: Caller,
    @Param('fqdn', { schema: ServerName }) fqdn: string,
    @Query({ schema: SelectionsQuery }) query: SelectionsQuery,
  ) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      serverSelections(db, caller.organization, fqdn, { ...query, position, now: this.api.now() }),
    );
  }

  @Get(':fqdn/timeline')
  @ApiOperation({
    summary: 'What happened to a server, or changed one of its endpoints, newest first, with what each event changed',
  })
  @ApiOkResponse({ standardSchema: TimelineList })
  timeline(
    @WhoAsks() caller: Caller,
    @Param('fqdn', { schema: ServerName }) fqdn: string,
    @Query({ schema: ServerTimelineQuery }) query: ServerTimelineQuery,
  ) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      timelineOfServer(db, caller.organization, fqdn, { ...query, position, now: this.api.now() }),
    );
  }
}
