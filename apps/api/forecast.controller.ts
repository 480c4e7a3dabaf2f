import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ForecastAnswer } from './time-answers.js';
import { ask } from './ask.js';
import { calendar } from './calendar.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { forecastList } from './forecast-list.js';
import { CalendarQuery, ForecastQuery } from './params.js';

/** A calendar is read whole. */
const MOST_OF_A_CALENDAR = 5_000;

@ApiTags('forecast')
@ApiBearerAuth()
@Controller('api/v1')
export class ForecastController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('forecast')
  @ApiOperation({
    summary:
      'Every coming instant at which time alone changes what is presented, or a presented certificate expires; the soonest first',
  })
  @ApiOkResponse({ standardSchema: ForecastAnswer })
  list(@WhoAsks() caller: Caller, @Query({ schema: ForecastQuery }) query: ForecastQuery) {
    return ask(this.api, caller, query.waitFor, (db, position) =>
      forecastList(db, caller.organization, query, { position, now: this.api.now() }),
    );
  }

  @Get('forecast.ics')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiOperation({ summary: 'The same as an iCalendar feed (RFC 5545), an event for each server and instant' })
  @ApiProduces('text/calendar')
  @ApiOkResponse({ schema: { type: 'string' } })
  feed(@WhoAsks() caller: Caller, @Query({ schema: CalendarQuery }) query: CalendarQuery) {
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const whole = { ...query, limit: MOST_OF_A_CALENDAR };
      const { items, asOf } = await forecastList(db, caller.organization, whole, { position, now: this.api.now() });
      return calendar(items, { organization: caller.organization, asOf });
    });
  }
}
