import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { countServers } from '#libs/store/queries/fleet-states.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { excerpt } from './fleet-document.js';
import { FleetDocumentAnswer, FleetDocumentQuery } from './fleet-document-answer.js';

@ApiTags('plans')
@ApiBearerAuth()
@Controller('api/v1/fleet-document')
export class FleetDocumentController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'What plans about some servers are made over: these servers, those that rules compare them with, and the organization, as a fleet document',
  })
  @ApiOkResponse({ standardSchema: FleetDocumentAnswer })
  one(@WhoAsks() caller: Caller, @Query({ schema: FleetDocumentQuery }) query: FleetDocumentQuery) {
    const { organization } = caller;
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const moment = { position, now: this.api.now() };
      return excerpt(db, organization, query, { ...moment, known: await countServers(db, organization) });
    });
  }
}
