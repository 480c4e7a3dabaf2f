import type { DataSource } from 'typeorm';
import { inOrganization, type Transaction } from './database.js';
import { rebuild } from './rebuild.js';
import { PROJECTION } from './refresh.js';
import { SHAPE } from './shape.js';

/**
 * Makes the rows of an organization again from its log where they were made by an older version that left columns out. Readers see the former
 * rows until the new ones are complete. True when it did.
 */
export async function renewShape(db: DataSource, organization: string): Promise<boolean> {
  const [older] = await inOrganization(db, organization, (inside) => olderShape(inside, organization));
  if (older === undefined) return false;
  // Another rebuild that is at work makes them as well.
  return (await rebuild(db, organization, { build: `shape ${SHAPE}` })) !== 'busy';
}

function olderShape(db: Transaction, organization: string): Promise<unknown[]> {
  return db.query(
    `select 1 from certfleet.checkpoint where organization = $1 and projection = $2 and shape < $3::integer`,
    [organization, PROJECTION, SHAPE],
  );
}
