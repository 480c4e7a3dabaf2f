import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { logToPack, packLines, type LogToPack } from '#libs/store/pack/write-pack.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { LogQuery } from './params.js';
import { Refused } from './refused.js';

const TYPE = 'application/gzip';

@ApiTags('log')
@ApiBearerAuth()
@Controller('api/v1/log')
export class LogController {
  /** One reader of a whole log is enough of a load. */
  private readonly running = new Set<string>();

  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'The whole log as an evidence pack, for administrators: lines of JSON in gzip that anybody can verify (`certfleet log verify`)',
  })
  @ApiProduces(TYPE)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(@WhoAsks() caller: Caller, @Query({ schema: LogQuery }) _query: unknown): Promise<StreamableFile> {
    const { organization } = caller;
    if (this.running.has(organization))
      throw new Refused('busy', 'This log is being exported already.', { retryAfter: 30 });
    this.running.add(organization);
    try {
      const log = await logToPack(this.api.database, organization);
      if (log === null) throw new Refused('not-found', 'Nothing was written to this organization yet.');
      return new StreamableFile(this.packed(log), {
        type: TYPE,
        disposition: 'attachment; filename="certfleet-log.gz"',
      });
    } catch (error) {
      this.running.delete(organization);
      throw error;
    }
  }

  /** Read as fast as the receiver takes it; whether it comes to its end or not, the next may ask afterwards. */
  private packed(log: LogToPack): Readable {
    const lines = Readable.from(packLines(this.api.database, log));
    const packed = createGzip();
    const stop = () => packed.destroy();
    this.api.stopping.addEventListener('abort', stop, { once: true });
    lines.once('error', (error) => packed.destroy(error));
    packed.once('close', () => {
      lines.destroy();
      this.api.stopping.removeEventListener('abort', stop);
      this.running.delete(log.organization);
    });
    return lines.pipe(packed);
  }
}
