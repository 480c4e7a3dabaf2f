import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Decoded, Refusal } from '#libs/formats/report.js';
import { startClock } from './clock.js';
import type { Begun, Outcome, Task } from './thread.js';

/** A file waiting for a thread. */
export interface Waiting {
  readonly bytes: Uint8Array;
  readonly resolve: (decoded: Decoded) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and what it is busy with. A thread that overruns is ended; the next file starts a new one. */
export interface Lane {
  readonly busy: () => boolean;
  /** Starts on a file; `done` is called when the lane is free again. */
  readonly start: (waiting: Waiting, done: () => void) => void;
  readonly close: () => Promise<void>;
}

export interface LaneSettings {
  /** For one file, also for each of an archive. */
  readonly deadlineMs: number;
  readonly memoryMb: number;
}

export function openLane(settings: LaneSettings): Lane {
  let thread: Worker | null = null;
  let current: Current | null = null;
  let lastId = 0;

  const drop = () => {
    const ended = thread;
    thread = null;
    return ended?.terminate();
  };
  const start = (waiting: Waiting, done: () => void) => {
    const id = ++lastId;
    const clock = startClock(settings.deadlineMs, (ms) => current?.settle(tooSlow(ms)));
    current = {
      id,
      begun: clock.begun,
      settle: (answer) => {
        clock.stop();
        current = null;
        if (answer.endThread) void drop();
        if (answer.error) waiting.reject(answer.error);
        else waiting.resolve(answer.decoded);
        done();
      },
    };
    thread ??= spawn(settings, {
      outcome: (outcome) => {
        if (outcome.id !== current?.id) return;
        if ('begun' in outcome) current.begun();
        else current.settle(answered(outcome));
      },
      died: (error, which) => {
        if (which !== thread) return;
        // First of all: settling may start the next file at once, and that one needs a living thread.
        thread = null;
        current?.settle(died(error, settings.memoryMb));
      },
    });
    // The thread gets its own copy: the caller goes on to store the very bytes that were checked.
    const copy = new Uint8Array(waiting.bytes); // not slice(): that of a Buffer is no copy, and its memory would go with it
    thread.postMessage({ id, bytes: copy } satisfies Task, [copy.buffer]);
  };
  return {
    busy: () => current !== null,
    start,
    close: async () => {
      current?.settle({ error: new Error('the decoder is closing'), endThread: true });
      await drop();
    },
  };
}

interface Current {
  readonly id: number;
  /** The next file of an archive is begun. */
  readonly begun: () => void;
  readonly settle: (answer: Answer) => void;
}

type Answer =
  | { readonly decoded: Decoded; readonly error?: undefined; readonly endThread?: boolean }
  | { readonly error: Error; readonly endThread?: boolean };

function answered(outcome: Outcome): Answer {
  if ('decoded' in outcome) return { decoded: outcome.decoded };
  return { error: new Error(`reading the file failed: ${outcome.fault}`) };
}

function tooSlow(deadlineMs: number): Answer {
  return { ...refused(`reading it took longer than ${deadlineMs / 1000} s`), endThread: true };
}

function died(error: Error & { code?: string }, memoryMb: number): Answer {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return refused(`reading it took more than ${memoryMb} MB of memory`);
  return { error: new Error(`the decoder's thread ended: ${error.message}`, { cause: error }) };
}

function refused(message: string) {
  const refusal: Refusal = {
    kind: 'too-large',
    place: '',
    message,
    remedy: 'Export fewer servers or fewer kinds of objects per file and hand the files over one by one, not in a zip.',
  };
  return { decoded: { ok: false, refusal } as const };
}

interface Listeners {
  readonly outcome: (outcome: Outcome | Begun) => void;
  readonly died: (error: Error, which: Worker) => void;
}

function spawn({ memoryMb }: LaneSettings, listeners: Listeners): Worker {
  const thread = new Worker(threadFile(), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
    // Flags meant for the main thread (test runners', debuggers') do not concern this one.
    execArgv: [],
  });
  thread.unref();
  thread.on('message', listeners.outcome);
  thread.on('error', (error: Error) => listeners.died(error, thread));
  thread.on('exit', (code) => listeners.died(new Error(`exit code ${code}`), thread));
  return thread;
}

/** The compiled thread, also when this file itself runs from its TypeScript source: threads load JavaScript only. */
function threadFile(): URL {
  const beside = new URL('./thread.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../dist/apps/decoder/thread.js', import.meta.url);
}
