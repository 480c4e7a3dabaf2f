import { setTimeout as sleep } from 'node:timers/promises';
import { inOrganization, inSnapshot, type Transaction } from '#libs/store/database.js';
import { progress } from '#libs/store/queries/progress.js';
import type { Caller } from './caller.js';
import type { Api } from './context.js';
import { type KeptNow, keptNow } from './kept-now.js';
import { Refused } from './refused.js';

const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 50;

/**
 * Asks one question for the caller's organization, once the projection has come as far as the caller waits for.
 *
 * What was asked to be seen and is not there yet after five seconds is said, as 504: an answer from before it would pass for one after it.
 */
export async function ask<T>(
  api: Api,
  caller: Caller,
  waitFor: number | undefined,
  question: (db: Transaction, position: number, kept: KeptNow) => Promise<T>,
): Promise<T> {
  if (waitFor !== undefined) await reached(api, caller, waitFor);
  const { organization } = caller;
  return inSnapshot(api.database, organization, async (db) => {
    const { position, version, now } = await progress(db, organization);
    return question(db, position, keptNow(api.kept, db, { organization, version, now }));
  });
}

/** Waits for the projection. @throws Refused when it is not there within five seconds. */
export async function reached(api: Api, { organization }: Caller, wanted: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const { position } = await inOrganization(api.database, organization, (db) => progress(db, organization));
    if (position >= wanted) return;
    if (performance.now() + LOOK_AGAIN_MS > until || api.stopping.aborted) throw behind(wanted, position);
    await sleep(LOOK_AGAIN_MS);
  }
}

function behind(wanted: number, position: number): Refused {
  return new Refused('projection-behind', `The projection is at position ${position}, ${wanted} was waited for.`, {
    position,
    remedy: 'Ask again, or without waitFor for the answer as of that position.',
    retryAfter: 1,
  });
}
