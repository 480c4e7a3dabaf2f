import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PresentationList } from './presentation-answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { PresentationsQuery } from './params.js';
import { presentationsList } from './presentations-list.js';

@ApiTags('presentations')
@ApiBearerAuth()
@Controller('api/v1/presentations')
export class PresentationsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'What was last seen on the wire at each endpoint, whether it was foretold, and how often each rule was right',
  })
  @ApiOkResponse({ standardSchema: PresentationList })
  list(@WhoAsks() caller: Caller, @Query({ schema: PresentationsQuery }) query: PresentationsQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      presentationsList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
