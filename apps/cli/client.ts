import type { Connection } from './connection.js';
import { done, failed, type Failure, type Result } from './failure.js';

export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** What an answer must have to be the one that was asked for. */
export type Shape<T> = (value: unknown) => value is T;

export interface Body {
  readonly bytes: Uint8Array;
  readonly type: string;
}

const PATIENCE = 60_000;

/**
 * Asks one question of the API, or sends something to it.
 *
 * @param path below `/api/v1`, its parts encoded
 */
export async function ask<T>(connection: Connection, request: Request, shape: Shape<T>): Promise<Result<T>> {
  const response = await sent(connection, request, 'application/json');
  return response.ok ? answerOf(response.value, shape) : response;
}

/** The same for an answer that is no JSON, such as a calendar. */
export async function askText(connection: Connection, request: Request): Promise<Result<string>> {
  const response = await sent(connection, request, 'text/*');
  if (!response.ok) return response;
  const { status, ok, text, url } = response.value;
  return ok ? done(text) : failed(refusal(status, parsed(text), url));
}

interface Request {
  readonly path: string;
  readonly query?: Parameters;
  readonly body?: Body;
  /** Without it GET, or POST where there is a body. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Milliseconds. */
  readonly patience?: number;
}

interface Sent {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
  readonly url: URL;
}

async function sent(connection: Connection, request: Request, accept: string): Promise<Result<Sent>> {
  const url = new URL(`api/v1/${request.path}`, `${connection.url.href.replace(/\/?$/, '/')}`);
  for (const [key, value] of Object.entries({ organization: connection.organization, ...request.query }))
    if (value !== undefined) url.searchParams.set(key, String(value));
  try {
    const response = await fetch(url, {
      method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
      headers: {
        accept,
        ...(connection.token === null ? {} : { authorization: `Bearer ${connection.token}` }),
        ...(request.body === undefined
          ? {}
          : { 'content-type': request.body.type, 'certfleet-sent-at': new Date().toISOString() }),
      },
      ...(request.body === undefined ? {} : { body: request.body.bytes }),
      redirect: 'error',
      signal: AbortSignal.timeout(request.patience ?? PATIENCE),
    });
    return done({ ok: response.ok, status: response.status, text: await response.text(), url });
  } catch (error) {
    return failed(unreachable(url, error, request.patience));
  }
}

function answerOf<T>({ ok, status, text, url }: Sent, shape: Shape<T>): Result<T> {
  const value = parsed(text);
  if (!ok) return failed(refusal(status, value, url));
  if (shape(value)) return done(value);
  return failed({
    exit: 69,
    what: 'what answers there is not Certfleet, or a version that this command line does not understand',
    where: url.origin,
    remedy: 'Name the right address with --url or CERTFLEET_URL.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(url: URL, error: unknown, patience = PATIENCE): Failure {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { exit: 69, what: `no answer within ${patience / 1000} seconds`, where: url.origin };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return {
    exit: 69,
    what: `no Certfleet answers (${code})`,
    where: url.origin,
    remedy: 'Start it with `certfleet up`, or name another with --url or CERTFLEET_URL.',
  };
}

/** A problem document (RFC 9457) as a failure of the call. */
function refusal(status: number, problem: unknown, url: URL): Failure {
  const detail = field(problem, 'detail') ?? field(problem, 'title') ?? `the server answered ${status}`;
  if (status === 401 || status === 403) {
    const remedy = 'Set CERTFLEET_TOKEN, or name the data folder of the running Certfleet with --data.';
    return { exit: 77, what: detail, where: url.origin, remedy };
  }
  const what = [detail, ...faults(problem, detail)].join(' ');
  const excerpt = excerptOf(problem);
  const where = excerpt === undefined ? field(problem, 'place') : undefined;
  const remedy = field(problem, 'remedy');
  const kind = /^urn:certfleet:problem:(.+)$/.exec(field(problem, 'type') ?? '')?.[1];
  return {
    exit: status >= 500 || status === 404 ? 1 : 64,
    what,
    ...told({ problem: kind, where, remedy }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** Of a query that cannot be read: the line, and where in it. */
function excerptOf(problem: unknown): Failure['excerpt'] {
  if (typeof problem !== 'object' || problem === null || !('errors' in problem) || !Array.isArray(problem.errors))
    return undefined;
  const [fault]: unknown[] = problem.errors;
  const line = field(fault, 'text');
  const column: unknown = typeof fault === 'object' && fault !== null ? Reflect.get(fault, 'column') : undefined;
  return line === undefined || typeof column !== 'number' || column < 1 ? undefined : { line, column };
}

/** What the problem says of these; what it does not say is left away. */
function told(parts: Readonly<Record<'problem' | 'where' | 'remedy', string | undefined>>): Partial<Failure> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

const MOST_FAULTS = 5;
/** Such a sentence says by itself what it is about. */
const NAMES_AN_OPTION = / --[a-z]/;

/** What else is wrong beside the detail, each with its place. */
function faults(problem: unknown, detail: string): string[] {
  if (typeof problem !== 'object' || problem === null || !('errors' in problem) || !Array.isArray(problem.errors))
    return [];
  const told = problem.errors.slice(0, MOST_FAULTS).flatMap((fault: unknown) => {
    const message = field(fault, 'message');
    if (message === undefined || detail.includes(message)) return [];
    if (NAMES_AN_OPTION.test(message)) return [message];
    const place = field(fault, 'parameter') ?? field(fault, 'place');
    return [place === undefined ? message : `${place}: ${message}`];
  });
  return [...new Set(told)];
}

function field(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
