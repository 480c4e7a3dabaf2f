import { availableParallelism } from 'node:os';
import type { Decoded } from '#libs/formats/report.js';
import { isZip } from '#libs/formats/zip/zip.js';
import { openLane, type Waiting } from './lane.js';

export interface DecoderSettings {
  /** How many files at once; at least 2, so that one slow file leaves a way for the others. */
  readonly threads?: number;
  /** How long one file may take once it has begun; an archive three times that. */
  readonly deadlineMs?: number;
  /** Heap of one thread. */
  readonly memoryMb?: number;
  /** How many files may wait for a thread: so many small ones, and so many others. */
  readonly waiting?: number;
}

export interface Decoder {
  /**
   * Reads a file off the main thread. A file that takes too long or too much memory is refused as `too-large`.
   *
   * Rejects when the queue is full (`code` is `DECODER_BUSY`: try again later), when the decoder closes, and for a fault of the reader itself.
   */
  readonly decode: (bytes: Uint8Array) => Promise<Decoded>;
  readonly close: () => Promise<void>;
}

/** One thread takes files up to this size only: they are read in an instant, however long the others sit over a hostile one. */
const SMALL_BYTES = 256 * 1024;

const DEADLINE_MS = 10_000;
const MEMORY_MB = 512;
const WAITING = 64;

export function openDecoder(settings: DecoderSettings = {}): Decoder {
  const { threads = Math.min(4, availableParallelism()), deadlineMs = DEADLINE_MS, memoryMb = MEMORY_MB } = settings;
  const lanes = Array.from({ length: Math.max(2, threads) }, () => openLane({ deadlineMs, memoryMb }));
  const waiting: Waiting[] = [];
  let closing = false;

  const next = () => {
    for (const [index, lane] of lanes.entries()) {
      if (closing || lane.busy()) continue;
      const takes = index === 0 ? (w: Waiting) => isSmall(w.bytes) : () => true;
      const at = waiting.findIndex(takes);
      const [found] = at < 0 ? [] : waiting.splice(at, 1);
      if (found) lane.start(found, next);
    }
  };
  return {
    decode: (bytes) =>
      new Promise((resolve, reject) => {
        if (closing) return reject(new Error('the decoder is closing'));
        const like = waiting.filter((other) => isSmall(other.bytes) === isSmall(bytes));
        if (like.length >= (settings.waiting ?? WAITING)) return reject(busy());
        waiting.push({ bytes, resolve, reject });
        next();
      }),
    close: async () => {
      closing = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('the decoder is closing'));
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** A zip is never small: what it unpacks to is not. */
function isSmall(bytes: Uint8Array): boolean {
  return bytes.byteLength <= SMALL_BYTES && !isZip(bytes);
}

function busy(): Error {
  return Object.assign(new Error('too many files wait to be read'), { code: 'DECODER_BUSY' });
}

/** Whether a rejection of `decode` says that too many files wait. */
export function isDecoderBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'DECODER_BUSY';
}
