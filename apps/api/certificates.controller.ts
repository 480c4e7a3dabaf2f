import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CertificateList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { certificatesList } from './certificates-list.js';
import { API, type Api } from './context.js';
import { CertificatesQuery } from './params.js';

@ApiTags('certificates')
@ApiBearerAuth()
@Controller('api/v1/certificates')
export class CertificatesController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'Every certificate, where it is installed and where it is presented' })
  @ApiOkResponse({ standardSchema: CertificateList })
  list(@WhoAsks() caller: Caller, @Query({ schema: CertificatesQuery }) query: CertificatesQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      certificatesList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
