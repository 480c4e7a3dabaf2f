import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseAway } from '#libs/store/database-away.js';

/** Who is told of a start that has to wait. */
interface Log {
  warn(facts: object, message: string): void;
}

const LOOK_AGAIN_MS = 500;

/**
 * Starts a part of Certfleet, waiting for a database or queue that is away or just starting up, however long that takes: the parts come up in
 * any order, and after a crash of the database none needs a hand.
 *
 * @param start leaves nothing open when it throws.
 * @throws what `start` throws when waiting would not help.
 */
export async function startPatiently<T>(start: () => Promise<T>, log: Log): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      if (attempt % 20 === 1) log.warn({ err: error, attempt }, 'the database or the queue is away; waiting for it');
      await pause(LOOK_AGAIN_MS);
    }
  }
}
