import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CertificateList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { certificatesList } from './certificates-list.js';
import { API, type Api } from './context.js';
import { listAnswer } from './list-answer.js';
import { NamingsAnswer } from './naming-answers.js';
import { namingsList } from './namings-list.js';
import { CertificatesQuery, StateQuery, Thumbprint } from './params.js';

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

  @Get(':thumbprint/namings')
  @ApiOperation({
    summary: 'Which settings name a certificate: connectors, IIS bindings, POP and IMAP, the Auth configuration, …',
  })
  @ApiOkResponse({ standardSchema: NamingsAnswer })
  namings(
    @WhoAsks() caller: Caller,
    @Param('thumbprint', { schema: Thumbprint }) thumbprint: string,
    @Query({ schema: StateQuery }) query: StateQuery,
  ) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      namingsList(db, caller.organization, thumbprint, { ...query, position, now: this.api.now() }),
    );
  }
}
