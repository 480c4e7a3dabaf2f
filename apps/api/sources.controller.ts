import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { SourcesQuery } from './params.js';
import { SourceList } from './source-answers.js';
import { sourcesList } from './sources-list.js';

@ApiTags('operation')
@ApiBearerAuth()
@Controller('api/v1/sources')
export class SourcesController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'The sources that number what they tell, with the events that never came; and the clocks that are in doubt',
  })
  @ApiOkResponse({ standardSchema: SourceList })
  list(@WhoAsks() caller: Caller, @Query({ schema: SourcesQuery }) query: SourcesQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      sourcesList(db, caller.organization, { ...query, position, now: this.api.now() }),
    );
  }
}
