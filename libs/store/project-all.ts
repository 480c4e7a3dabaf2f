import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { inOrganization } from './database.js';
import { releaseLease, takeLease } from './lease.js';
import { progress as progressOf } from './queries/progress.js';
import { PROJECTION, refresh } from './refresh.js';

const LEASE_SECONDS = 30;
const AGAIN_AFTER_MS = 500;

/**
 * Comes back when an organization's log is projected as far as it goes now: by itself, or by a projector that is at work on it.
 *
 * @param tell told after each page.
 */
export async function projectAll(
  db: DataSource,
  organization: string,
  tell: (position: number, head: number) => void = () => undefined,
): Promise<void> {
  const holder = randomUUID();
  const reached = () => inOrganization(db, organization, (inside) => progressOf(inside, organization));
  const { head } = await reached();
  for (;;) {
    const { position } = await reached();
    tell(position, head);
    const lease = await takeLease(db, organization, { name: PROJECTION, holder, seconds: LEASE_SECONDS });
    if (lease === null) {
      if (position >= head) return;
      await sleep(AGAIN_AFTER_MS);
      continue;
    }
    const done = await refresh(db, lease);
    if (done === 'lost' || done.more) continue;
    await releaseLease(db, lease);
    return;
  }
}
