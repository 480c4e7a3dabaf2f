import { escapeLiteral } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { MIGRATIONS } from '#migrations/migrations.js';

/**
 * The roles. Migrations run as the owner of the database, who serves no request. Everything else runs as `certfleet_app`, which may read the
 * log and execute `append`, and nothing more of it.
 *
 * * Embedded PostgreSQL: the launcher makes both, each with its own password.
 * * DATABASE_URL alone: an owner's address (of PostgreSQL 15 or newer, encoding UTF8). The first migration makes `certfleet_app` without a
 *   login, for which the owner needs CREATEROLE once, or a database administrator makes it: `create role certfleet_app nologin; grant
 *   certfleet_app to <owner>`. Connections of the application then drop to it by the `role` start-up option (`applicationUrl`).
 * * DATABASE_URL and MIGRATION_DATABASE_URL: the first logs in as `certfleet_app` or a member of it, the second as the owner. This is the
 *   safer way: a login as the owner could take the owner's rights back with SET ROLE.
 */
export const APPLICATION_ROLE = 'certfleet_app';

/** A transaction that speaks for one organization, or for the provider. */
export interface Transaction {
  /** Rows of the statement, of a `returning` as well. bigint columns are strings, instants are Dates, json is parsed. */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** The address under which the application connects: the same, dropping to its role, without the limits of waiting for ever. */
export function applicationUrl(url: string): string {
  const settings = [
    `role=${APPLICATION_ROLE}`,
    'timezone=UTC',
    // A stopped process must not hold a lock for longer than others are ready to wait.
    'idle_in_transaction_session_timeout=60000',
  ];
  const [address = url, query] = url.split('?');
  const parameters = new URLSearchParams(query);
  const options = [parameters.get('options'), ...settings.map((setting) => `-c ${setting}`)].filter(Boolean).join(' ');
  parameters.delete('options');
  return `${address}?${[...parameters].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}&options=${encodeURIComponent(options)}`.replace(
    '?&',
    '?',
  );
}

/**
 * Connections of the application.
 *
 * @param url as `applicationUrl` or the embedded server gives it.
 * @throws the driver's error when the server cannot be reached.
 */
export function openDatabase(url: string, poolSize = 10): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName: 'certfleet',
    synchronize: false,
    installExtensions: false,
  }).initialize();
}

/** Migrations of one database wait for one another; the number means nothing. */
const MIGRATION_LOCK = 7_229_643_001;

/**
 * Brings the schema up to date, as the owner. Several starters may do so at once: one works, the others wait and find nothing to do.
 *
 * @returns names of the migrations that ran now.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const db = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    poolSize: 2,
    applicationName: 'certfleet migrations',
    schema: 'certfleet',
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
  }).initialize();
  const lock = db.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await lock.query('create schema if not exists certfleet');
    const ran = await db.runMigrations();
    return ran.map((migration) => migration.name);
  } finally {
    await lock.release();
    await db.destroy(); // ends the session, and its lock
  }
}

/**
 * Gives the role of the application a login with this password, for an installation whose processes shall not know the owner's.
 *
 * @param ownerUrl a role that may alter `certfleet_app`: the one that made it.
 */
export async function letApplicationLogIn(ownerUrl: string, password: string): Promise<void> {
  const db = await new DataSource({
    type: 'postgres',
    url: ownerUrl,
    poolSize: 1,
    installExtensions: false,
  }).initialize();
  try {
    const [row] = await db.query<{ statement: string }[]>(
      `select format('alter role ${APPLICATION_ROLE} login password %L', $1::text) as statement`,
      [password],
    );
    if (row !== undefined) await db.query(row.statement);
  } finally {
    await db.destroy();
  }
}

/** One transaction that sees and writes the rows of one organization only. */
export function inOrganization<T>(
  db: DataSource,
  organization: string,
  work: (db: Transaction) => Promise<T>,
): Promise<T> {
  if (organization === ACROSS) throw new Error('"*" is no organization.');
  return inTransaction(db, organization, work);
}

/**
 * One transaction over what is made of an organization's log. It does not wait for the disk: a crash may take back the last moments, whole
 * transactions from the end, and they are made of the log again. Nothing that rests on it outlives it: that is written later, by transactions
 * that do wait, and the disk takes all in one order.
 */
export function inDerived<T>(db: DataSource, organization: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, organization, work, { commit: 'off' });
}

/** One transaction over every organization's rows: for declared questions of the provider only, each of which says so. */
export function acrossOrganizations<T>(db: DataSource, work: (db: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, ACROSS, work);
}

/** One organization as it is at one moment, however long the reading takes. */
export function inSnapshot<T>(db: DataSource, organization: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, organization, work, { isolation: 'repeatable read' });
}

const ACROSS = '*';

interface TransactionKind {
  readonly isolation?: 'read committed' | 'repeatable read';
  /** Whether its end waits for the disk; absent: as the server is set, which is `on` unless somebody gave it up. */
  readonly commit?: 'off';
}

async function inTransaction<T>(
  db: DataSource,
  organization: string,
  work: (db: Transaction) => Promise<T>,
  { isolation = 'read committed', commit }: TransactionKind = {},
): Promise<T> {
  const runner = db.createQueryRunner();
  try {
    // One message, where the runner's own way takes three: every question waits for it.
    await runner.query(
      `begin isolation level ${isolation}; select set_config('certfleet.organization', ${escapeLiteral(organization)}, true)${
        commit === undefined ? '' : `, set_config('synchronous_commit', '${commit}', true)`
      }`,
    );
    const result = await work(transaction(runner));
    await runner.query('commit');
    return result;
  } catch (error) {
    // The connection may be what failed; the reason is the first error, not that of rolling back.
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

function transaction(runner: QueryRunner): Transaction {
  return {
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      const { records } = await runner.query(sql, [...parameters], true);
      return records as Row[];
    },
  };
}
