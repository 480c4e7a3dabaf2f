import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isDatabaseAway } from '#libs/store/database-away.js';
import { type RefusalKind, Refused } from './refused.js';

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly [extension: string]: unknown;
}

const STATUS: Record<RefusalKind, { readonly status: number; readonly title: string }> = {
  'bad-request': { status: 400, title: 'The request cannot be understood' },
  unauthenticated: { status: 401, title: 'A token is needed' },
  forbidden: { status: 403, title: 'This token may not do that' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'This is taken' },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'This kind of body is not taken here' },
  unprocessable: { status: 422, title: 'The content is not acceptable' },
  'private-key': { status: 422, title: 'Private keys are not taken' },
  busy: { status: 503, title: 'Too much at once' },
  'not-ready': { status: 503, title: 'Not ready' },
  'projection-behind': { status: 504, title: 'The projection has not come so far yet' },
};

const KIND_OF_STATUS: Readonly<Record<number, RefusalKind>> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
  422: 'unprocessable',
  503: 'busy',
};

/** Makes a problem document of whatever ended a request. A fault of ours is logged whole and told as a request id only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(caught: unknown, host: ArgumentsHost): void {
    const thrown = isDatabaseAway(caught) ? DATABASE_AWAY : caught;
    if (thrown === DATABASE_AWAY) this.log.error({ err: caught }, 'the database is away');
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    const problem = problemOf(thrown, request);
    if (problem.status >= 500 && !(thrown instanceof Refused))
      this.log.error({ err: thrown, request: request.id }, 'request failed');
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="certfleet"');
    if (thrown instanceof Refused && thrown.details.retryAfter !== undefined)
      reply.header('retry-after', String(thrown.details.retryAfter));
    void reply.status(problem.status).header('content-type', 'application/problem+json; charset=utf-8').send(problem);
  }
}

const DATABASE_AWAY = new Refused(
  'not-ready',
  'The database does not answer. What was sent may have been stored or not.',
  {
    remedy: 'Send it again in a moment: nothing is recorded twice.',
    retryAfter: 2,
  },
);

export function problemOf(thrown: unknown, request: Pick<FastifyRequest, 'id' | 'url'>): Problem {
  const instance = `urn:certfleet:request:${request.id}`;
  if (thrown instanceof Refused) {
    const { remedy, errors, index, place, position } = thrown.details;
    return {
      type: `urn:certfleet:problem:${thrown.kind}`,
      ...STATUS[thrown.kind],
      detail: thrown.detail,
      instance,
      ...given({ remedy, errors, index, place, position }),
    };
  }
  const status = statusOf(thrown);
  const kind = KIND_OF_STATUS[status];
  if (kind !== undefined) {
    return {
      type: `urn:certfleet:problem:${kind}`,
      title: STATUS[kind].title,
      status,
      detail: detailOf(thrown, kind),
      instance,
    };
  }
  if (status >= 400 && status < 500) {
    return {
      type: 'about:blank',
      title: 'The request was refused',
      status,
      detail: detailOf(thrown, 'bad-request'),
      instance,
    };
  }
  const detail = 'This is a fault of ours; the log of the server says more under this request id.';
  return { type: 'urn:certfleet:problem:fault', title: 'Certfleet failed', status: 500, detail, instance };
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Faults of the framework's own carry their status on the error; everything else is ours. */
function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'statusCode' in thrown &&
    typeof thrown.statusCode === 'number'
  ) {
    return thrown.statusCode;
  }
  return 500;
}

function detailOf(thrown: unknown, kind: RefusalKind): string {
  if (kind === 'not-found') return 'There is nothing at this address. The requests are listed at /api/docs.';
  if (kind === 'too-large') return 'The body is larger than this request takes.';
  if (!(thrown instanceof Error)) return STATUS[kind].title;
  return thrown.message === '' ? STATUS[kind].title : thrown.message;
}
