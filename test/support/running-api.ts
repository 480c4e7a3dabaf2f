import { pino } from 'pino';
import { migrateQueue } from '#libs/queue/migrate.js';
import { grantToken, newToken, type TokenGrant } from '#libs/store/tokens.js';
import { startApi } from '../../apps/api/api.js';
import type { ApiSettings } from '../../apps/api/config.js';
import { freshDatabase, type FreshDatabase } from './database.js';

export interface RunningTestApi extends FreshDatabase {
  readonly url: string;
  /** The administrator's. */
  readonly token: string;
  /** What was logged, a line each. */
  readonly logged: readonly string[];
  readonly ask: (path: string, options?: Asking) => Promise<Answer>;
  /** Lets a new token in. */
  readonly grant: (grant: TokenGrant) => Promise<string>;
  /** Ends the API only, as it would be ended. */
  readonly stop: () => Promise<void>;
}

export interface Asking {
  readonly method?: string;
  /** null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: NonNullable<RequestInit['body']>;
}

/** Keys of any answer that tests look into, taken on trust: what is not there fails the expectation. */
export interface AnswerBody {
  readonly ticket: string;
  readonly head: string;
  readonly state: string;
  readonly detail: string;
  readonly remedy: string;
  readonly position: number;
  readonly next: string;
  readonly total: number;
  readonly items: readonly ItemBody[];
  readonly selections: readonly ItemBody[];
  readonly errors: readonly { readonly parameter: string; readonly message: string }[];
}

export interface ItemBody {
  readonly fqdn: string;
  readonly server: string;
  readonly endpoint: string;
  readonly outcome: string;
  readonly thumbprint: string;
  readonly position: number;
  readonly what: string;
  readonly trace: readonly unknown[];
  readonly tries: readonly { readonly by: string }[];
  readonly changes: readonly { readonly endpoint: string; readonly after: { readonly thumbprint: string } }[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly json: AnswerBody;
}

/** The real API over a database of its own, on a free port of the loopback. */
export async function runningApi(settings: Partial<ApiSettings> = {}): Promise<RunningTestApi> {
  const database = await freshDatabase();
  await migrateQueue({ databaseUrl: database.ownerUrl }, 'certfleet_app');
  const token = newToken();
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
  const api = await startApi(
    { host: '127.0.0.1', port: 0, databaseUrl: database.appUrl, administratorToken: token, ...settings },
    log,
  );
  let running = true;
  const stop = async () => {
    if (running) await api.close();
    running = false;
  };
  return {
    ...database,
    url: api.url,
    token,
    logged,
    stop,
    ask: (path, options = {}) => asked(`${api.url}${path}`, { token, ...options }),
    async grant(grant) {
      const fresh = newToken();
      await grantToken(database.db, fresh, grant);
      return fresh;
    },
    async close() {
      await stop();
      await database.close();
    },
  };
}

async function asked(url: string, { method, token, headers, body }: Asking): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(token == null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) as AnswerBody };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
