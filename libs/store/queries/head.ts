import type { Transaction } from '../database.js';

export interface Head {
  readonly position: number;
  /** SHA-256 of the chain up to there, hex. */
  readonly hash: string;
}

/** Where an organization's log ends; null for an organization that does not exist. A copy of it kept elsewhere proves the log later. */
export async function head(db: Transaction, organization: string): Promise<Head | null> {
  const [row] = await db.query<{ position: string; hash: string }>(
    `select position, encode(hash, 'hex') as hash from certfleet.head where organization = $1`,
    [organization],
  );
  return row ? { position: Number(row.position), hash: row.hash } : null;
}

/** Where every organization's log ends: a declared question of the provider, asked by the projectors. */
export async function heads(
  db: Transaction,
): Promise<readonly { readonly organization: string; readonly position: number }[]> {
  const rows = await db.query<{ organization: string; position: string }>(
    `select organization, position from certfleet.head order by organization`,
  );
  return rows.map(({ organization, position }) => ({ organization, position: Number(position) }));
}
