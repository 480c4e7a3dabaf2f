import { Controller, Get, Head, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ConsoleFile, consoleFiles } from './console-files.js';
import { Refused } from './refused.js';

/**
 * Scripts and styles come from here alone, none stand in the page; nobody may frame it, and it sends nothing elsewhere.
 */
const CONSOLE_PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What is answered by programs. A page that asks for one of these addresses in vain is not to find the console there. */
const NOT_THE_CONSOLE = /^\/(api|assets|healthz|readyz|metrics)(\/|$)/;

/**
 * The web console. Its pages are one document that the browser makes pages of: it is the answer wherever a browser asks for a page and nothing
 * else stands there.
 */
@ApiExcludeController()
@Controller()
export class ConsoleController {
  private readonly files = consoleFiles();

  @Get('*')
  page(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const path = pathOf(request);
    const file = this.files.get(path) ?? (isPage(path, request) ? this.files.get('/index.html') : undefined);
    if (file === undefined) throw nothing(path, this.files.size > 0);
    return answer(file, request, reply);
  }

  @Head('*')
  head(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    return this.page(request, reply);
  }
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '/';
}

function isPage(path: string, { headers }: FastifyRequest): boolean {
  return path === '/' || (!NOT_THE_CONSOLE.test(path) && (headers.accept ?? '').includes('text/html'));
}

function nothing(path: string, isBuilt: boolean): Refused {
  if (path === '/' && !isBuilt)
    return new Refused('not-found', 'The web console is not built.', {
      remedy: 'Run `npm run build` and start again.',
    });
  return new Refused('not-found', 'There is nothing at this address. The requests are listed at /api/docs.');
}

function answer(file: ConsoleFile, request: FastifyRequest, reply: FastifyReply): Buffer {
  void reply.headers({
    'content-type': file.type,
    'content-security-policy': CONSOLE_PAGE,
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding, accept',
  });
  const { br, gzip, plain } = file;
  if (br !== undefined && accepts(request, 'br')) return encoded(reply, 'br', br);
  if (gzip !== undefined && accepts(request, 'gzip')) return encoded(reply, 'gzip', gzip);
  return plain;
}

function accepts({ headers }: FastifyRequest, coding: 'br' | 'gzip'): boolean {
  const codings = (headers['accept-encoding'] ?? '').toLowerCase().split(',');
  return codings.some((one) => {
    const [name, ...parameters] = one.split(';').map((part) => part.trim());
    return name === coding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}

function encoded(reply: FastifyReply, coding: 'br' | 'gzip', content: Buffer): Buffer {
  reply.header('content-encoding', coding);
  return content;
}
