import type { DataSource } from 'typeorm';
import { VIEWS } from '#libs/views/views.js';
import { inOrganization, type Transaction } from './database.js';
import { lockCheckpoint, moveCheckpoint, projectPage } from './refresh.js';
import { SHAPE } from './shape.js';
import { refreshEveryFinding } from './refresh-findings.js';

export interface Rebuilt {
  /** The projection is complete up to here. */
  readonly position: number;
  readonly events: number;
}

const TABLES = [...VIEWS.map(({ table }) => table), 'server_alias', 'certificate', 'organization_state'];

/**
 * Projects an organization's log again from its beginning, by the very code that follows it, in one transaction: readers see the former
 * projection until the new one is complete. A projector at work on the organization waits meanwhile. Findings are not taken away: when they
 * were first seen does not stand in the log.
 *
 * @param progress told after each page.
 */
export function rebuild(
  db: DataSource,
  organization: string,
  progress: (soFar: Rebuilt) => void = () => undefined,
): Promise<Rebuilt> {
  return inOrganization(db, organization, async (inside) => {
    await lockCheckpoint(inside, organization);
    await empty(inside, organization);
    let events = 0;
    for (;;) {
      const page = await projectPage(inside, organization);
      events += page.events;
      const soFar = { position: page.position, events };
      progress(soFar);
      if (page.more) continue;
      await refreshEveryFinding(inside, organization, page.position);
      return soFar;
    }
  });
}

async function empty(db: Transaction, organization: string): Promise<void> {
  for (const table of TABLES) await db.query(`delete from certfleet.${table} where organization = $1`, [organization]);
  await moveCheckpoint(db, organization, 0);
  await db.query('update certfleet.checkpoint set shape = $2 where organization = $1', [organization, SHAPE]);
}
