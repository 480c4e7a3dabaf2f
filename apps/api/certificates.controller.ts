import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CertificateList } from './answers.js';
import { type Caller, WhoAsks } from './caller.js';
import { certificatesList } from './certificates-list.js';
import { API, type Api } from './context.js';
import { listAnswer } from './list-answer.js';
import { CertificatesQuery } from './params.js';

@ApiTags('certificates')
@ApiBearerAuth()
@Controller('api/v1/certificates')
export class CertificatesController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'Every certificate, where it is installed and where it is presented' })
  @ApiOkResponse({ standardSchema: CertificateList })
  list(
    @WhoAsks() caller: Caller,
    @Query({ schema: CertificatesQuery }) query: CertificatesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listAnswer(this.api, caller, { list: 'certificates', read: certificatesList }, { query, request, reply });
  }
}
