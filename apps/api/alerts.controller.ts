import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { digestOf } from '#libs/alerts/digest.js';
import { alertNamed, countAlerts, listAlerts, type ListedAlert } from '#libs/store/alerts/alert-list.js';
import { dayBetween } from '#libs/store/alerts/day.js';
import { deliveryResults } from '#libs/store/alerts/deliveries.js';
import { lockFollower } from '#libs/store/alerts/follower.js';
import { acknowledge, silence, unsilence } from '#libs/store/alerts/say.js';
import { silencesAt } from '#libs/store/alerts/silence-rows.js';
import { nextDigest, setDigestHour } from '#libs/store/alerts/tell-digest.js';
import { inOrganization } from '#libs/store/database.js';
import { organizationExists } from '#libs/store/queries/organization-exists.js';
import { head } from '#libs/store/queries/head.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { AlertAnswer, AlertList, DigestAnswer, SilenceAnswer, SilenceList } from './alert-answers.js';
import { Acknowledgement, DigestRequest, readBody, SilenceRequest } from './alert-requests.js';
import { alertAnswer, channelWarnings } from './alert-told.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { InstantAndId, keysOf } from './cursor.js';
import { mustExist } from './intake.js';
import { page } from './list.js';
import { AlertId, AlertsQuery } from './alert-params.js';
import { ReadQuery, WriteQuery } from './params.js';
import { noServer } from './reads.js';
import { Refused } from './refused.js';

