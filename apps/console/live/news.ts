/** What of a new event the console needs: where it stands in the log, and whom it concerns. */
export interface News {
  readonly position: number;
  /** Null: the whole organization. */
  readonly server: string | null;
  readonly isAlert: boolean;
  readonly recordedAt: string | null;
}

/** A message of the stream as news; null where it is none. */
export function newsOf(id: string | null, data: string): News | null {
  if (id === null || !/^\d{1,15}$/.test(id)) return null;
  const event = parsed(data);
  const source = textOf(event, 'source');
  const server = /\/servers\/([^/]+)$/.exec(source ?? '')?.[1] ?? null;
  return {
    position: Number(id),
    server: server === null ? null : server.toLowerCase(),
    isAlert: textOf(event, 'stream') === 'alerts',
    recordedAt: textOf(event, 'recordedtime'),
  };
}

/** Whether an event belongs to the history of a server, or to that of the organization where none is named. */
export function concerns({ server, isAlert }: News, fqdn: string | undefined): boolean {
  if (isAlert) return false;
  if (fqdn === undefined || server === null) return true;
  const asked = fqdn.toLowerCase();
  return server === asked || server.split('.')[0] === asked || server === asked.split('.')[0];
}

const OF_ONE_SERVER = new Set(['server', 'selections']);
/** What never changes by an event, or is worked out only when somebody asks for it. */
const NEVER = new Set(['fields', 'views', 'plan', 'last-change', 'log-head']);
/** What is read while it grows: news are counted there, and nothing moves. */
const COUNTED = new Set(['timeline']);

/** Whether events concern an answer that is kept under a key at all. */
export function mayFollow(key: readonly unknown[]): boolean {
  const [name, ...about] = key;
  return typeof name === 'string' && !NEVER.has(name) && !about.some(isOfAnotherTime);
}

export type Effect = 'ask-again' | 'stale' | 'none';

/** What news do to an answer that is kept under a key. Answers of another time stay as they are. */
export function effectOn(key: readonly unknown[], news: readonly News[]): Effect {
  const [name, ...about] = key;
  if (typeof name !== 'string' || !mayFollow(key)) return 'none';
  const events = news.filter(({ isAlert }) => !isAlert);
  const isOfAlerts = name.startsWith('alert');
  if (!isOfAlerts && events.length === 0) return 'none';
  if (COUNTED.has(name)) return 'stale';
  if (!OF_ONE_SERVER.has(name)) return 'ask-again';
  const server = about.find((one) => typeof one === 'string');
  return events.some((one) => concerns(one, server)) ? 'ask-again' : 'none';
}

function isOfAnotherTime(part: unknown): boolean {
  return has(part, 'asOf') || has(part, 'knownAt');
}

function has(part: unknown, key: string): boolean {
  return typeof part === 'object' && part !== null && new Map(Object.entries(part)).get(key) !== undefined;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function textOf(event: unknown, key: string): string | null {
  if (typeof event !== 'object' || event === null) return null;
  const value: unknown = new Map(Object.entries(event)).get(key);
  return typeof value === 'string' ? value : null;
}
