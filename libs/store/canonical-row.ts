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

/** The namespace of docs/log-format.md. */
const NAMESPACE = Buffer.from('6b1f2c0a9d4e4c378a525ec3710bf498', 'hex');

/** What `event.event_id` must be: the UUID of version 5 of source and id, as they were before they stood in a column. */
export function derivedEventId({ source, id }: Pick<StoredEvent, 'source' | 'id'>): string {
  const name = JSON.stringify([asSent(source), asSent(id)]);
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A column holds a NUL or half a surrogate pair as U+2400 and four hex digits, and U+2400 doubled. */
function asSent(column: string): string {
  return column.replace(/\u2400(?:\u2400|([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? '\u2400' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
