import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { columnText } from './column-text.js';
import { acrossOrganizations } from './database.js';

export interface TokenGrant {
  /** `*`: every organization. */
  readonly organization: string;
  readonly name: string;
  readonly role: 'administrator' | 'reader' | 'collector';
  /** Canonical names; absent: every server. */
  readonly servers?: readonly string[] | undefined;
  /** RFC 3339 UTC; absent: until it is revoked. */
  readonly expiresAt?: string | undefined;
}

/** What is kept of a token. */
export function tokenHash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

/** A new secret of 256 bits, in letters, digits, `-` and `_`. */
export function newToken(): string {
  return `cf_${randomBytes(32).toString('base64url')}`;
}

/**
 * Lets a token in; only its SHA-256 is kept. A token that is let in already stays as it is, so this may be done at each start.
 *
 * @returns the id by which it can be revoked.
 */
export async function grantToken(db: DataSource, token: string, grant: TokenGrant): Promise<string> {
  return acrossOrganizations(db, async (inside) => {
    const [known] = await inside.query<{ token_id: string }>(
      'select token_id from certfleet.token where organization = $1 and hash = $2 and revoked_at is null',
      [grant.organization, tokenHash(token)],
    );
    if (known) return known.token_id;
    const tokenId = randomUUID();
    await inside.query(
      `insert into certfleet.token (organization, token_id, hash, name, role, servers, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        grant.organization,
        tokenId,
        tokenHash(token),
        columnText(grant.name),
        grant.role,
        grant.servers?.map(columnText) ?? null,
        grant.expiresAt ?? null,
      ],
    );
    return tokenId;
  });
}

/** Ends a token. */
export async function revokeToken(
  db: DataSource,
  organization: string,
  tokenId: string,
): Promise<'revoked' | 'unknown'> {
  const revoked = await acrossOrganizations(db, (inside) =>
    inside.query(
      `update certfleet.token set revoked_at = clock_timestamp()
       where organization = $1 and token_id = $2 and revoked_at is null returning token_id`,
      [organization, tokenId],
    ),
  );
  return revoked.length === 1 ? 'revoked' : 'unknown';
}
