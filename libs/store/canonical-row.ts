import { createHash } from 'node:crypto';

/** A row of certfleet.event as the verifier reads it: JSON as its text, byte for byte. */
export interface StoredEvent {
  readonly position: string;
  readonly stream: string;
  readonly version: string;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly source: string;
  readonly id: string;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly data: string;
  readonly provenance: string;
  readonly content_hash: Buffer;
  readonly hash: Buffer;
}

export interface StoredCommit {
  readonly first: string;
  readonly last: string;
  readonly recorded_at: Date;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

/** What `event.hash` must be, by docs/log-format.md; written from that page, not from the writer. */
export function eventHash(event: StoredEvent): Buffer {
  const lines = [
    'certfleet.event/1',
    event.position,
    event.version,
    event.event_id,
    String(event.schema_version),
    event.occurred_at.toISOString(),
    event.recorded_at.toISOString(),
    event.content_hash.toString('hex'),
    ...[event.stream, event.type, event.source, event.id, event.data, event.provenance].flatMap((text) => [
      String(Buffer.byteLength(text)),
      text,
    ]),
  ];
  return createHash('sha256').update(lines.join('\n')).digest();
}

/** What `commit.hash` must be, given the hashes of its events in order of position. */
export function commitHash(organization: string, commit: StoredCommit, eventHashes: readonly Uint8Array[]): Buffer {
  const lines = [
    'certfleet.commit/1',
    String(Buffer.byteLength(organization)),
    organization,
    commit.first,
    commit.last,
    commit.recorded_at.toISOString(),
  ];
  const hash = createHash('sha256').update(commit.previous_hash);
  hash.update(lines.map((line) => `${line}\n`).join(''));
  for (const eventHash of eventHashes) hash.update(eventHash);
  return hash.digest();
}
