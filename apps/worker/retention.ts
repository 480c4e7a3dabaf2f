import type { DataSource } from 'typeorm';
import { acrossOrganizations } from '#libs/store/database.js';
import { forgetRawBytes } from '#libs/store/inbox.js';
import { heads } from '#libs/store/queries/head.js';

const DAY_MS = 86_400_000;

/**
 * Lets go of the raw bytes of uploads that were recorded more than so many days before `now`; their hash stays. What was set aside keeps its
 * bytes until somebody has looked at it.
 */
export function retention(database: DataSource, days: number): (now: number) => Promise<number> {
  return async (now) => {
    const before = new Date(now - days * DAY_MS).toISOString();
    let forgotten = 0;
    for (const { organization } of await acrossOrganizations(database, heads))
      forgotten += await forgetRawBytes(database, organization, before);
    return forgotten;
  };
}
