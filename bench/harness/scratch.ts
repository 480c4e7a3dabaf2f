import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrateQueue } from '#libs/queue/migrate.js';
import { migrate } from '#libs/store/database.js';
import { startEmbedded } from '#libs/store/embedded-postgres.js';
import { postgresTime, type PostgresTime } from './processor-time.js';

/** Addresses of one database of the scratch server. */
export interface ScratchDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly superuserUrl: string;
}

/** A PostgreSQL of its own, durable as in earnest, with a migrated database that others are copied from. */
export interface Scratch extends ScratchDatabase {
  readonly time: PostgresTime;
  /** Another database like the first one is now. Nobody may be connected to the first one. */
  readonly copy: (name: string) => Promise<ScratchDatabase>;
  /** What bears on the figures. */
  readonly settings: Readonly<Record<string, string>>;
}

const SETTINGS = ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers', 'max_wal_size', 'jit'];

/** @param smoke gives up durability, to be done sooner. */
export async function withScratch<T>(smoke: boolean, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'certfleet-bench-'));
  try {
    const server = await startEmbedded({ dataDir: folder, sync: !smoke });
    try {
      await migrate(server.ownerUrl);
      await migrateQueue({ databaseUrl: server.ownerUrl }, 'certfleet_app');
      const superuserUrl = server.superuserUrl.replace('@/postgres?', '@/certfleet?');
      const urls = { ownerUrl: server.ownerUrl, appUrl: server.appUrl, superuserUrl };
      const settings = await asking(superuserUrl, settingsOf);
      return await work({
        ...urls,
        settings,
        time: postgresTime(server.pid),
        copy: async (name) => {
          await asking(server.superuserUrl, (client) =>
            client.query(`create database ${name} template certfleet owner certfleet_owner`),
          );
          const renamed = (url: string) => url.replace('@/certfleet?', `@/${name}?`);
          return {
            ownerUrl: renamed(urls.ownerUrl),
            appUrl: renamed(urls.appUrl),
            superuserUrl: renamed(superuserUrl),
          };
        },
      });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function settingsOf(client: Client): Promise<Readonly<Record<string, string>>> {
  const settings: Record<string, string> = {};
  for (const name of SETTINGS) {
    const { rows } = await client.query<Record<string, string>>(`show ${name}`);
    settings[name] = rows[0]?.[name] ?? '';
  }
  return settings;
}

/** One connection for some statements. */
export async function asking<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
