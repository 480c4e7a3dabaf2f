import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { textOfColumn } from '#libs/store/column-text.js';
import { countQuarantined, quarantine, type QuarantinedRow } from '#libs/store/queries/quarantine.js';
import { QuarantineList } from './answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { InstantAndId, keysOf } from './cursor.js';
import { page } from './list.js';
import { QuarantineQuery } from './params.js';

@ApiTags('sending')
@ApiBearerAuth()
@Controller('api/v1/quarantine')
export class QuarantineController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'What was accepted and could not be recorded as it came, with the reason; newest first' })
  @ApiOkResponse({ standardSchema: QuarantineList })
  list(@WhoAsks() caller: Caller, @Query({ schema: QuarantineQuery }) query: QuarantineQuery) {
    const after = keysOf('quarantine', query.cursor, InstantAndId);
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const rows = await quarantine(db, caller.organization, { after, limit: query.limit + 1 });
      const about = {
        total: await countQuarantined(db, caller.organization),
        position,
        asOf: this.api.now().toISOString(),
      };
      const keys = (row: QuarantinedRow) => [row.receivedAt.toISOString(), row.ticket];
      return page(rows, query.limit, { list: 'quarantine', keys, item: itemOf }, about);
    });
  }
}

function itemOf(row: QuarantinedRow) {
  return {
    ...row,
    filename: row.filename === null ? null : textOfColumn(row.filename),
    reason: row.reason === null ? null : textOfColumn(row.reason),
    size: Number(row.size),
    receivedAt: row.receivedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
