import type { Server } from 'node:http';
import { type INestApplication, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { SwaggerModule } from '@nestjs/swagger';
import { openDatabase } from '#libs/store/database.js';
import { openIngestQueue } from '#libs/queue/queue.js';
import { sendThrough } from '../delivering.js';
import { NO_DELIVERY_SETTINGS } from '../delivery-settings.js';
import { openDecoder } from '../decoder/decoder.js';
import { ApiModule } from './api.module.js';
import { askForTokens } from './caller.js';
import { type ApiSettings, DEFAULT_LIMITS } from './config.js';
import type { Api } from './context.js';
import { credentials } from './credentials.js';
import { limitBodies, openHttp } from './http.js';
import { nothingKept } from './kept-now.js';
import { nestLog, openLog } from './log.js';
import { openApiDocument } from './openapi.js';
import { refusedParameters } from './refused-parameters.js';
import { ProblemFilter } from './problem.filter.js';

export interface RunningApi {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Ends streams, lets answers in hand finish, closes connections and threads. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the API over a migrated database.
 *
 * @throws when the address is taken (`EADDRINUSE`) or the database or the queue cannot be reached; nothing is left open then.
 */
export async function startApi(
  settings: ApiSettings,
  log: Logger = openLog(settings.logLevel ?? 'info'),
): Promise<RunningApi> {
  const stop = new AbortController();
  const { api, release } = await openResources(settings, log, stop.signal);
  const close = async (app: INestApplication | null) => {
    stop.abort();
    const hurried = app === null ? null : letConnectionsGo(app.getHttpServer());
    await app?.close();
    hurried?.();
    await release();
  };
  let app: INestApplication | null = null;
  try {
    app = await assemble(api, settings);
    await app.listen(settings.port, settings.host);
    const url = addressOf(app, settings);
    log.info({ url }, 'listening');
    const running = app;
    return { url, close: () => close(running) };
  } catch (error) {
    await close(app);
    throw error;
  }
}

const LAST_ANSWERS_MS = 10_000;

/**
 * A connection that was in use when the server began to close would be kept alive for a minute after its answer. So idle ones are closed as
 * they become idle, and what is not answered in ten seconds is cut off.
 */
function letConnectionsGo(server: Server): () => void {
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const all = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  return () => {
    clearInterval(idle);
    clearTimeout(all);
  };
}

async function openResources(settings: ApiSettings, log: Logger, stopping: AbortSignal) {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const database = await openDatabase(settings.databaseUrl);
  const onError = (error: Error) => log.warn({ err: error }, 'the queue had an error; it goes on by itself');
  const queue = await openIngestQueue({
    databaseUrl: settings.databaseUrl,
    queueUrl: settings.queueUrl,
    onError,
  }).catch(async (error: unknown) => {
    await database.destroy();
    throw error;
  });
  const decoder = openDecoder({ threads: limits.decodeThreads, deadlineMs: limits.decodeMilliseconds });
  const delivery = settings.delivery ?? NO_DELIVERY_SETTINGS;
  const api: Api = {
    keys: delivery.keys,
    send: sendThrough(delivery, stopping),
    database,
    databaseUrl: settings.databaseUrl,
    queue,
    decoder,
    limits,
    kept: nothingKept(),
    log,
    stopping,
    now: () => new Date(),
  };
  const release = async () => {
    await Promise.allSettled([decoder.close(), queue.close()]);
    await database.destroy();
  };
  return { api, release };
}

async function assemble(api: Api, settings: ApiSettings): Promise<INestApplication> {
  const http = openHttp(api.limits, api.log);
  const server = http.getInstance<FastifyInstance>();
  askForTokens(server, credentials(api, settings.administratorToken));
  limitBodies(server, api.limits);
  const app = await NestFactory.create(ApiModule.over(api), http, {
    bodyParser: false,
    logger: nestLog(api.log),
    abortOnError: false,
  });
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: refusedParameters }));
  app.useGlobalFilters(new ProblemFilter(api.log));
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: 'api/openapi.json',
  });
  return app;
}

function addressOf(app: INestApplication, { host }: ApiSettings): string {
  const address: unknown = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null && 'port' in address ? String(address.port) : '';
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
