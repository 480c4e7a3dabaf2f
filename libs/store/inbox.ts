import { createHash, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { FileResult } from '#libs/formats/file-result.js';
import type { Warning } from '#libs/formats/report.js';
import { columnText, textOfColumn } from './column-text.js';
import { inOrganization, type Transaction } from './database.js';

/** Something that was sent to us, before anybody looked into it. Private keys were refused before. */
export interface Upload {
  readonly kind: 'events' | 'import';
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly filename?: string | undefined;
  /** What the request said beside the bytes: server, observedAt. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Who sent it: the name of the token. */
  readonly credential?: string | undefined;
  /** Received minus sent, in milliseconds, by the clock that dates what is told here. */
  readonly clockOffsetMs?: number | undefined;
}

/**
 * Takes an upload in: when this returns, its bytes are committed, and the ticket may be given out.
 *
 * @returns the ticket.
 */
export function receive(db: DataSource, organization: string, upload: Upload): Promise<string> {
  return inOrganization(db, organization, (inside) => receiveWithin(inside, organization, upload));
}

/** The same within a transaction: the ticket may be given out when that is committed. */
export async function receiveWithin(db: Transaction, organization: string, upload: Upload): Promise<string> {
  const inboxId = randomUUID();
  await db.query(
    `insert into certfleet.inbox (organization, inbox_id, kind, filename, content_type, parameters, credential, sha256, size, bytes, clock_offset_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      organization,
      inboxId,
      upload.kind,
      column(upload.filename),
      column(upload.contentType),
      JSON.stringify(upload.parameters ?? {}),
      column(upload.credential),
      createHash('sha256').update(upload.bytes).digest(),
      upload.bytes.byteLength,
      Buffer.from(upload.bytes.buffer, upload.bytes.byteOffset, upload.bytes.byteLength),
      upload.clockOffsetMs ?? null,
    ],
  );
  return inboxId;
}

function column(text: string | undefined): string | null {
  return text === undefined ? null : columnText(text);
}

/** A right to work on an upload. Only a lease: whoever oversleeps it may find somebody else at work, and then `finish` says `lost`. */
export interface Claim extends Upload {
  readonly organization: string;
  readonly inboxId: string;
  readonly receivedAt: string;
  /** How often it was claimed, this time included; and the fence that tells this claim from a later one. */
  readonly attempts: number;
}

export type NoClaim = 'unknown' | 'finished' | 'leased';

interface ClaimedRow {
  readonly kind: 'events' | 'import';
  readonly bytes: Buffer;
  readonly content_type: string | null;
  readonly filename: string | null;
  readonly parameters: Record<string, string>;
  readonly credential: string | null;
  readonly received_at: Date;
  readonly attempts: number;
  readonly clock_offset_ms: string | null;
}

/** Takes an upload to work on it, for so many seconds, unless it is finished or another worker's lease runs. */
export async function claim(
  db: DataSource,
  organization: string,
  inboxId: string,
  lease: { readonly holder: string; readonly seconds: number },
): Promise<Claim | NoClaim> {
  return inOrganization(db, organization, async (inside) => {
    const [row] = await inside.query<ClaimedRow>(
      `update certfleet.inbox
       set leased_by = $3, lease_until = clock_timestamp() + make_interval(secs => $4), attempts = attempts + 1
       where organization = $1 and inbox_id = $2 and state = 'queued' and coalesce(lease_until < clock_timestamp(), true)
       returning kind, bytes, content_type, filename, parameters, credential, received_at, attempts, clock_offset_ms`,
      [organization, inboxId, lease.holder, lease.seconds],
    );
    if (row) return claimOf(organization, inboxId, row);
    const [found] = await inside.query<{ state: string }>(
      'select state from certfleet.inbox where organization = $1 and inbox_id = $2',
      [organization, inboxId],
    );
    if (!found) return 'unknown';
    return found.state === 'queued' ? 'leased' : 'finished';
  });
}

function claimOf(organization: string, inboxId: string, row: ClaimedRow): Claim {
  const text = (value: string | null) => (value === null ? undefined : textOfColumn(value));
  return {
    organization,
    inboxId,
    kind: row.kind,
    bytes: row.bytes,
    contentType: text(row.content_type),
    filename: text(row.filename),
    parameters: row.parameters,
    credential: text(row.credential),
    receivedAt: row.received_at.toISOString(),
    attempts: row.attempts,
    clockOffsetMs: row.clock_offset_ms === null ? undefined : Number(row.clock_offset_ms),
  };
}

/** `lost`: finished, or claimed by another since. */
export type Held = 'held' | 'lost';

/** Keeps the lease for so many seconds from now. */
export function extend(db: DataSource, held: Claim, seconds: number): Promise<Held> {
  return whileHeld(db, held, `lease_until = clock_timestamp() + make_interval(secs => $4)`, [seconds]);
}

/** Gives the upload back, to be taken up again after so many seconds: what failed was not the upload's fault. */
export function release(db: DataSource, held: Claim, seconds: number): Promise<Held> {
  return whileHeld(db, held, `leased_by = null, lease_until = clock_timestamp() + make_interval(secs => $4)`, [
    seconds,
  ]);
}

/** How an upload ended. */
export interface Ending {
  readonly state: 'recorded' | 'duplicate' | 'conflict' | 'quarantined';
  /** Why it was quarantined, and what to do about it. */
  readonly reason?: string | undefined;
  readonly remedy?: string | undefined;
  readonly warnings?: readonly Warning[] | undefined;
  /** What became of each file. */
  readonly files?: readonly FileResult[] | undefined;
  /** How many events it was. */
  readonly events?: number | undefined;
  /** Where the log ended after them. */
  readonly position?: number | undefined;
}

/**
 * Ends the work on an upload, once and for all. The events were appended before, in statements of their own: appending is idempotent, so a
 * worker that dies in between, or finishes late, does no harm; only one of them writes the ending.
 */
export function finish(db: DataSource, held: Claim, ending: Ending): Promise<Held> {
  return whileHeld(
    db,
    held,
    `state = $4, reason = $5, remedy = $6, warnings = $7, events = $8, position = $9, files = $10,
     finished_at = clock_timestamp(), leased_by = null, lease_until = null`,
    [
      ending.state,
      column(ending.reason),
      column(ending.remedy),
      JSON.stringify(ending.warnings ?? []),
      ending.events ?? null,
      ending.position ?? null,
      ending.files === undefined ? null : JSON.stringify(ending.files),
    ],
  );
}

async function whileHeld(db: DataSource, held: Claim, change: string, values: readonly unknown[]): Promise<Held> {
  const { organization, inboxId, attempts } = held;
  const changed = await inOrganization(db, organization, (inside) =>
    inside.query(
      `update certfleet.inbox set ${change}
       where organization = $1 and inbox_id = $2 and state = 'queued' and attempts = $3 returning inbox_id`,
      [organization, inboxId, attempts, ...values],
    ),
  );
  return changed.length === 1 ? 'held' : 'lost';
}

/**
 * Lets go of the raw bytes of what was recorded or known before that instant; their SHA-256 stays. What was quarantined or in conflict keeps
 * its bytes until somebody has looked at it.
 *
 * @returns how many.
 */
export async function forgetRawBytes(db: DataSource, organization: string, finishedBefore: string): Promise<number> {
  const forgotten = await inOrganization(db, organization, (inside) =>
    inside.query(
      `update certfleet.inbox set bytes = null
       where organization = $1 and bytes is not null and state in ('recorded', 'duplicate') and finished_at < $2 returning inbox_id`,
      [organization, finishedBefore],
    ),
  );
  return forgotten.length;
}
