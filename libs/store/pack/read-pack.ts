import { createHash, type Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { StoredCommit, StoredEvent } from '../canonical-row.js';
import {
  Commit,
  Conflict,
  Event,
  Head,
  Header,
  type PackCommit,
  type PackConflict,
  type PackEvent,
  type PackHead,
  type PackHeader,
  type PackSighting,
  Sighting,
} from './shape.js';

/** What a line of an evidence pack says. */
export type PackLine =
  | { readonly kind: 'header'; readonly header: PackHeader }
  | { readonly kind: 'commit'; readonly commit: StoredCommit }
  | { readonly kind: 'event'; readonly event: StoredEvent }
  | { readonly kind: 'sighting'; readonly sighting: PackSighting }
  | { readonly kind: 'conflict'; readonly conflict: PackConflict }
  /** `sha256`: of all the lines before, as they are. */
  | { readonly kind: 'head'; readonly head: PackHead; readonly sha256: string }
  /** The last that can be told of the file. */
  | { readonly kind: 'unreadable'; readonly why: string };

export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  readonly line: PackLine;
}

/** No event of a log comes near; what does is no evidence pack. */
const LONGEST_LINE_BYTES = 128 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * Reads an evidence pack line by line, compressed with gzip or not. Holds one line in memory. Whatever is wrong with the file comes out as
 * an `unreadable` line, after which nothing comes.
 */
export async function* readPack(file: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine, void> {
  const before = createHash('sha256');
  let number = 0;
  try {
    for await (const bytes of linesOf(await uncompressed(file))) {
      number += 1;
      const line =
        bytes === 'too-long' ? unreadable('the line is longer than any event can be') : lineOf(bytes, before);
      yield { number, line };
      if (line.kind === 'unreadable') return;
    }
  } catch (error) {
    yield { number: number + 1, line: unreadable(faultWords(error)) };
  }
}

function unreadable(why: string): PackLine & { kind: 'unreadable' } {
  return { kind: 'unreadable', why };
}

function faultWords(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return 'the compressed data ends too early: the file was cut short';
  if (code.startsWith('Z_')) return 'the compressed data is damaged';
  return `the file cannot be read (${code || String(error)})`;
}

/** By the first two bytes, which no line of text begins with. */
async function uncompressed(file: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks = file[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const next = await chunks.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  const whole = Readable.from(startingWith(start, chunks), { objectMode: false });
  if (start[0] !== 0x1f || start[1] !== 0x8b) return whole;
  const gunzip = createGunzip();
  pipeline(whole, gunzip, () => undefined); // whoever reads is told of the fault
  return gunzip;
}

async function* startingWith(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Without their line feeds. The last one may have none: the writer gives each its own, so such a line is refused as cut short. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | 'too-long', void> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]);
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > LONGEST_LINE_BYTES) {
      yield 'too-long';
      return;
    }
  }
  if (length > 0) yield Buffer.concat(parts);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const CommitLine = z.strictObject({ commit: Commit });
const EventLine = z.strictObject({ event: Event });
const SightingLine = z.strictObject({ sighting: Sighting });
const ConflictLine = z.strictObject({ conflict: Conflict });
const HeadLine = z.strictObject({ head: Head });

function lineOf(bytes: Buffer, before: Hash): PackLine {
  let value: unknown;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    return unreadable('the line is not JSON in UTF-8: the file was cut short or damaged here');
  }
  const line = typedLine(value, before);
  if (line.kind !== 'head') before.update(bytes).update('\n');
  return line;
}

function typedLine(value: unknown, before: Hash): PackLine {
  if (typeof value !== 'object' || value === null) return unreadable('the line is not a JSON object');
  if ('event' in value) return as(EventLine, value, ({ event }) => ({ kind: 'event', event: storedEvent(event) }));
  if ('commit' in value)
    return as(CommitLine, value, ({ commit }) => ({ kind: 'commit', commit: storedCommit(commit) }));
  if ('sighting' in value) return as(SightingLine, value, ({ sighting }) => ({ kind: 'sighting', sighting }));
  if ('conflict' in value) return as(ConflictLine, value, ({ conflict }) => ({ kind: 'conflict', conflict }));
  if ('head' in value)
    return as(HeadLine, value, ({ head }) => ({ kind: 'head', head, sha256: before.copy().digest('hex') }));
  return as(Header, value, (header) => ({ kind: 'header', header }));
}

function as<T>(shape: z.ZodType<T>, value: unknown, line: (read: T) => PackLine): PackLine {
  const read = shape.safeParse(value);
  if (read.success) return line(read.data);
  const [issue] = read.error.issues;
  return unreadable(`${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'is not as the format has it'}`);
}

function storedCommit({ first, last, recordedAt, previousHash, hash }: PackCommit): StoredCommit {
  return {
    first: String(first),
    last: String(last),
    recorded_at: new Date(recordedAt),
    previous_hash: Buffer.from(previousHash, 'hex'),
    hash: Buffer.from(hash, 'hex'),
  };
}

function storedEvent(event: PackEvent): StoredEvent {
  const { stream, type, source, id, data, provenance } = event;
  return {
    position: String(event.position),
    version: String(event.version),
    event_id: event.eventId,
    schema_version: event.schemaVersion,
    occurred_at: new Date(event.occurredAt),
    recorded_at: new Date(event.recordedAt),
    content_hash: Buffer.from(event.contentHash, 'hex'),
    hash: Buffer.from(event.hash, 'hex'),
    ...{ stream, type, source, id, data, provenance },
  };
}
