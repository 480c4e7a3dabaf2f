import { commitEnds } from '#libs/store/commits.js';
import type { Transaction } from '#libs/store/database.js';

/**
 * The end of the commit that holds a position, for knowledge grows by whole commits: nobody was ever answered from the middle of one. Undefined for
 * what is known now.
 */
export async function knownEnd(
  db: Transaction,
  organization: string,
  knownAt: number | undefined,
): Promise<number | undefined> {
  if (knownAt === undefined || knownAt === 0) return knownAt;
  return (await commitEnds(db, organization, [knownAt]))(knownAt);
}
