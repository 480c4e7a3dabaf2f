import type { Transaction } from '../database.js';

export interface KnownContent {
  readonly position: number;
  /** SHA-256 of what was said, hex. */
  readonly contentHash: string;
}

/** Which of these events the log holds already, and what they say there. */
export async function knownContents(
  db: Transaction,
  organization: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, KnownContent>> {
  const rows = await db.query<{ event_id: string; position: string; hash: string }>(
    `select event_id, position, encode(content_hash, 'hex') as hash
     from certfleet.event where organization = $1 and event_id = any($2::uuid[])`,
    [organization, eventIds],
  );
  return new Map(rows.map((row) => [row.event_id, { position: Number(row.position), contentHash: row.hash }]));
}
