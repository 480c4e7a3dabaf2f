import { createPostgresBackend, createRedisBackend, type QueueOptions } from 'bullmq';
import { Pool } from 'pg';

/** Where the queue lives: in the database, or in Redis when `queueUrl` says so. */
export interface QueueSettings {
  /** `postgres://…`: the schema `bullmq` of this database holds the queue unless `queueUrl` is given. */
  readonly databaseUrl: string;
  /** `redis://…` or `rediss://…` */
  readonly queueUrl?: string | undefined;
  /** Told of every error of a connection; the queue goes on by itself. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export const QUEUE_SCHEMA = 'bullmq';

/** Hash-tagged, so that one queue's keys share a slot of a Redis Cluster. */
const REDIS_PREFIX = '{certfleet}';

/** What every Queue and Worker is built with: its options and the backend that takes them. */
export interface Backing {
  readonly options: QueueOptions;
  readonly factory: typeof createRedisBackend;
  /** Ends what the instance does not end itself; after the instance is closed. */
  readonly close: () => Promise<void>;
}

/**
 * The one place that decides where the queue lives.
 *
 * The backend is handed to each instance rather than set for the whole process, so that one process may speak to both. Each instance has its
 * own small pool; pg's default of ten connections apiece would use up the server.
 */
export function backing(settings: QueueSettings, role: 'producer' | 'consumer'): Backing {
  return settings.queueUrl?.startsWith('redis') ? inRedis(settings.queueUrl, role) : inPostgres(settings.databaseUrl);
}

function inPostgres(databaseUrl: string): Backing {
  const { connectionString, options } = withoutOptions(databaseUrl);
  // Two for the work and one that listens. The pool is ours, because a connection that BullMQ takes from a pool of its own has no error
  // listener while it is out: a server that goes away at that moment would end the process.
  const pool = new Pool({
    connectionString,
    options: [options, `-c search_path=${QUEUE_SCHEMA}`].filter(Boolean).join(' '),
    application_name: 'certfleet queue',
    max: 3,
    keepAlive: true,
  });
  pool.on('connect', (client) => client.on('error', QUIET)); // whoever waits for the connection is told by its query
  // BullMQ types its options for Redis alone; its PostgreSQL backend takes a pool from the same key.
  return {
    options: { connection: pool as never },
    factory: createPostgresBackend as unknown as typeof createRedisBackend,
    close: () => pool.end(),
  };
}

const QUIET = () => undefined;

/** The `options` of an address are joined with ours; those in the address itself would overrule them. */
function withoutOptions(databaseUrl: string): { readonly connectionString: string; readonly options?: string } {
  const [address = databaseUrl, query] = databaseUrl.split('?');
  const parameters = new URLSearchParams(query);
  const options = parameters.get('options');
  parameters.delete('options');
  const rest = [...parameters].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return { connectionString: rest === '' ? address : `${address}?${rest}`, ...(options !== null && { options }) };
}

function inRedis(queueUrl: string, role: 'producer' | 'consumer'): Backing {
  const url = new URL(queueUrl);
  const connection = {
    host: url.hostname,
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
    // A consumer waits for Redis as long as it takes; a producer must not, because the inbox already holds the work.
    ...(role === 'consumer' ? { maxRetriesPerRequest: null } : { maxRetriesPerRequest: 1, enableOfflineQueue: true }),
  };
  return { options: { connection, prefix: REDIS_PREFIX }, factory: createRedisBackend, close: () => Promise.resolve() };
}
