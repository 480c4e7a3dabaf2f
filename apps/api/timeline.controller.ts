import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TimelineList } from './timeline-answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { Thumbprint, TimelineQuery } from './params.js';
import { timelineOfCertificate, timelineOfOrganization } from './timeline-list.js';

@ApiTags('timeline')
@ApiBearerAuth()
@Controller('api/v1')
export class TimelineController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('timeline')
  @ApiOperation({ summary: 'What happened in the organization, newest first, with what each event changed' })
  @ApiOkResponse({ standardSchema: TimelineList })
  all(@WhoAsks() caller: Caller, @Query({ schema: TimelineQuery }) query: TimelineQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      timelineOfOrganization(db, caller.organization, { ...query, position, now: this.api.now() }),
    );
  }

  @Get('certificates/:thumbprint/timeline')
  @ApiOperation({ summary: 'What happened to a certificate on any server, newest first' })
  @ApiOkResponse({ standardSchema: TimelineList })
  certificate(
    @WhoAsks() caller: Caller,
    @Param('thumbprint', { schema: Thumbprint }) thumbprint: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      timelineOfCertificate(db, caller.organization, thumbprint, { ...query, position, now: this.api.now() }),
    );
  }
}
