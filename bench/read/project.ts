import { append } from '#libs/store/append.js';
import { openDatabase } from '#libs/store/database.js';
import { takeLease } from '#libs/store/lease.js';
import { openOrganization } from '#libs/store/organizations.js';
import { rebuild } from '#libs/store/rebuild.js';
import { PROJECTION, refresh } from '#libs/store/refresh.js';
import { streamOf } from '#libs/fleet/source.js';
import type { OpenSide } from '../append/sides.js';
import { asking, type Scratch } from '../harness/scratch.js';
import { history } from '../large-fleet/histories.js';

const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const LOG = 'projected';

export interface ProjectedLog {
  readonly servers: number;
  /** Of each server. */
  readonly events: number;
}

async function withLog(scratch: Scratch, name: string, { servers, events }: ProjectedLog) {
  const urls = await scratch.copy(name);
  const db = await openDatabase(urls.appUrl, 2);
  await openOrganization(db, LOG);
  const histories = Array.from({ length: servers }, (_, index) => history(index, events, UNTIL));
  for (let number = 0; number < events; number += 1)
    for (const one of histories)
      await append(
        db,
        LOG,
        one.slice(number, number + 1).map((event) => {
          const stream = streamOf(event);
          if (!stream.ok) throw new Error(stream.reason);
          return { ...event, stream: stream.stream };
        }),
      );
  return { db, urls };
}

/** The whole projection made anew, page by page. */
export async function rebuilt(scratch: Scratch, name: string, log: ProjectedLog): Promise<OpenSide> {
  const { db } = await withLog(scratch, name, log);
  return {
    name,
    close: () => db.destroy(),
    next: () => async () => {
      const done = await rebuild(db, LOG, { anew: true, page: 1000 });
      if (done === 'busy') throw new Error('nobody else rebuilds');
      return log.servers * log.events;
    },
  };
}

const PROJECTED = ['server_state', 'server_alias', 'installation', 'neighbour', 'finding', 'binding', 'certificate'];

/** Each event taken in by itself, as it comes; from the beginning again when the log is at its end. */
export async function refreshedOneByOne(scratch: Scratch, name: string, log: ProjectedLog): Promise<OpenSide> {
  const { db, urls } = await withLog(scratch, name, log);
  const lease = await takeLease(db, LOG, { name: PROJECTION, holder: 'bench', seconds: 3600 });
  if (lease === null) throw new Error('nobody else projects');
  return {
    name,
    close: () => db.destroy(),
    next: () => async () => {
      const done = await refresh(db, lease, 1);
      if (done === 'lost') throw new Error('the lease is ours');
      if (!done.more)
        await asking(urls.ownerUrl, async (client) => {
          await client.query(`truncate ${PROJECTED.map((table) => `certfleet.${table}`).join(', ')}`);
          await client.query('update certfleet.checkpoint set position = 0');
        });
      return done.events;
    },
  };
}
