import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FindingList } from './answers.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { listAnswer } from './list-answer.js';
import { findingsList } from './findings-list.js';
import { FindingsQuery } from './params.js';

@ApiTags('findings')
@ApiBearerAuth()
@Controller('api/v1/findings')
export class FindingsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'What is wrong, the worst first: since when, by which evidence, and what to do against it' })
  @ApiOkResponse({ standardSchema: FindingList })
  list(
    @WhoAsks() caller: Caller,
    @Query({ schema: FindingsQuery }) query: FindingsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listAnswer(this.api, caller, { list: 'findings', read: findingsList }, { query, request, reply });
  }
}
