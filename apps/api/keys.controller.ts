import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { textOfColumn } from '#libs/store/column-text.js';
import { countKeys, type KeyRow, keys } from '#libs/store/queries/keys.js';
import { makeKey, revokeKey } from '#libs/store/tokens.js';
import { KeyList, KeyMade, KeyRevoked } from './key-answers.js';
import { ask } from './ask.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { keysOf, OneText } from './cursor.js';
import { mustExist } from './intake.js';
import { page } from './list.js';
import { NEW_KEY_SCHEMA, newKey } from './new-key.js';
import { KeyName, KeysQuery } from './key-params.js';
import { WriteQuery } from './params.js';
import { Refused } from './refused.js';

/** The keys of an organization: those of its collectors, readers and administrators. For administrators only. */
@ApiTags('keys')
@ApiBearerAuth()
@Controller('api/v1/keys')
export class KeysController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'The keys of the organization that are not revoked; never the secrets themselves' })
  @ApiOkResponse({ standardSchema: KeyList })
  list(@WhoAsks() caller: Caller, @Query({ schema: KeysQuery }) query: KeysQuery) {
    const after = keysOf('keys', query.cursor, OneText)?.[0] ?? null;
    return ask(this.api, caller, query.waitFor, async (db, position) => {
      const rows = await keys(db, caller.organization, { after, limit: query.limit + 1 });
      const total = await countKeys(db, caller.organization);
      const about = { total, position, asOf: this.api.now().toISOString() };
      return page(rows, query.limit, { list: 'keys', keys: ({ name }: KeyRow) => [name], item: itemOf }, about);
    });
  }

  @Post()
  @ApiOperation({ summary: 'Make a key. Its secret stands in this answer and nowhere else' })
  @ApiBody({ schema: NEW_KEY_SCHEMA })
  @ApiCreatedResponse({ standardSchema: KeyMade })
  async make(@WhoAsks() caller: Caller, @Query({ schema: WriteQuery }) _query: unknown, @Body() body: unknown) {
    const { organization } = caller;
    const { name, role, servers, expiresAt } = newKey(body, this.api.now());
    await mustExist(this.api, caller);
    const made = await makeKey(this.api.database, { organization, name, role, servers, expiresAt });
    if (made === 'name-taken')
      throw new Refused('conflict', `There is a key of the name ${name} already.`, {
        remedy: 'Choose another name, or revoke that key first.',
      });
    this.api.log.info({ organization, key: name, role, servers, by: caller.name }, 'a key was made');
    return { name, role, organization, servers: servers ?? null, expiresAt: expiresAt ?? null, key: made.token };
  }

  @Delete(':name')
  @ApiOperation({ summary: 'Revoke a key: from now on nothing is taken from it' })
  @ApiOkResponse({ standardSchema: KeyRevoked })
  async revoke(
    @WhoAsks() caller: Caller,
    @Param('name', { schema: KeyName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ) {
    const { organization } = caller;
    if ((await revokeKey(this.api.database, organization, name)) === 'unknown')
      throw new Refused('not-found', `There is no key of the name ${name} in this organization.`);
    this.api.log.info({ organization, key: name, by: caller.name }, 'a key was revoked');
    return { name, organization };
  }
}

function itemOf({ name, role, servers, createdAt, expiresAt }: KeyRow) {
  return {
    name: textOfColumn(name),
    role,
    servers: servers?.map(textOfColumn) ?? null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
