import { Client } from 'pg';

/** The channel on which an append says that there is news. */
const CHANNEL = 'certfleet';
const RECONNECT_MS = 2_000;

export interface Hints {
  readonly close: () => Promise<void>;
}

/**
 * Calls `news` when an append says that there is some. Only a hint: what is lost while the connection is down is found by looking. Connects
 * again by itself.
 */
export function listenForHints(databaseUrl: string, news: () => void, onError: (error: Error) => void): Hints {
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const again = (error: Error) => {
    if (closed) return;
    client = null;
    onError(error);
    clearTimeout(timer);
    timer = setTimeout(connect, RECONNECT_MS);
  };
  const connect = () => {
    const fresh = new Client({ connectionString: databaseUrl, keepAlive: true, application_name: 'certfleet hints' });
    client = fresh;
    const lost = (error: Error) => {
      if (client === fresh) again(error);
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost(new Error('the connection ended')));
    fresh.on('notification', news);
    // news that came while nobody listened
    fresh
      .connect()
      .then(() => fresh.query(`listen ${CHANNEL}`))
      .then(news, lost);
  };
  connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
