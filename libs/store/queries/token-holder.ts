import type { Transaction } from '../database.js';

export interface TokenHolder {
  /** `*`: every organization. */
  readonly organization: string;
  readonly name: string;
  readonly role: 'administrator' | 'reader' | 'collector';
  readonly servers: readonly string[] | null;
}

/** Who holds the token with this SHA-256, if it is neither revoked nor expired. The organization is not known before: a question of the provider. */
export async function tokenHolder(db: Transaction, hash: Uint8Array): Promise<TokenHolder | null> {
  const [row] = await db.query<TokenHolder>(
    `select organization, name, role, servers from certfleet.token
     where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [hash],
  );
  return row ?? null;
}
