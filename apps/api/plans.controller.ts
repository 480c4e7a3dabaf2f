import { Body, Controller, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ANSWERS } from '#libs/planning/command.js';
import { findPrivateKey } from '#libs/formats/private-key/find.js';
import type { FastifyReply } from 'fastify';
import { countServers } from '#libs/store/queries/fleet-states.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { tooLarge } from './http.js';
import { ReadQuery } from './params.js';
import { PlanAnswer } from './plan-answers.js';
import { FEW_SERVERS, planInThread } from './plan-in-thread.js';
import { planned, plannedFleet } from './plan-live.js';
import { ANSWER, AS_OF, CERTIFICATE, COMMANDS, readPlanRequest, SERVERS } from './plan-request.js';
import { bytesOf } from './read-body.js';
import { Refused } from './refused.js';

/** Told by hand, for the body is read by hand: the places of what is wrong in it are told. */
const REQUEST = {
  type: 'object',
  required: ['commands'],
  properties: {
    commands: {
      description: COMMANDS,
      anyOf: [
        { type: 'array', items: { anyOf: [{ $ref: '#/components/schemas/Command' }, { type: 'string' }] } },
        { type: 'string' },
      ],
    },
    asOf: { type: 'string', format: 'date-time', nullable: true, description: AS_OF },
    servers: { type: 'array', items: { type: 'string' }, nullable: true, description: SERVERS },
    certificate: { type: 'object', nullable: true, description: CERTIFICATE },
    answer: { type: 'string', enum: [...ANSWERS], nullable: true, description: ANSWER },
  },
};

@ApiTags('plans')
@ApiBearerAuth()
@Controller('api/v1/plans')
export class PlansController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary:
      'What commands would do to the fleet as it is known: what is asked, what changes, what would break, how to put it back. Nothing is recorded or run',
  })
  @ApiBody({ schema: REQUEST })
  @ApiOkResponse({ standardSchema: PlanAnswer })
  async plan(
    @WhoAsks() caller: Caller,
    @Query({ schema: ReadQuery }) query: ReadQuery,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const bytes = bytesOf(body);
    if (bytes.byteLength > this.api.limits.eventsBytes) throw tooLarge(this.api.limits.eventsBytes);
    const key = findPrivateKey(bytes);
    if (key !== null) throw new Refused('private-key', key.message, { remedy: key.remedy, place: key.place });
    const { request, ignored } = readPlanRequest(bytes);
    const { organization } = caller;
    const now = this.api.now();
    const fleet = await ask(this.api, caller, query.waitFor, async (db, position) =>
      (await countServers(db, organization)) > FEW_SERVERS
        ? null
        : plannedFleet(db, organization, request.asOf, { position, now }),
    );
    if (fleet !== null) return planned(fleet, request, ignored);
    const task = { databaseUrl: this.api.databaseUrl, organization, request, ignored, now: now.toISOString() };
    void reply.type('application/json; charset=utf-8');
    return planInThread(task);
  }
}
