import { quoteSchemaName, runMigrations } from 'bullmq';
import { Client } from 'pg';
import { QUEUE_SCHEMA, type QueueSettings } from './connection.js';

/**
 * Brings the queue's own schema up to date. Run by the owner of the database beside the other migrations; safe to run by several starters at
 * once, and a second time. With Redis there is nothing to migrate.
 *
 * @param settings `databaseUrl` of a role that may create a schema.
 * @param servedBy the role under which the queue is used; it may use the schema's tables and functions, and make the
 *   sequences and temporary tables that the queue's own functions make as they go.
 */
export async function migrateQueue(settings: QueueSettings, servedBy?: string): Promise<void> {
  if (settings.queueUrl?.startsWith('redis')) return;
  const client = new Client({ connectionString: settings.databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    if (servedBy !== undefined) await client.query(grants(quoteSchemaName(servedBy)));
  } finally {
    await client.end();
  }
}

function grants(role: string): string {
  return `
    do $$ begin execute format('grant temporary on database %I to ${role}', current_database()); end $$;
    grant usage, create on schema ${QUEUE_SCHEMA} to ${role};
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${role};
    grant usage, select, update on all sequences in schema ${QUEUE_SCHEMA} to ${role};
    grant execute on all functions in schema ${QUEUE_SCHEMA} to ${role};`;
}
