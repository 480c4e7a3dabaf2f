import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { freshness } from '#libs/store/queries/freshness.js';
import { operation } from '#libs/store/queries/operation.js';
import { wellBeing } from '#libs/views/well-being.js';
import { VERSION } from '../version.js';
import { before } from './about-list.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { Status } from './status-answers.js';
import { StatusQuery } from './status-params.js';

@ApiTags('operation')
@ApiBearerAuth()
@Controller('api/v1/status')
export class StatusController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary: 'How far everything has come, from what was sent to who was told, and what keeps it',
  })
  @ApiOkResponse({ standardSchema: Status })
  status(@WhoAsks() caller: Caller, @Query({ schema: StatusQuery }) query: StatusQuery) {
    const { organization } = caller;
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const asOf = this.api.now().toISOString();
      const pipe = await operation(db, organization);
      const heard = await freshness(db, organization, before(asOf, query.silentAfter));
      const servers = { known: heard.servers, silent: heard.silentCount, silentSince: heard.silentSince };
      return { version: VERSION, organization, ...wellBeing(pipe, asOf), ...pipe, servers, asOf, position };
    });
  }
}
