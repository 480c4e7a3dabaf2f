import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Limits } from './config.js';
import { Refused } from './refused.js';

/** Room for the names and boundaries that a multipart body puts around its file. */
const ENVELOPE = 64 * 1024;

/** The HTTP server: how long a stranger may take, how much he may send, and what every answer says of itself. */
export function openHttp(limits: Limits, log: Logger): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: Math.max(limits.importBytes, limits.eventsBytes) + ENVELOPE,
    requestTimeout: 60_000,
    connectionTimeout: 0,
    keepAliveTimeout: 65_000,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    http: { maxHeaderSize: 16 * 1024, headersTimeout: 15_000 },
  });
  const server = adapter.getInstance<FastifyInstance>();
  server.server.maxConnections = limits.connections;
  takeBodiesAsBytes(server);
  server.addHook('onRequest', sayWhatEveryAnswerSays);
  server.addHook('onResponse', (request, reply, done) => {
    const { method, id, routeOptions } = request;
    log.info(
      {
        request: id,
        method,
        route: routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
    done();
  });
  return adapter;
}

/** What a body is is decided by its content, by the code that decodes it. */
function takeBodiesAsBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

const ANSWERS_ARE_DATA = "default-src 'none'; frame-ancestors 'none'";
const REFERENCE_PAGE =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

function sayWhatEveryAnswerSays(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  void reply.headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': request.url.startsWith('/api/docs') ? REFERENCE_PAGE : ANSWERS_ARE_DATA,
  });
  done();
}

/**
 * Holds the memory that all bodies together may take: a request that would pass it is told to come back. Small ones have an eighth of it for
 * themselves, on top, so that none of them waits for large ones. A body of unknown length counts as the largest that is taken.
 */
export function limitBodies(server: FastifyInstance, limits: Limits): void {
  const large = { held: 0, most: limits.bodiesBytes };
  const small = { held: 0, most: limits.bodiesBytes / 8 };
  server.addHook('onRequest', (request, reply, done) => {
    const size = announced(request, limits);
    if (size === 0) return done();
    const limit = largest(request, limits);
    if (size > limit) return done(tooLarge(limit));
    const budget = size <= small.most / SMALL_BODIES ? small : large;
    if (budget.held + size > budget.most && budget.held > 0) return done(tooMuchAtOnce());
    budget.held += size;
    // Of the answer, not of the request: what was received is in memory until it is answered, or the sender has gone.
    reply.raw.once('close', () => (budget.held -= size));
    done();
  });
}

/** So many small bodies at least can be held at once: by default those of up to 256 KB, which the decoder reads on a thread of their own. */
const SMALL_BODIES = 48;

function tooMuchAtOnce(): Refused {
  return new Refused('busy', 'Too many bytes are being received at once.', {
    remedy: 'Send it again in a moment.',
    retryAfter: 2,
  });
}

function largest(request: FastifyRequest, limits: Limits): number {
  return request.url.startsWith('/api/v1/events') ? limits.eventsBytes : limits.importBytes + ENVELOPE;
}

function announced(request: FastifyRequest, limits: Limits): number {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  if (Number.isFinite(length)) return length;
  if (request.headers['transfer-encoding'] === undefined) return 0;
  return largest(request, limits);
}

export function tooLarge(limit: number): Refused {
  return new Refused('too-large', `This request takes at most ${limit} bytes.`, {
    remedy: 'Send it in several parts.',
  });
}