const DAY_MS = 86_400_000;

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({
    summary:
      'What people are told of, what moved last first: with evidence, the way back, and what became of each message',
  })
  @ApiOkResponse({ standardSchema: AlertList })
  list(@WhoAsks() caller: Caller, @Query({ schema: AlertsQuery }) query: AlertsQuery) {
    const { organization } = caller;
    const after = keysOf('alerts', query.cursor, InstantAndId);
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
      if (server === null) throw noServer(query.server ?? '');
      const filter = { state: query.state, rule: query.rule, server };
      const rows = await listAlerts(db, organization, filter, { after, limit: query.limit + 1 });
      const results = await deliveryResults(
        db,
        organization,
        rows.flatMap(({ group }) => group ?? []),
      );
      const total = await countAlerts(db, organization, filter);
      const about = { total, position, asOf: this.api.now().toISOString() };
      const keys = ({ alert }: ListedAlert) => [alert.changedAt, alert.id] as const;
      const item = (row: ListedAlert) => alertAnswer(row, results.get(row.group ?? '') ?? []);
      const warnings = await channelWarnings(db, organization);
      return { ...page(rows, query.limit, { list: 'alerts', keys, item }, about), warnings };
    });
  }

  @Get('silences')
  @ApiOperation({ summary: 'The silences that are not over' })
  @ApiOkResponse({ standardSchema: SilenceList })
  async silences(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    const now = this.api.now().toISOString();
    return { items: await inOrganization(this.api.database, organization, (db) => silencesAt(db, organization, now)) };
  }

  @Post('silences')
  @ApiOperation({
    summary: 'Silence alerts for a time, such as a maintenance window. What is resolved is told all the same',
  })
  @ApiBody({ schema: { type: 'object', required: ['matches', 'until', 'reason'] } })
  @ApiOkResponse({ standardSchema: SilenceAnswer })
  async silence(@WhoAsks() caller: Caller, @Query({ schema: WriteQuery }) _query: unknown, @Body() body: unknown) {
    const asked = readBody(body, SilenceRequest);
    if (Date.parse(asked.until) <= Math.max(this.api.now().getTime(), Date.parse(asked.from ?? asked.until) - 1))
      throw new Refused('bad-request', 'A silence ends in time to come, and after it begins.', {
        errors: [{ parameter: 'until', message: 'an instant to come' }],
      });
    await mustExist(this.api, caller);
    return silence(this.api.database, caller.organization, {
      ...asked,
      matches: given(asked.matches),
      by: caller.name,
    });
  }

  @Delete('silences/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a silence now' })
  async unsilence(
    @WhoAsks() caller: Caller,
    @Param('id', { schema: AlertId }) id: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ): Promise<void> {
    if (!(await unsilence(this.api.database, caller.organization, id, caller.name)))
      throw new Refused('not-found', `There is no silence ${id} that is not over.`);
  }

  @Get('digest')
  @ApiOperation({ summary: 'The last 24 hours as the digest tells them, and at which hour it is sent' })
  @ApiOkResponse({ standardSchema: DigestAnswer })
  async digest(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    const until = this.api.now().toISOString();
    const from = new Date(Date.parse(until) - DAY_MS).toISOString();
    return inOrganization(this.api.database, organization, async (db) => {
      if (!(await organizationExists(db, organization)))
        throw new Refused('not-found', `There is no organization ${organization}.`);
      const follower = await lockFollower(db, organization);
      const end = await head(db, organization);
      const position = end?.position ?? 0;
      const after = Math.max(follower.digestPosition, position - MOST_DIGESTED);
      const day = await dayBetween(db, organization, { from, until, after, position });
      const message = digestOf({ organization, ...day, headHash: end?.hash ?? '' }, 'digest', null);
      const { title, summary, evidence: lines } = message;
      return { hour: follower.digestHour, title, summary, lines };
    });
  }

  @Put('digest')
  @ApiOperation({ summary: 'Choose the hour of the digest, UTC; null: none' })
  @ApiBody({
    schema: { type: 'object', required: ['hour'], properties: { hour: { type: 'integer', nullable: true } } },
  })
  async chooseDigest(@WhoAsks() caller: Caller, @Query({ schema: WriteQuery }) _query: unknown, @Body() body: unknown) {
    const { organization } = caller;
    const { hour } = readBody(body, DigestRequest);
    await mustExist(this.api, caller);
    const now = this.api.now().toISOString();
    await inOrganization(this.api.database, organization, async (db) => {
      await lockFollower(db, organization);
      await setDigestHour(db, organization, hour, now);
    });
    return { hour, next: hour === null ? null : nextDigest(hour, now) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ standardSchema: AlertAnswer })
  one(
    @WhoAsks() caller: Caller,
    @Param('id', { schema: AlertId }) id: string,
    @Query({ schema: ReadQuery }) query: ReadQuery,
  ) {
    const { organization } = caller;
    return ask(this.api, caller, query.waitFor, async (db) => {
      const found = await alertNamed(db, organization, id);
      if (found === null) throw noAlert(id);
      const results = await deliveryResults(db, organization, found.group === null ? [] : [found.group]);
      return alertAnswer(found, results.get(found.group ?? '') ?? []);
    });
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take care of an alert, or accept what it tells as the way it shall be' })
  @ApiBody({
    required: false,
    schema: {
      type: 'object',
      properties: { note: { type: 'string' }, ticket: { type: 'string' }, accept: { type: 'boolean' } },
    },
  })
  @ApiOkResponse({ standardSchema: AlertAnswer })
  async acknowledge(
    @WhoAsks() caller: Caller,
    @Param('id', { schema: AlertId }) id: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const { organization, name: by } = caller;
    const said = await acknowledge(this.api.database, organization, id, { ...readBody(body, Acknowledgement), by });
    if (!said.ok) throw notSaid(id, said.why);
    return inOrganization(this.api.database, organization, async (db) => {
      const found = await alertNamed(db, organization, id);
      if (found === null) throw noAlert(id);
      return alertAnswer(found, []);
    });
  }
}

const MOST_DIGESTED = 5_000;

function given(matches: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(matches).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function noAlert(id: string): Refused {
  return new Refused('not-found', `There is no alert ${id}.`, {
    remedy: 'GET /api/v1/alerts?state=all lists the alerts.',
  });
}

function notSaid(id: string, why: 'unknown' | 'resolved' | 'stands'): Refused {
  if (why === 'unknown') return noAlert(id);
  if (why === 'resolved') return new Refused('conflict', 'This alert is resolved already.');
  return new Refused('conflict', 'What this alert tells of stands: it cannot be accepted.', {
    remedy: 'Acknowledge it, silence it for a time, or change its rule.',
  });
}
