import { createHash, timingSafeEqual } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OrganizationName } from './params.js';
import { Refused } from './refused.js';

export type Role = 'administrator' | 'reader' | 'collector';

/** Who asks, and for which organization. */
export interface Caller {
  readonly organization: string;
  readonly name: string;
  readonly role: Role;
  /** May open an organization by writing to it for the first time. */
  readonly opensOrganizations: boolean;
  /** The only servers that this caller may speak of, in lower case; null: every server. */
  readonly servers: readonly string[] | null;
}

/** What a token stands for. */
export interface Credential {
  readonly name: string;
  readonly role: Role;
  /** Null: every organization. */
  readonly organization: string | null;
  readonly servers: readonly string[] | null;
}

const DEFAULT_ORGANIZATION = 'default';

const callers = new WeakMap<FastifyRequest, Caller>();
const scraped = new WeakMap<FastifyRequest, string | null>();

/** The caller of this request, as a parameter of a controller's method. */
export const WhoAsks = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Refused('unauthenticated', 'This request bears no token.');
  return caller;
});

/** The organization whose metrics are asked for; null: every one, which only who has them all may ask. */
export function scrapedOrganization(request: FastifyRequest): string | null {
  const organization = scraped.get(request);
  if (organization === undefined) throw new Refused('unauthenticated', 'This request bears no token.');
  return organization;
}

/**
 * Asks for a token before anything else of a request is read, everywhere but where nothing of an organization can be seen. `/metrics` is also
 * open to the machine itself.
 *
 * @param credentialOf what a token stands for, or null.
 */
export function askForTokens(
  server: FastifyInstance,
  credentialOf: (token: string) => Promise<Credential | null>,
): void {
  server.addHook('onRequest', async (request) => {
    const path = pathOf(request);
    if (!isGuarded(path)) return;
    if (path === '/metrics' && isTheMachineItself(request)) {
      scraped.set(request, askedOrganization(request));
      return;
    }
    const token = bearerOf(request);
    const credential = token === null ? null : await credentialOf(token);
    if (credential === null) throw noToken(token !== null);
    if (!allows(credential, request.method, path)) throw notAllowed(`${request.method} ${path}`);
    const asked = askedOrganization(request);
    callers.set(request, callerOf(credential, asked));
    scraped.set(request, credential.organization ?? asked);
  });
}

/**
 * Readers read; what people are told, and what becomes of the quarantine, is decided by administrators; collectors send and ask what became of it; keys and the log as a whole are
 * for administrators.
 */
function allows({ role }: Credential, method: string, path: string): boolean {
  if (role === 'administrator') return true;
  if (path === '/api/v1/log' || path.startsWith('/api/v1/keys')) return false;
  if (path.startsWith('/api/v1/quarantine')) return role === 'reader' && method === 'GET';
  if (path.startsWith('/api/v1/alerts')) return role === 'reader' && method === 'GET';
  if (path === '/api/v1/tickets/:ticket' || path === '/api/v1/tickets') return true;
  // A plan changes nothing: asking for one is reading, whatever the method.
  if (path === '/api/v1/plans') return role === 'reader';
  return role === 'collector' ? method === 'POST' : method === 'GET';
}

/** The address as the router sees it: no escape and no doubled slash leads around the guard. */
function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '';
}

function isGuarded(path: string): boolean {
  return path.startsWith('/api/v1') || path === '/metrics';
}

const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Not a stranger whom a proxy on this machine lets in, nor a page in a browser that was given this machine's address for its own name. */
function isTheMachineItself({ headers, socket }: FastifyRequest): boolean {
  if (
    headers.authorization !== undefined ||
    headers['x-forwarded-for'] !== undefined ||
    headers.forwarded !== undefined
  )
    return false;
  if (!OWN_NAMES.test(headers.host ?? '')) return false;
  return socket.remoteAddress === '::1' || /^(::ffff:)?127\./.test(socket.remoteAddress ?? '');
}

function bearerOf(request: FastifyRequest): string | null {
  const found = /^Bearer +([\x20-\x7e]{1,1024})$/i.exec(request.headers.authorization?.trim() ?? '');
  return found?.[1] ?? null;
}

function askedOrganization(request: FastifyRequest): string | null {
  const query: unknown = request.query;
  if (typeof query !== 'object' || query === null || !('organization' in query)) return null;
  const name = OrganizationName.safeParse(query.organization);
  if (name.success) return name.data;
  throw new Refused('bad-request', 'The organization is not a name.', {
    errors: [{ parameter: 'organization', message: name.error.issues[0]?.message ?? 'not a name' }],
  });
}

function callerOf(credential: Credential, asked: string | null): Caller {
  const { name, role, servers, organization } = credential;
  if (organization !== null && asked !== null && asked !== organization)
    throw notAllowed(`asking for the organization ${asked}`);
  return {
    name,
    role,
    servers,
    organization: organization ?? asked ?? DEFAULT_ORGANIZATION,
    opensOrganizations: role === 'administrator' && organization === null,
  };
}

function noToken(wrong: boolean): Refused {
  return new Refused('unauthenticated', wrong ? 'This token is not known.' : 'This request bears no token.', {
    remedy:
      'Send the header `Authorization: Bearer TOKEN`; `certfleet up` keeps its token in the file `token` of its data folder.',
  });
}

function notAllowed(what: string): Refused {
  return new Refused('forbidden', `This token does not allow ${what}.`);
}

/** Compares in a time that tells nothing about where two texts differ. */
export function isSameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(digest(given), digest(kept));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
