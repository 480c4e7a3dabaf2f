import type { Transaction } from '../database.js';

/** A key as it can be shown: the token itself is known to its holder alone. */
export interface KeyRow {
  readonly name: string;
  readonly role: 'administrator' | 'reader' | 'collector';
  readonly servers: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** The keys of an organization that are not revoked, by name, from after a name on. */
export function keys(
  db: Transaction,
  organization: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<KeyRow[]> {
  return db.query<KeyRow>(
    `select name, role, servers, created_at as "createdAt", expires_at as "expiresAt"
     from certfleet.token
     where organization = $1 and revoked_at is null and ($2::text is null or name > $2)
     order by name
     limit $3`,
    [organization, page.after, page.limit],
  );
}

/** How many keys of an organization are not revoked. */
export async function countKeys(db: Transaction, organization: string): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    'select count(*) as count from certfleet.token where organization = $1 and revoked_at is null',
    [organization],
  );
  return Number(row?.count ?? 0);
}
