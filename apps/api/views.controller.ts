import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { inOrganization } from '#libs/store/database.js';
import { forgetView, savedView, savedViews, saveView } from '#libs/store/saved-views.js';
import { organizationExists } from '#libs/store/queries/organization-exists.js';
import { type Caller, WhoAsks } from './caller.js';
import { API, type Api } from './context.js';
import { ViewName, WriteQuery } from './params.js';
import { SavedView, SavedViewList } from './query-answers.js';
import { bytesOf } from './read-body.js';
import { Refused } from './refused.js';
import { readView } from './view-request.js';

@ApiTags('views')
@ApiBearerAuth()
@Controller('api/v1/views')
export class ViewsController {
  constructor(@Inject(API) private readonly api: Api) {}

  @Get()
  @ApiOperation({ summary: 'The saved views: queries that are kept under a name' })
  @ApiOkResponse({ standardSchema: SavedViewList })
  async list(@WhoAsks() { organization }: Caller, @Query({ schema: WriteQuery }) _query: unknown) {
    return { items: await inOrganization(this.api.database, organization, (db) => savedViews(db, organization)) };
  }

  @Get(':name')
  @ApiOperation({ summary: 'One saved view' })
  @ApiOkResponse({ standardSchema: SavedView })
  async one(
    @WhoAsks() { organization }: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ) {
    const view = await inOrganization(this.api.database, organization, (db) => savedView(db, organization, name));
    if (view === null) throw noView(name);
    return view;
  }

  @Put(':name')
  @ApiOperation({ summary: 'Keeps a query under a name, in place of what was kept under it' })
  @ApiBody({
    required: true,
    schema: {
      type: 'object',
      required: ['list'],
      properties: {
        list: { type: 'string', enum: ['servers', 'bindings', 'certificates', 'findings'] },
        where: { type: 'string' },
        sort: { type: 'string', nullable: true },
        columns: { type: 'array', items: { type: 'string' }, nullable: true },
        description: { type: 'string', nullable: true },
      },
    },
  })
  @ApiOkResponse({ standardSchema: SavedView })
  async save(
    @WhoAsks() { organization, name: who }: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
    @Body() body: unknown,
  ) {
    const view = readView(bytesOf(body), this.api.now());
    return inOrganization(this.api.database, organization, async (db) => {
      if (!(await organizationExists(db, organization)))
        throw new Refused('not-found', `There is no organization ${organization}.`);
      const saved = await saveView(db, organization, { ...view, name, savedBy: who });
      if (saved !== null) return saved;
      throw new Refused('unprocessable', 'There are too many saved views.', { remedy: 'Remove some of them.' });
    });
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Forgets a saved view' })
  async forget(
    @WhoAsks() { organization }: Caller,
    @Param('name', { schema: ViewName }) name: string,
    @Query({ schema: WriteQuery }) _query: unknown,
  ): Promise<void> {
    if (!(await inOrganization(this.api.database, organization, (db) => forgetView(db, organization, name))))
      throw noView(name);
  }
}

function noView(name: string): Refused {
  return new Refused('not-found', `No view is saved as ${name}.`, { remedy: 'GET /api/v1/views lists the views.' });
}
