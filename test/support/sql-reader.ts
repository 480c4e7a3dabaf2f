import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { FreshDatabase } from './database.js';

/** A login that reads the SQL views, as an administrator makes it. */
export interface SqlReader {
  readonly role: string;
  query<Row = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Ends the session and takes the role away. */
  close(): Promise<void>;
}

/** Runs statements as somebody, in a session of its own. */
export async function asWhom<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A login with these organizations. Roles belong to the whole server, so its name is its own. */
export async function sqlReader(fresh: FreshDatabase, organizations: readonly string[]): Promise<SqlReader> {
  const role = `reader_${randomBytes(6).toString('hex')}`;
  await asWhom(fresh.superuserUrl, async (superuser) => {
    await superuser.query(`create role ${role} login password 'secret'`);
    await superuser.query(`grant certfleet_reader to ${role}`);
    for (const organization of organizations)
      await superuser.query('insert into certfleet.reader (organization, role) values ($1, $2)', [organization, role]);
  });
  const client = new Client({ connectionString: loginUrl(fresh, role) });
  await client.connect();
  return {
    role,
    async query<Row>(sql: string, parameters: readonly unknown[] = []) {
      const { rows } = await client.query(sql, [...parameters]);
      return rows as Row[];
    },
    async close() {
      await client.end();
      await asWhom(fresh.superuserUrl, async (superuser) => {
        await superuser.query(`drop owned by ${role}`);
        await superuser.query(`drop role ${role}`);
      });
    },
  };
}

/** The address of the database for a role whose password is `secret`. */
export function loginUrl(fresh: FreshDatabase, role: string): string {
  return fresh.superuserUrl.replace(/\/\/[^@]*@/, `//${role}:secret@`);
}
