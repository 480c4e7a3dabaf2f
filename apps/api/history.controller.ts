import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { historyList } from './history-list.js';
import { HistoryQuery } from './params.js';
import { HistoryAnswer } from './time-answers.js';

@ApiTags('timeline')
@ApiBearerAuth()
@Controller('api/v1/history')
export class HistoryController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary: 'What each endpoint presented, presents and will present, range by range, in a stretch of time',
  })
  @ApiOkResponse({ standardSchema: HistoryAnswer })
  list(@WhoAsks() caller: Caller, @Query({ schema: HistoryQuery }) query: HistoryQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      historyList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
