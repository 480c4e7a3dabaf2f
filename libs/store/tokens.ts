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

/**
 * Makes a key: a token with a name of its own among those of its organization that are not revoked, so that it can be revoked by that name.
 *
 * @returns the token, which nobody can be told again; or that the name is taken.
 */
export async function makeKey(db: DataSource, grant: TokenGrant): Promise<{ readonly token: string } | 'name-taken'> {
  const token = newToken();
  const made = await acrossOrganizations(db, async (inside) => {
    // Two that ask for the same name at once would otherwise both find it free.
    await inside.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      JSON.stringify(['key', grant.organization, grant.name]),
    ]);
    return inside.query(
      `insert into certfleet.token (organization, token_id, hash, name, role, servers, expires_at)
       select $1, $2, $3, $4, $5, $6::text[], $7::timestamptz
       where not exists (select from certfleet.token where organization = $1 and name = $4 and revoked_at is null)
       returning token_id`,
      [
        grant.organization,
        randomUUID(),
        tokenHash(token),
        columnText(grant.name),
        grant.role,
        grant.servers?.map(columnText) ?? null,
        grant.expiresAt ?? null,
      ],
    );
  });
  return made.length === 1 ? { token } : 'name-taken';
}

/** Ends the key of that name. */
export async function revokeKey(db: DataSource, organization: string, name: string): Promise<'revoked' | 'unknown'> {
  const revoked = await acrossOrganizations(db, (inside) =>
    inside.query(
      `update certfleet.token set revoked_at = clock_timestamp()
       where organization = $1 and name = $2 and revoked_at is null returning token_id`,
      [organization, columnText(name)],
    ),
  );
  return revoked.length > 0 ? 'revoked' : 'unknown';
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
