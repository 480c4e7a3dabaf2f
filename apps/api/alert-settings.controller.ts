import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { channelNamed } from '#libs/channels/channels.js';
import { testMessage } from '#libs/channels/test-message.js';
import { shownSettings } from '#libs/delivery/sealed-settings.js';
import { backTest } from '#libs/store/alerts/backtest.js';
import { alertChannels, forgetChannel, saveChannel, type StoredChannel } from '#libs/store/alerts/channel-rows.js';
import { alertRules, forgetRule, saveRule } from '#libs/store/alerts/rule-rows.js';
import { inOrganization } from '#libs/store/database.js';
import { randomUUID } from 'node:crypto';
import { BackTestAnswer, ChannelAnswer, ChannelList, ChannelTest, RuleList } from './alert-answers.js';
import { BackTestRequest, ChannelRequest, readBody, RuleRequest } from './alert-requests.js';
import { channelWarnings, kindOf } from './alert-told.js';
import { read } from './asked-query.js';
import { type Caller, WhoAsks } from './caller.js';
import { settingsToKeep } from './channel-settings.js';
import { API, type Api } from './context.js';
import { mustExist } from './intake.js';
import { RuleId } from './alert-params.js';
import { ViewName, WriteQuery } from './params.js';
import { Refused } from './refused.js';

