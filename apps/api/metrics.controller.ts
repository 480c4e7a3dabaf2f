import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { acrossOrganizations } from '#libs/store/database.js';
import { measures } from '#libs/store/queries/measures.js';
import { API, type Api } from './context.js';
import { exposition } from './exposition.js';

@ApiTags('operation')
@ApiBearerAuth()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'Prometheus metrics; without a token from the machine itself only' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async metrics() {
    const now = this.api.now();
    return exposition(await acrossOrganizations(this.api.database, (db) => measures(db, now)), now);
  }
}
