import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { inOrganization } from '#libs/store/database.js';
import { eventsPage } from '#libs/store/queries/events-page.js';
import type { Caller } from './caller.js';
import { cloudEvent } from './cloud-event.js';
import type { Api } from './context.js';

const AT_ONCE = { events: 200, bytes: 4 * 1024 * 1024 };
const LOOK_AGAIN_MS = 500;
const HEARTBEAT_MS = 15_000;
/** A reader that takes nothing for so long is let go; it comes back with the position it has. */
const STALLED_MS = 30_000;
/** Streams end now and then, so that a token that was revoked does not read on for ever. */
const LONGEST_MS = 30 * 60_000;

/**
 * Sends the events of the caller's organization from after a position on, and goes on as the log grows, until the reader leaves. Positions
 * are dense, so the reader can tell that nothing is missing.
 */
export async function follow(api: Api, caller: Caller, after: number, reply: FastifyReply): Promise<void> {
  const out = begin(reply);
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const until = AbortSignal.any([gone.signal, api.stopping, AbortSignal.timeout(LONGEST_MS)]);
  let position = after;
  let lastWord = performance.now();
  try {
    while (!until.aborted) {
      const rows = await inOrganization(api.database, caller.organization, (db) =>
        eventsPage(db, caller.organization, position, AT_ONCE),
      );
      for (const row of rows) {
        if (!(await send(out, asMessage(row), until))) return;
        position = row.position;
        lastWord = performance.now();
      }
      if (performance.now() - lastWord > HEARTBEAT_MS) {
        if (!(await send(out, `: at ${position}\n\n`, until))) return;
        lastWord = performance.now();
      }
      if (rows.length === 0) await sleep(LOOK_AGAIN_MS, undefined, { signal: until }).catch(() => undefined);
    }
  } catch (error) {
    api.log.warn({ err: error, request: reply.request.id }, 'a stream ended early');
  } finally {
    out.end();
  }
}

/** The answer's head; from here on the framework has no part in it. */
function begin(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const out = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) out.setHeader(name, value);
  out.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  out.write('retry: 2000\n\n');
  return out;
}

function asMessage(row: Parameters<typeof cloudEvent>[0]): string {
  // JSON text holds no line break, so nothing that a stranger wrote can begin a line of its own here.
  return `id: ${row.position}\nevent: certfleet.${row.type}.v1\ndata: ${JSON.stringify(cloudEvent(row))}\n\n`;
}

/** False when the reader is gone or takes nothing any more. */
async function send(out: ServerResponse, text: string, until: AbortSignal): Promise<boolean> {
  if (out.destroyed || until.aborted) return false;
  if (out.write(text)) return true;
  const tooLong = AbortSignal.any([until, AbortSignal.timeout(STALLED_MS)]);
  return once(out, 'drain', { signal: tooLong }).then(
    () => true,
    () => false,
  );
}
