import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CHANNELS } from '#libs/channels/channels.js';
import { alertNamed } from '#libs/store/alerts/alert-list.js';
import { inOrganization } from '#libs/store/database.js';
import { alertLife } from '#libs/store/queries/alert-life.js';
import { channelRecords } from '#libs/store/queries/channel-records.js';
import { AlertId } from './alert-params.js';
import { AlertLifeAnswer, ChannelKindsAnswer, ChannelRecordsAnswer } from './alert-record-answers.js';
import { lifeEvent, noAlert } from './alert-told.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { ReadQuery, WriteQuery } from './params.js';

const LOOKED_BACK_MS = 30 * 86_400_000;

/** What became of alerts and of their messages, and of what shape channels are. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('api/v1/alerts')
export class AlertRecordController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('channel-kinds')
  @ApiOperation({ summary: 'The kinds of channel, with the shape of their settings' })
  @ApiOkResponse({ standardSchema: ChannelKindsAnswer })
  kinds(@Query({ schema: WriteQuery }) _query: unknown) {
    return { items: KINDS };
  }

  @Get('deliveries')
  @ApiOperation({ summary: 'What became of the messages of each channel in the last 30 days, and of the newest ones' })
  @ApiOkResponse({ standardSchema: ChannelRecordsAnswer })
  async deliveries(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    const since = new Date(this.api.now().getTime() - LOOKED_BACK_MS).toISOString();
    const items = await inOrganization(this.api.database, organization, (db) =>
      channelRecords(db, organization, since),
    );
    return { since, items };
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'The life of an alert: its events in the log, the newest first' })
  @ApiOkResponse({ standardSchema: AlertLifeAnswer })
  life(
    @WhoAsks() caller: Caller,
    @Param('id', { schema: AlertId }) id: string,
    @Query({ schema: ReadQuery }) query: ReadQuery,
  ) {
    const { organization } = caller;
    return ask(this.api, caller, query.waitFor, async (db) => {
      const found = await alertNamed(db, organization, id);
      if (found === null) throw noAlert(id);
      const { events, cutOff } = await alertLife(db, organization, found.alert);
      return { items: events.flatMap((event) => lifeEvent(event) ?? []), cutOff };
    });
  }
}

const KINDS = CHANNELS.map(({ name, title, about, limitWords, testing, isMail, secrets, Settings }) => ({
  kind: name,
  title,
  about,
  limits: limitWords,
  testing,
  isMail,
  secrets,
  settings: z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' }),
}));
