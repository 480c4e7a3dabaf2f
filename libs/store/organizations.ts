import type { DataSource } from 'typeorm';

/** Tells why an organization cannot be called so, or null. `*` stands for all of them. */
export function whyNoOrganization(name: string): 'empty' | 'reserved' | 'too-long' | 'control-character' | null {
  if (name === '') return 'empty';
  if (name === '*') return 'reserved';
  if (Buffer.byteLength(name) > 255) return 'too-long';
  return /[\p{Cc}\p{Surrogate}]/u.test(name) ? 'control-character' : null;
}

/**
 * Makes an organization with its empty log, unless it is there. Whether the caller may is decided before.
 *
 * @throws Error for a name that `whyNoOrganization` has a reason against.
 */
export async function openOrganization(db: DataSource, name: string): Promise<void> {
  const reason = whyNoOrganization(name);
  if (reason) throw new Error(`${JSON.stringify(name)} cannot name an organization: ${reason}.`);
  await db.query('select certfleet.open_organization($1)', [name]);
}
