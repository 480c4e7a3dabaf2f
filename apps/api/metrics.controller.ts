import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { acrossOrganizations, inOrganization } from '#libs/store/database.js';
import { organizationExists } from '#libs/store/queries/organization-exists.js';
import { scrapedOrganization } from './caller.js';
import { API, type Api } from './context.js';
import type { Scope } from './metrics/collector.js';
import { exposition } from './metrics/exposition.js';
import { type Counting, openCounting } from './metrics/log-counts.js';
import { MetricsQuery } from './params.js';
import { Refused } from './refused.js';

/** The text format of Prometheus. */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';
/** Each scrape takes a connection of the pool while it reads. */
const MOST_AT_ONCE = 3;

@ApiTags('operation')
@ApiBearerAuth()
@Controller('metrics')
export class MetricsController {
  private readonly counts: { counting?: Counting } = {};
  private open = 0;

  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'Prometheus metrics of one organization, or of all that the token has; without a token from the machine itself only',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async metrics(@Query({ schema: MetricsQuery }) query: MetricsQuery, @Req() request: FastifyRequest) {
    const organization = scrapedOrganization(request);
    const scope = this.scopeOf(organization);
    if (organization !== null && !(await scope.ask((db) => organizationExists(db, organization))))
      throw new Refused('not-found', `There is no organization ${organization}.`);
    if (this.open >= MOST_AT_ONCE)
      throw new Refused('busy', 'Too many scrapes are being answered at once.', { retryAfter: 5 });
    this.open += 1;
    const text = Readable.from(exposition({ scope, asked: query['collect[]'], ofTheProcess: organization === null }), {
      objectMode: false,
    });
    text.once('close', () => (this.open -= 1));
    return new StreamableFile(text, { type: TEXT_FORMAT });
  }

  private scopeOf(organization: string | null): Scope {
    const { database } = this.api;
    this.counts.counting ??= openCounting(database);
    return {
      organization,
      now: this.api.now(),
      counts: this.counts.counting,
      ask: (question) =>
        organization === null
          ? acrossOrganizations(database, question)
          : inOrganization(database, organization, question),
    };
  }
}
