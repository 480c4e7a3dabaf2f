import type { Socket } from 'node:net';
import type { Limits } from './limits.js';
import type { DialogueFault } from './outcome.js';

/** The next line without its end, or why there is none. */
export type Heard = { readonly ok: true; readonly line: Buffer } | Unheard;
export interface Unheard {
  readonly ok: false;
  readonly fault: DialogueFault;
  /** What had come of the line. */
  readonly line: Buffer;
}

/** A conversation in lines with somebody who may be hostile. */
export interface Talk {
  readonly hear: () => Promise<Heard>;
  readonly say: (line: string) => void;
  /** Stops listening, and hands over what came and was not heard. */
  readonly end: () => Buffer;
}

const LF = 0x0a;
const NOTHING = Buffer.alloc(0);

/**
 * Listens to a connection line by line. Keeps no more than one line and what came behind it; a line, and everything together, may be so long
 * and no longer. When `over` aborts, whoever listens is told that it was too slow.
 */
export function openTalk(socket: Socket, limits: Limits, over: AbortSignal): Talk {
  let unheard: Buffer = NOTHING;
  let taken = 0;
  let fault: DialogueFault | null = null;
  let waiting: ((heard: Heard) => void) | null = null;

  const next = (): Heard | null => {
    const end = unheard.subarray(0, limits.longestLine).indexOf(LF);
    if (end >= 0) {
      const line = unheard.subarray(0, unheard[end - 1] === 0x0d ? end - 1 : end);
      unheard = unheard.subarray(end + 1);
      return { ok: true, line };
    }
    const why = unheard.length >= limits.longestLine ? 'line-too-long' : fault;
    return why === null ? null : { ok: false, fault: why, line: unheard };
  };
  const wake = (): void => {
    const heard = waiting === null ? null : next();
    if (heard === null) return;
    waiting?.(heard);
    waiting = null;
  };
  const stop = (why: DialogueFault) => (): void => {
    fault ??= why;
    wake();
  };
  const take = (chunk: Buffer): void => {
    taken += chunk.length;
    unheard = Buffer.concat([unheard, chunk]);
    if (taken > limits.mostPlainBytes) {
      socket.pause();
      fault ??= 'too-many-bytes';
    }
    wake();
  };
  const [closed, tooSlow] = [stop('closed'), stop('too-slow')];
  const listeners = { data: take, end: closed, close: closed, error: closed };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  over.addEventListener('abort', tooSlow);
  if (over.aborted) tooSlow();
  return {
    hear: () =>
      new Promise((resolve) => {
        waiting = resolve;
        wake();
      }),
    say: (line) => void socket.write(`${line}\r\n`),
    end: () => {
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
      over.removeEventListener('abort', tooSlow);
      socket.pause();
      return unheard;
    },
  };
}
