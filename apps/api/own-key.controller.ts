import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, WhoAsks } from './caller.js';
import { OwnKey } from './key-answers.js';
import { WriteQuery } from './params.js';

/** What the token of a request is for, so that a page can say beforehand what it would be refused. */
@ApiTags('keys')
@ApiBearerAuth()
@Controller('api/v1/own-key')
export class OwnKeyController {
  @Get()
  @ApiOperation({ summary: 'Whose token this is, and what it allows' })
  @ApiOkResponse({ standardSchema: OwnKey })
  own(@WhoAsks() { name, role, organization, servers }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    return { name, role, organization, servers };
  }
}
