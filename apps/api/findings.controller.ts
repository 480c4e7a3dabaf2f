import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FindingList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
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
  list(@WhoAsks() caller: Caller, @Query({ schema: FindingsQuery }) query: FindingsQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      findingsList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
