import { z } from 'zod';

/** The name of the format, and its version. docs/log-format.md describes it. */
export const PACK_FORMAT = 'certfleet.log/1';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const FIRST_YEAR = 1;

/** A text as it stands in a column of the log. */
const text = z.string().refine((value) => !UNSTORABLE.test(value), 'holds a NUL or half of a surrogate pair');
const json = text.refine(isJson, 'is not JSON');
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal digits');
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not a UUID in lower case');
const count = z.int().nonnegative();
const position = z.int().positive();
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'is not an instant in UTC with milliseconds')
  .refine(isInstant, 'is not an instant');

function isInstant(value: string): boolean {
  const read = new Date(value);
  return !Number.isNaN(read.getTime()) && read.getUTCFullYear() >= FIRST_YEAR && read.toISOString() === value;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

const schemaVersion = z.int().min(0).max(32_767);

export const Header = z.strictObject({
  format: z.literal(PACK_FORMAT),
  organization: text,
  position: count,
  hash,
  commits: count,
  events: count,
  exportedAt: instant,
});

export const Commit = z.strictObject({
  first: position,
  last: position,
  recordedAt: instant,
  previousHash: hash,
  hash,
});

const told = {
  eventId: uuid,
  schemaVersion,
  occurredAt: instant,
  recordedAt: instant,
  contentHash: hash,
  stream: text,
  type: text,
  source: text,
  id: text,
  data: json,
  provenance: json,
};

export const Event = z.strictObject({ position, version: position, ...told, hash });

export const Sighting = z.strictObject({
  stream: text,
  eventId: uuid,
  lastSeenAt: instant,
  clockOffsetMs: z.int().nullable(),
});

export const Conflict = z.strictObject(told);

export const Head = z.strictObject({
  position: count,
  hash,
  commits: count,
  events: count,
  sightings: count,
  conflicts: count,
  sha256: hash,
});

export type PackHeader = z.infer<typeof Header>;
export type PackCommit = z.infer<typeof Commit>;
export type PackEvent = z.infer<typeof Event>;
export type PackSighting = z.infer<typeof Sighting>;
export type PackConflict = z.infer<typeof Conflict>;
export type PackHead = z.infer<typeof Head>;
