import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { facetsAnswer, fieldsAnswer } from './facets.js';
import { FacetsQuery, QueryFieldsQuery } from './params.js';
import { FacetsAnswer, QueryFieldsAnswer } from './query-answers.js';

@ApiTags('query')
@ApiBearerAuth()
@Controller('api/v1/query')
export class QueryController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('fields')
  @ApiOperation({ summary: 'What can be asked of a list: fields, what they take, and the values that there are' })
  @ApiOkResponse({ standardSchema: QueryFieldsAnswer })
  fields(@WhoAsks() caller: Caller, @Query({ schema: QueryFieldsQuery }) query: QueryFieldsQuery) {
    return ask(this.api, caller, query.waitFor, (db, position, kept) =>
      fieldsAnswer(db, caller.organization, query.list, { position, now: this.api.now(), kept }),
    );
  }

  @Get('facets')
  @ApiOperation({ summary: 'The values of fields in the rows that a query asks for, each with how many rows have it' })
  @ApiOkResponse({ standardSchema: FacetsAnswer })
  facets(@WhoAsks() caller: Caller, @Query({ schema: FacetsQuery }) query: FacetsQuery) {
    return ask(this.api, caller, query.waitFor, (db, position, kept) =>
      facetsAnswer(db, caller.organization, query, { position, now: this.api.now(), kept }),
    );
  }
}
