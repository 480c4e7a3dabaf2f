import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { applicationUrl, openDatabase } from '#libs/store/database.js';

export interface FreshDatabase {
  /** Connections of the application's role. */
  readonly db: DataSource;
  readonly name: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  close(): Promise<void>;
}

/** A database of this test file alone, cloned from the migrated template. Close it in afterAll. */
export async function freshDatabase(poolSize = 10): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = address('CERTFLEET_TEST_OWNER_URL');
  await statement(template, `create database ${name} template certfleet strategy file_copy`, 'postgres');
  // What the migration did to the database itself is not cloned.
  await statement(template, `revoke temporary on database ${name} from public`, 'postgres');
  const appUrl = applicationUrl(named(address('CERTFLEET_TEST_APP_URL'), name));
  const db = await openDatabase(appUrl, poolSize);
  return {
    db,
    name,
    appUrl,
    ownerUrl: named(template, name),
    superuserUrl: named(address('CERTFLEET_TEST_SUPERUSER_URL'), name),
    async close() {
      await db.destroy();
      // A vacuum of the server may be at work in it, which only a superuser can end.
      await statement(address('CERTFLEET_TEST_SUPERUSER_URL'), `drop database ${name} with (force)`, 'postgres');
    },
  };
}

function address(variable: string): string {
  const url = process.env[variable];
  if (url === undefined) throw new Error(`${variable} is not set: the global set-up of the tests starts the database.`);
  return url;
}

function named(url: string, database: string): string {
  return url.replace(/@\/[^?]*/, `@/${database}`);
}

async function statement(url: string, sql: string, database: string): Promise<void> {
  const client = new Client({ connectionString: named(url, database) });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
