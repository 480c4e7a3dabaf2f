import { Client } from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { lockCheckpoint, moveCheckpoint } from '#libs/store/refresh.js';
import { upsertCells } from '#libs/store/write-views.js';
import { server as view, type ServerRow } from '#libs/views/server.js';
import { BENCH } from '../append/events.js';
import type { OpenSide } from '../append/sides.js';
import { AT, benchFleet } from '../fleet.js';
import type { Scratch } from '../harness/scratch.js';

const ROWS = 1000;
const BARE = 'certfleet.bare_state';
const MAKE_BARE = `create table ${BARE} (like certfleet.server_state including all)`;

interface NamedRow {
  readonly server: string;
  readonly row: ServerRow;
}

/** A thousand servers' states, another build each round. */
function statesOf(): () => readonly NamedRow[] {
  const { servers } = benchFleet(ROWS);
  let round = 0;
  return () => {
    round += 1;
    return servers.map((server) => {
      const state = {
        server: { ...server, build: `15.2.1544.${round}` },
        partial: [],
        former: [],
        saidAt: { build: AT, certificates: AT },
        lastSeenAt: AT,
      };
      const frontier = { epochs: {}, at: AT };
      const projection = { state, frontier, ranges: [], walked: AT, position: round, moved: false };
      const [row] = view.rows(projection as unknown as Parameters<typeof view.rows>[0]);
      if (row === undefined) throw new Error('A server has a row.');
      return { server: server.fqdn, row };
    });
  };
}

/** As the projector writes the rows of servers, with its checkpoint, in one transaction. */
export async function written(scratch: Scratch, name: string): Promise<OpenSide> {
  const db = await openDatabase((await scratch.copy(name)).appUrl, 1);
  const take = statesOf();
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const rows = take().map(({ server, row }) => ({ server, cells: new Map<string, unknown>(Object.entries(row)) }));
      return async () => {
        await inOrganization(db, BENCH, async (inside) => {
          const before = await lockCheckpoint(inside, BENCH);
          await upsertCells(inside, BENCH, view, rows);
          await moveCheckpoint(inside, BENCH, before + ROWS);
        });
        return ROWS;
      };
    },
  };
}

const TYPES = {
  text: 'text',
  texts: 'text[]',
  json: 'json',
  instant: 'timestamptz',
  integer: 'bigint',
  boolean: 'boolean',
};

/** One statement that writes the same columns over the rows that are there, and nothing else. */
export async function bare(scratch: Scratch, name: string): Promise<OpenSide> {
  const client = await withBare((await scratch.copy(name)).ownerUrl);
  const take = statesOf();
  const columns = Object.entries(view.columns);
  const names = columns.map(([column]) => column);
  const statement = `insert into ${BARE} (organization, server, ${names.join(', ')})
    select $1, server, ${columns.map(([column, kind]) => `${column}::${TYPES[kind]}`).join(', ')}
    from unnest($2::text[], ${names.map((_, index) => `$${index + 3}::text[]`).join(', ')}) as r (server, ${names.join(', ')})
    on conflict (organization, server) do update set ${names.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  return {
    name,
    close: () => client.end(),
    next: () => {
      const rows = take();
      return async () => {
        const cells = columns.map(([column]) => rows.map(({ row }) => textOf(Reflect.get(row, column))));
        await client.query(statement, [BENCH, rows.map(({ server }) => server), ...cells]);
        return ROWS;
      };
    },
  };
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return `{${value.map((one) => `"${String(one)}"`).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function withBare(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(MAKE_BARE);
  return client;
}

const State = new EntitySchema<Record<string, unknown>>({
  name: 'bare_state',
  tableName: 'bare_state',
  schema: 'certfleet',
  columns: {
    organization: { type: 'text', primary: true },
    server: { type: 'text', primary: true },
    fqdn: { type: 'text' },
    netbios_name: { type: 'text', nullable: true },
    state: { type: 'json' },
    frontier: { type: 'json' },
    version: { type: 'text', nullable: true },
    build: { type: 'text', nullable: true },
    ad_site: { type: 'text', nullable: true },
    roles: { type: 'text', array: true, nullable: true },
    unset: { type: 'text', array: true },
    last_seen_at: { type: 'timestamptz', nullable: true },
    position: { type: 'bigint' },
  },
});

/** The same through TypeORM's repository. */
export async function typeormStates(scratch: Scratch, name: string, how: 'upsert' | 'save'): Promise<OpenSide> {
  const urls = await scratch.copy(name);
  await (await withBare(urls.ownerUrl)).end();
  const db = await new DataSource({
    type: 'postgres',
    url: urls.ownerUrl,
    poolSize: 1,
    entities: [State],
    installExtensions: false,
  }).initialize();
  const repository = db.getRepository(State);
  const states = statesOf();
  const take = () => states().map(({ server, row }) => ({ organization: BENCH, server, ...row }));
  const upsert = (rows: ReturnType<typeof take>) => repository.upsert(rows, ['organization', 'server']);
  await upsert(take());
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const rows = take();
      return async () => {
        await (how === 'upsert' ? upsert(rows) : repository.save(rows));
        return ROWS;
      };
    },
  };
}
