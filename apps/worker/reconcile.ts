import type { IngestQueue } from '#libs/queue/queue.js';
import { acrossOrganizations } from '#libs/store/database.js';
import { claim, finish } from '#libs/store/inbox.js';
import { takeLease } from '#libs/store/lease.js';
import { unfinishedUploads, type UnfinishedUpload } from '#libs/store/queries/unfinished-uploads.js';
import type { IngestTools } from './ingest.js';
import { quarantined } from './record.js';

export interface ReconcileTools extends IngestTools {
  readonly queue: IngestQueue;
  /** How long an upload may lie untouched before the queue is asked again. */
  readonly idleSeconds: number;
}

export interface Reconciled {
  readonly asked: number;
  readonly quarantined: number;
}

/** An upload over which workers died so often is set aside, so that it cannot go on for ever. */
export const MOST_DEATHS = 8;

/** Uploads looked at in one round. */
const ROUND = 500;
/** How long the queue is given before it is asked for the same upload again: under a backlog it knows well enough. */
const PATIENCE_MS = 20_000;
/** Never longer than the lease of an upload, which a reconciler that died would else hold up. */
const MOST_LEASE_SECONDS = 10;

/**
 * Makes sure that every upload ends, whatever the queue lost: asks again for those that are neither final nor in anybody's hands, each time by a
 * fresh job. One reconciler at a time works on an organization; `now` is the instant of the round in milliseconds.
 */
export function reconciler(tools: ReconcileTools): (now: number) => Promise<Reconciled> {
  const asked = new Map<string, number>();
  return async (now) => {
    for (const [inboxId, at] of asked) if (now - at >= PATIENCE_MS) asked.delete(inboxId);
    const unfinished = await acrossOrganizations(tools.database, (db) =>
      unfinishedUploads(db, tools.idleSeconds, ROUND),
    );
    const mine = await ofLeasedOrganizations(tools, unfinished);
    const deadly = mine.filter(({ holder, attempts }) => holder !== null && attempts >= MOST_DEATHS);
    const lost = mine.filter((upload) => !deadly.includes(upload) && !asked.has(upload.inboxId));
    if (await tools.queue.enqueue(lost)) for (const { inboxId } of lost) asked.set(inboxId, now);
    let count = 0;
    for (const upload of deadly) if (await setAside(tools, upload)) count += 1;
    return { asked: lost.length, quarantined: count };
  };
}

async function ofLeasedOrganizations(
  { database, holder, leaseSeconds }: ReconcileTools,
  uploads: readonly UnfinishedUpload[],
): Promise<readonly UnfinishedUpload[]> {
  const leased = new Set<string>();
  const seconds = Math.min(MOST_LEASE_SECONDS, leaseSeconds);
  for (const organization of new Set(uploads.map((upload) => upload.organization))) {
    const lease = await takeLease(database, organization, { name: 'reconcile', holder, seconds });
    if (lease !== null) leased.add(organization);
  }
  return uploads.filter(({ organization }) => leased.has(organization));
}

/** Ends an upload without looking into it: whoever looked died. */
async function setAside(
  tools: ReconcileTools,
  { organization, inboxId, attempts }: UnfinishedUpload,
): Promise<boolean> {
  const { database, holder, leaseSeconds, log } = tools;
  const claimed = await claim(database, organization, inboxId, { holder, seconds: leaseSeconds });
  if (typeof claimed === 'string') return false;
  const ending = quarantined(
    `The worker died on it ${attempts} times.`,
    'Its bytes are kept. Report it as a defect with the file; export again with fewer objects and send that.',
  );
  const held = await finish(database, claimed, ending);
  if (held === 'held') log.error({ organization, inboxId, attempts }, 'set aside: workers die on it');
  return held === 'held';
}
