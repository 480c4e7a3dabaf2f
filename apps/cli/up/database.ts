import type { Config } from '../config.js';

/** The database that `up` works with. */
export interface Database {
  /** How it is named to people, without secrets. */
  readonly name: string;
  readonly ownerUrl: string;
  /** What the services connect with: the role of the application. */
  readonly serviceUrl: string;
  readonly stop: () => Promise<void>;
}

/** Opens the database of `DATABASE_URL`, or starts the embedded PostgreSQL of the data folder. */
export async function openUpDatabase(config: Config, dataFolder: string): Promise<Database> {
  const { applicationUrl } = await import('#libs/store/database.js');
  if (config.databaseUrl !== undefined) {
    return {
      name: `${withoutSecrets(config.databaseUrl)} (DATABASE_URL)`,
      ownerUrl: config.environment['MIGRATION_DATABASE_URL'] ?? config.databaseUrl,
      serviceUrl: applicationUrl(config.databaseUrl),
      stop: () => Promise.resolve(),
    };
  }
  const { startEmbedded } = await import('#libs/store/embedded-postgres.js');
  const embedded = await startEmbedded({ dataDir: dataFolder });
  return {
    name: `embedded PostgreSQL in ${embedded.home}${embedded.adopted ? ', still running from before' : ''}`,
    ownerUrl: embedded.ownerUrl,
    serviceUrl: applicationUrl(embedded.appUrl),
    stop: () => embedded.stop(),
  };
}

/** A database's address as it may be shown: no password, no options. */
export function withoutSecrets(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url.replace('@/', '@local/'));
    return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
  } catch {
    return 'an address that is not a URL';
  }
}

/** Brings the schema and the queue's own up to date; says which migrations ran. */
export async function prepareDatabase(database: Database, queueUrl: string | undefined): Promise<readonly string[]> {
  const { APPLICATION_ROLE, migrate } = await import('#libs/store/database.js');
  const { migrateQueue } = await import('#libs/queue/migrate.js');
  const ran = await migrate(database.ownerUrl);
  await migrateQueue({ databaseUrl: database.ownerUrl, queueUrl }, APPLICATION_ROLE);
  return ran;
}
