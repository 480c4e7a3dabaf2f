import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { API, type Api } from './context.js';
import { Refused } from './refused.js';

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('healthz')
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ standardSchema: Health })
  alive() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ summary: 'The process can accept and answer: the database takes statements' })
  @ApiOkResponse({ standardSchema: Health })
  async ready() {
    if (this.api.stopping.aborted) throw new Refused('not-ready', 'The process is stopping.');
    try {
      await this.api.database.query('select 1 from certfleet.organization limit 1');
    } catch (error) {
      this.api.log.warn({ err: error }, 'not ready');
      throw new Refused('not-ready', 'The database does not answer, or is not migrated.', { retryAfter: 2 });
    }
    return { status: 'ok' };
  }
}
