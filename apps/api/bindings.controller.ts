import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BindingList } from './answers.js';
import { ask } from './ask.js';
import { bindingsList } from './bindings-list.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { BindingsQuery } from './params.js';

@ApiTags('bindings')
@ApiBearerAuth()
@Controller('api/v1/bindings')
export class BindingsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'Every endpoint with the certificate it presents, and when and by whom that last changed' })
  @ApiOkResponse({ standardSchema: BindingList })
  list(@WhoAsks() caller: Caller, @Query({ schema: BindingsQuery }) query: BindingsQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      bindingsList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }
}
