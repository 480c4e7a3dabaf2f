import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** One JSON line each on stderr. Tokens and bodies never stand in it. */
export function openLog(level: string): Logger {
  return pino(
    {
      name: 'api',
      level,
      base: null,
      redact: { paths: ['req.headers', 'headers', '*.authorization', '*.token', '*.password'], censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** What Nest has to say, through the same log. Its start-up lines are for whoever debugs it. */
export function nestLog(log: Logger): LoggerService {
  return {
    log: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
    debug: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
    verbose: (message: unknown, context?: unknown) => log.trace({ context }, String(message)),
    warn: (message: unknown, context?: unknown) => log.warn({ context }, String(message)),
    error: (message: unknown, stack?: unknown) => log.error({ stack }, String(message)),
    fatal: (message: unknown, stack?: unknown) => log.fatal({ stack }, String(message)),
  };
}
