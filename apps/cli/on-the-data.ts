import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { MAJOR_VERSION } from '#libs/store/embedded/binaries.js';
import { done, failed, type Result } from './failure.js';
import type { Terminal } from './terminal.js';
import { type Database, openUpDatabase, prepareDatabase } from './up/database.js';

/** Options of the commands that work on the data itself, not through the API. */
export interface UpkeepOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly organization?: string;
}

export interface Opened {
  readonly database: Database;
  readonly connections: DataSource;
}

/**
 * Does some work on the database of `DATABASE_URL`, or of the data folder. An embedded PostgreSQL that runs is used, one that does not is
 * started for as long as the work takes.
 *
 * @param create makes an embedded database where there is none, and brings its schema up to date.
 */
export async function onTheData<T>(
  options: UpkeepOptions,
  terminal: Terminal,
  work: (opened: Opened) => Promise<Result<T>>,
  create = false,
): Promise<Result<T>> {
  const folder = resolve(options.data ?? terminal.config.dataFolder);
  const embedded = terminal.config.databaseUrl === undefined;
  if (embedded && !create && !hasDatabase(folder))
    return failed({
      exit: 1,
      what: 'there is no data yet',
      where: folder,
      remedy: 'Start it once with `certfleet up`, or name the data folder with --data.',
    });
  await import('reflect-metadata');
  const { openDatabase } = await import('#libs/store/database.js');
  const database = await openUpDatabase(terminal.config, folder);
  try {
    if (embedded && create) await prepareDatabase(database, terminal.config.queueUrl);
    const connections = await openDatabase(database.serviceUrl, 4);
    try {
      return await work({ database, connections });
    } finally {
      await connections.destroy();
    }
  } finally {
    await database.stop();
  }
}

/** An embedded database's files stand in the folder, or where root had to put them. */
function hasDatabase(folder: string): boolean {
  const name = `pg${MAJOR_VERSION}`;
  return existsSync(join(folder, name)) || existsSync(join(folder, 'postgres', name));
}

/** The organizations of a database, or the one asked for. */
export async function organizationsOf(
  connections: DataSource,
  asked: string | undefined,
): Promise<Result<readonly string[]>> {
  const { acrossOrganizations } = await import('#libs/store/database.js');
  const { heads } = await import('#libs/store/queries/head.js');
  const all = (await acrossOrganizations(connections, heads)).map(({ organization }) => organization);
  if (asked === undefined) return done(all);
  if (all.includes(asked)) return done([asked]);
  const remedy = all.length === 0 ? 'There is none yet.' : `There are: ${all.join(', ')}.`;
  return failed({ exit: 1, what: `there is no organization ${asked}`, remedy });
}
