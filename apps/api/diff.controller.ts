import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DiffAnswer } from './time-answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { diffAnswer } from './diff.js';
import { DiffQuery } from './params.js';

@ApiTags('timeline')
@ApiBearerAuth()
@Controller('api/v1/diff')
export class DiffController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'What is presented otherwise between two instants, or between two servers; with the findings that came and went, and how many events lie between',
  })
  @ApiOkResponse({ standardSchema: DiffAnswer })
  diff(@WhoAsks() caller: Caller, @Query({ schema: DiffQuery }) query: DiffQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      diffAnswer(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
