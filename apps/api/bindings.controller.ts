import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BindingList } from './answers.js';
import { bindingsList } from './bindings-list.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { listAnswer } from './list-answer.js';
import { BindingsQuery } from './params.js';

@ApiTags('bindings')
@ApiBearerAuth()
@Controller('api/v1/bindings')
export class BindingsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'Every endpoint with the certificate it presents, and when and by whom that last changed' })
  @ApiOkResponse({ standardSchema: BindingList })
  list(
    @WhoAsks() caller: Caller,
    @Query({ schema: BindingsQuery }) query: BindingsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listAnswer(this.api, caller, { list: 'bindings', read: bindingsList }, { query, request, reply });
  }
}
