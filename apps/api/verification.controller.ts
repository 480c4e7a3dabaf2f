import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { projectionEqualsFold } from '#libs/store/audit.js';
import { verifyLog } from '#libs/store/verify.js';
import { Verification } from './answers.js';
import { reached } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { VerificationQuery } from './params.js';
import { Refused } from './refused.js';

@ApiTags('log')
@ApiBearerAuth()
@Controller('api/v1/verification')
export class VerificationController {
  /** Reading a whole log twice at once would only slow both. */
  private readonly running = new Set<string>();

  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary: 'Recomputes the hash chain of the log, and the projection from the log; takes as long as the log is long',
  })
  @ApiOkResponse({ standardSchema: Verification })
  async verify(@WhoAsks() caller: Caller, @Query({ schema: VerificationQuery }) query: VerificationQuery) {
    const { organization } = caller;
    if (query.waitFor !== undefined) await reached(this.api, caller, query.waitFor);
    if (this.running.has(organization))
      throw new Refused('busy', 'This log is being verified already.', { retryAfter: 30 });
    this.running.add(organization);
    try {
      const copied = query.head === undefined ? undefined : { hash: query.head, position: query.headPosition };
      const log = await verifyLog(this.api.database, organization, copied);
      const projection = await projectionEqualsFold(this.api.database, organization);
      return { verified: log.intact && projection.equal, log, projection, asOf: this.api.now().toISOString() };
    } finally {
      this.running.delete(organization);
    }
  }
}
