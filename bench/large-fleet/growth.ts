import type { Client } from 'pg';
import { rounded } from '../harness/row.js';
import { asking } from '../harness/scratch.js';
import type { Sized } from '../harness/statistics.js';
import type { LargeFleet } from './load.js';

const LOG = ['event', 'stream', 'commit'];
const PROJECTION = ['server_state', 'installation', 'neighbour', 'binding', 'finding', 'server_alias', 'certificate'];

/** What a fleet takes on disk, indexes included. */
export interface Grown {
  readonly fleet: Pick<LargeFleet, 'servers' | 'events'>;
  readonly logBytes: number;
  readonly projectionBytes: number;
}

export function grownTo(ownerUrl: string, fleet: Pick<LargeFleet, 'servers' | 'events'>): Promise<Grown> {
  return asking(ownerUrl, async (client) => ({
    fleet,
    logBytes: await bytesOf(client, LOG),
    projectionBytes: await bytesOf(client, PROJECTION),
  }));
}

async function bytesOf(client: Client, tables: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ size: string }>(
    `select sum(pg_total_relation_size(format('certfleet.%I', name)::regclass)) as size from unnest($1::text[]) as t (name)`,
    [tables],
  );
  return Number(rows[0]?.size);
}

/** A line of Markdown for each size. */
export function growthLines(grown: readonly Grown[]): readonly string[] {
  return grown.map(({ fleet: { servers, events }, logBytes, projectionBytes }) => {
    const [anEvent, aServer] = [logBytes / servers / events, projectionBytes / servers / 1024];
    return `* ${rounded(servers)} servers with ${events} events each: ${rounded(anEvent)} bytes of log an event, ${rounded(aServer)} KiB of projection a server, indexes included.`;
  });
}

/** The bytes of all tables by the number of servers. */
export function bytesBySize(grown: readonly Grown[]): readonly Sized[] {
  return grown.map(({ fleet, logBytes, projectionBytes }) => ({
    size: fleet.servers,
    value: logBytes + projectionBytes,
  }));
}
