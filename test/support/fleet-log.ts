import type { DataSource } from 'typeorm';
import type { FleetEvent } from '#libs/fleet/event.js';
import { streamOf } from '#libs/fleet/source.js';
import { append, type Appended } from '#libs/store/append.js';
import { takeLease } from '#libs/store/lease.js';
import { openOrganization } from '#libs/store/organizations.js';
import { PROJECTION, refresh } from '#libs/store/refresh.js';

/** Records events of an organization, as the ingest worker would. */
export async function record(db: DataSource, organization: string, events: readonly FleetEvent[]): Promise<Appended> {
  await openOrganization(db, organization);
  return append(
    db,
    organization,
    events.map((event) => {
      const stream = streamOf(event);
      if (!stream.ok) throw new Error(stream.reason);
      return { ...event, stream: stream.stream };
    }),
  );
}

/** Takes everything recorded into the projection, as the projector would. */
export async function project(db: DataSource, organization: string): Promise<void> {
  const lease = await takeLease(db, organization, { name: PROJECTION, holder: 'test', seconds: 60 });
  if (lease === null) throw new Error('somebody else projects');
  for (;;) {
    const refreshed = await refresh(db, lease);
    if (refreshed === 'lost') throw new Error('the lease was lost');
    if (!refreshed.more) return;
  }
}