/** What is told, to whom. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller('api/v1/alerts')
export class AlertSettingsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get('rules')
  @ApiOperation({ summary: 'The alert rules: those that Certfleet brings, and those that people wrote' })
  @ApiOkResponse({ standardSchema: RuleList })
  async rules(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    const kept = await inOrganization(this.api.database, organization, (db) => alertRules(db, organization));
    return { items: kept.map(({ rule, ...others }) => ({ ...rule, ...others })) };
  }

  @Put('rules/:id')
  @ApiOperation({ summary: 'Write a rule, or change a built-in one' })
  @ApiBody({ schema: { type: 'object', required: ['name', 'condition'] } })
  async saveRule(
    @WhoAsks() caller: Caller,
    @Param('id', { schema: RuleId }) id: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const { organization, name } = caller;
    const rule = this.ruleOf(id, readBody(body, RuleRequest));
    await mustExist(this.api, caller);
    return inOrganization(this.api.database, organization, async (db) => {
      const known = (await alertRules(db, organization)).find((one) => one.rule.id === id);
      if (known?.builtIn === true && known.rule.condition.kind !== rule.condition.kind)
        throw new Refused('unprocessable', `The rule ${id} is about ${known.rule.condition.kind}.`, {
          remedy: 'Write a rule of your own under another id.',
        });
      if (!(await saveRule(db, organization, rule, name)))
        throw new Refused('unprocessable', 'There are too many rules.');
      return { ...rule, builtIn: known?.builtIn ?? false, savedAt: this.api.now().toISOString(), savedBy: name };
    });
  }

  @Delete('rules/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forget a rule, or the changes to a built-in one' })
  async forgetRule(
    @WhoAsks() { organization }: Caller,
    @Param('id', { schema: RuleId }) id: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ): Promise<void> {
    if (!(await inOrganization(this.api.database, organization, (db) => forgetRule(db, organization, id))))
      throw new Refused('not-found', `Nobody wrote or changed a rule ${id}.`);
  }

  @Post('rules/:id/backtest')
  @HttpCode(200)
  @ApiOperation({ summary: 'When a rule would have had something to tell, before it is switched on. Tells nobody' })
  @ApiBody({
    required: false,
    schema: { type: 'object', properties: { rule: { type: 'object' }, days: { type: 'integer' } } },
  })
  @ApiOkResponse({ standardSchema: BackTestAnswer })
  async backTest(
    @WhoAsks() { organization }: Caller,
    @Param('id', { schema: RuleId }) id: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const { rule: asked, days } = readBody(body, BackTestRequest);
    return inOrganization(this.api.database, organization, async (db) => {
      const rule =
        asked === undefined
          ? (await alertRules(db, organization)).find((one) => one.rule.id === id)?.rule
          : this.ruleOf(id, asked);
      if (rule === undefined)
        throw new Refused('not-found', `There is no rule ${id}.`, {
          remedy: 'Send the rule in the body, or name one of GET /api/v1/alerts/rules.',
        });
      return backTest(db, organization, rule, days);
    });
  }

  @Get('channels')
  @ApiOperation({ summary: 'The ways in which people are told; never their secrets' })
  @ApiOkResponse({ standardSchema: ChannelList })
  async channels(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    return inOrganization(this.api.database, organization, async (db) => ({
      items: (await alertChannels(db, organization)).map(shown),
      warnings: await channelWarnings(db, organization),
    }));
  }

  @Put('channels/:name')
  @ApiOperation({ summary: 'Add a channel, or change one; `…` for a secret keeps it' })
  @ApiBody({ schema: { type: 'object', required: ['kind', 'settings'] } })
  @ApiOkResponse({ standardSchema: ChannelAnswer })
  async saveChannel(
    @WhoAsks() caller: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const { organization } = caller;
    const asked = readBody(body, ChannelRequest);
    await mustExist(this.api, caller);
    return inOrganization(this.api.database, organization, async (db) => {
      const kept = (await alertChannels(db, organization)).find((one) => one.name === name && one.kind === asked.kind);
      const wanted = { kind: asked.kind, settings: asked.settings, kept: kept?.settings };
      const settings = settingsToKeep(wanted, { organization, channelId: name }, this.api.keys);
      const channel = { ...asked, name, settings, savedBy: caller.name };
      if (!(await saveChannel(db, organization, channel)))
        throw new Refused('unprocessable', 'There are too many channels.');
      return shown({ ...channel, savedAt: this.api.now().toISOString() });
    });
  }

  @Delete('channels/:name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a channel' })
  async forgetChannel(
    @WhoAsks() { organization }: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ): Promise<void> {
    if (!(await inOrganization(this.api.database, organization, (db) => forgetChannel(db, organization, name))))
      throw noChannel(name);
  }

  @Post('channels/:name/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a test message now, and say what came of it' })
  @ApiOkResponse({ standardSchema: ChannelTest })
  async test(
    @WhoAsks() { organization, name: by }: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ) {
    const channels = await inOrganization(this.api.database, organization, (db) => alertChannels(db, organization));
    const channel = channels.find((one) => one.name === name);
    if (channel === undefined) throw noChannel(name);
    const occasion = { sendingId: randomUUID(), at: this.api.now().toISOString(), thread: null };
    const outcome = await this.api.send(organization, channel, {
      message: testMessage(organization, name, by),
      occasion,
    });
    const detail =
      outcome.kind === 'delivered'
        ? outcome.note
        : outcome.kind === 'never'
          ? `${outcome.why}. ${outcome.remedy}`
          : outcome.why;
    return { outcome: outcome.kind, detail };
  }

  /** @throws Refused where its query cannot be asked of its list. */
  private ruleOf(id: string, asked: z.output<typeof RuleRequest>): AlertRule {
    const { condition } = asked;
    const now = this.api.now().toISOString();
    if (condition.kind === 'query') read(condition.list, condition.where, now, 'where');
    else if ('where' in condition && condition.where !== null) read('bindings', condition.where, now, 'where');
    return { ...asked, id };
  }
}

function shown(channel: StoredChannel) {
  const kind = kindOf(channel);
  const secrets = kind === null ? Object.keys(channel.settings) : (channelNamed(kind)?.secrets ?? []);
  return { ...channel, settings: shownSettings(channel.settings, secrets) };
}

function noChannel(name: string): Refused {
  return new Refused('not-found', `There is no channel ${name}.`, {
    remedy: 'GET /api/v1/alerts/channels lists the channels.',
  });
}
