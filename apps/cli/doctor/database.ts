import type { Measures } from '#libs/store/queries/measures.js';
import type { Opened } from '../on-the-data.js';
import { doubt, type Finding, trouble, well } from './finding.js';

/** What the database says of itself: reachable, its version and schema, the role's rights, how far the projection is behind, what waits. */
export async function databaseFindings({ database, connections }: Opened): Promise<readonly Finding[]> {
  const { acrossOrganizations } = await import('#libs/store/database.js');
  const { measures } = await import('#libs/store/queries/measures.js');
  const found = [await server(database.name, connections), await schema(database.ownerUrl), await roles(connections)];
  const counts = await acrossOrganizations(connections, (db) => measures(db, new Date()));
  return [...found, projector(counts), queue(counts), sources(counts), await clock(connections)];
}

type Connections = Opened['connections'];

async function one<Row>(connections: Connections, sql: string): Promise<Row | undefined> {
  const rows: Row[] = await connections.query(sql);
  return rows[0];
}

async function server(name: string, connections: Connections): Promise<Finding> {
  const row = await one<{ version: string }>(connections, `select current_setting('server_version') as version`);
  return well('database', `${name}, PostgreSQL ${row?.version}`);
}

/** Asked as the owner: the role that serves has no business with migrations. */
async function schema(ownerUrl: string): Promise<Finding> {
  const { MIGRATIONS } = await import('#migrations/migrations.js');
  const known = Object.values(MIGRATIONS).length;
  const { openDatabase } = await import('#libs/store/database.js');
  const owner = await openDatabase(ownerUrl, 1);
  const sql = 'select count(*) as ran, max(name) as last from certfleet.migration';
  const row = await one<{ ran: string; last: string | null }>(owner, sql).finally(() => owner.destroy());
  const ran = Number(row?.ran ?? 0);
  if (ran < known) return trouble('schema', `${ran} of ${known} migrations ran`, '`certfleet up` runs the others.');
  if (ran > known)
    return doubt(
      'schema',
      `${ran} migrations ran, this version knows ${known}`,
      'A newer Certfleet worked here: use that one.',
    );
  return well('schema', `${ran} migrations, the last ${row?.last ?? 'none'}`);
}

/** The role that serves must not be able to change the log. */
async function roles(connections: Connections): Promise<Finding> {
  const row = await one<{ role: string; writes: boolean; bypass: boolean }>(
    connections,
    `select current_user as role,
       has_table_privilege('certfleet.event', 'insert,update,delete,truncate') as writes,
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypass`,
  );
  if (row === undefined || row.writes || row.bypass)
    return trouble(
      'roles',
      `${row?.role ?? 'the role'} could change the log`,
      'Let the services connect as certfleet_app, see docs/architecture.md.',
    );
  return well('roles', `${row.role} may append to the log and read it, nothing more`);
}

function projector({ organizations }: Measures): Finding {
  const lag = organizations.map(({ organization, head, position }) => ({
    organization,
    behind: Number(head) - Number(position ?? 0),
  }));
  const worst = lag.filter(({ behind }) => behind > 0).sort((a, b) => b.behind - a.behind)[0];
  const total = `${organizations.length} organization${organizations.length === 1 ? '' : 's'}`;
  if (worst === undefined) return well('projector', `${total}, up to date`);
  return doubt(
    'projector',
    `${worst.organization} is ${worst.behind} events behind`,
    'It catches up while `certfleet up` runs.',
  );
}

function queue({ inbox }: Measures): Finding {
  const waiting = inbox
    .filter(({ state }) => state === 'queued' || state === 'received')
    .reduce((sum, row) => sum + Number(row.rows), 0);
  const quarantined = inbox
    .filter(({ state }) => state === 'quarantined')
    .reduce((sum, row) => sum + Number(row.rows), 0);
  const words = `${waiting} waiting, ${quarantined} quarantined`;
  if (quarantined === 0) return well('inbox', words);
  return doubt('inbox', words, 'GET /api/v1/quarantine tells the reasons.');
}

function sources({ sources: all }: Measures): Finding {
  const sum = (count: (one: Measures['sources'][number]) => number) =>
    all.reduce((total, one) => total + count(one), 0);
  const [missing, clocks] = [sum((one) => one.missing ?? 0), sum((one) => one.suspectClocks)];
  const words = `${missing} events missing, ${clocks} clocks in doubt`;
  if (missing === 0 && clocks === 0) return well('sources', words);
  return doubt('sources', words, '`certfleet sources` tells which.');
}

const CLOCK_SKEW_MS = 5_000;

async function clock(connections: Connections): Promise<Finding> {
  const row = await one<{ now: Date }>(connections, 'select clock_timestamp() as now');
  const skew = Math.abs((row?.now.getTime() ?? 0) - Date.now());
  if (skew < CLOCK_SKEW_MS) return well('clock', new Date().toISOString());
  return doubt(
    'clock',
    `the database's clock is ${Math.round(skew / 1000)} s off this one`,
    'Let both follow the same time server.',
  );
}
