import type { DataSource } from 'typeorm';
import type { StoredCommit, StoredEvent } from './canonical-row.js';
import { ChainWalk, type CopiedHead, type Intact } from './chain-walk.js';
import type { Damage } from './damage.js';
import { inSnapshot, type Transaction } from './database.js';

/** How far a proof is: events walked, of so many. */
export type VerifyProgress = (position: number, head: number) => void;

/**
 * Proves an organization's log: positions and versions without holes, every id derived and every hash recomputed, and the copied head among
 * them. It reads the log as it is at one moment; writers go on.
 *
 * It does not tell that the events are true, and without a copied head not that somebody with all rights did not make a whole new chain.
 *
 * @param progress told after each thousand events or so.
 */
export function verifyLog(
  db: DataSource,
  organization: string,
  copied?: CopiedHead,
  progress: VerifyProgress = () => undefined,
): Promise<Intact | Damage> {
  return inSnapshot(db, organization, async (inside) => {
    const end = await recordedEnd(inside, organization);
    const walk = new ChainWalk(end.name, copied);
    const events = eventsOf(inside, organization);
    let told = 0;
    for await (const commit of commitsOf(inside, organization)) {
      const damage = walk.enter(commit) ?? (await walkEvents(walk, events)) ?? walk.leave(commit);
      if (damage) return damage;
      if (walk.position < told + PAGE) continue;
      told = walk.position;
      progress(told, end.position);
    }
    if (!(await events.next()).done) return walk.damaged('event-without-commit');
    return (await damagedEnd(inside, organization, { walk, end })) ?? walk.damagedCopy() ?? walk.intact();
  });
}

async function walkEvents(walk: ChainWalk, events: AsyncGenerator<StoredEvent, void>): Promise<Damage | null> {
  while (walk.position < walk.until) {
    const { value } = await events.next();
    const damage = value ? walk.step(value) : walk.damaged('event-missing');
    if (damage) return damage;
  }
  return null;
}

/** Where the log ends by its own record. */
interface RecordedEnd {
  readonly exists: boolean;
  readonly position: number;
  /** Hex; null: there is no record. */
  readonly hash: string | null;
  /** Under which name the log was begun: another one only where it was imported. */
  readonly name: string;
}

async function recordedEnd(db: Transaction, organization: string): Promise<RecordedEnd> {
  const [row] = await db.query<{ position: string | null; hash: string | null; written_as: string | null }>(
    `select h.position, encode(h.hash, 'hex') as hash, h.written_as
     from certfleet.organization o left join certfleet.head h using (organization) where o.organization = $1`,
    [organization],
  );
  return {
    exists: row !== undefined,
    position: Number(row?.position ?? 0),
    hash: row?.hash ?? null,
    name: row?.written_as ?? organization,
  };
}

/** What the rows say that tell where the log and its streams end. */
async function damagedEnd(
  db: Transaction,
  organization: string,
  { walk, end }: { readonly walk: ChainWalk; readonly end: RecordedEnd },
): Promise<Damage | null> {
  if (end.position > walk.position) return walk.damaged('log-cut-short');
  if (end.exists && (end.position !== walk.position || end.hash !== walk.headHash)) return walk.damaged('head-wrong');
  const streams = await db.query<{ stream: string; version: string }>(
    'select stream, version from certfleet.stream where organization = $1',
    [organization],
  );
  const wrong =
    streams.length !== walk.versions.size ||
    streams.some(({ stream, version }) => walk.versions.get(stream) !== Number(version));
  return wrong ? walk.damaged('stream-head-wrong') : null;
}

const PAGE = 1000;

async function* commitsOf(db: Transaction, organization: string): AsyncGenerator<StoredCommit, void> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await db.query<StoredCommit>(
      `select first, last, recorded_at, previous_hash, hash from certfleet.commit
       where organization = $1 and first > $2 order by first limit ${PAGE}`,
      [organization, after],
    );
    yield* page;
    if (page.length < PAGE) return;
    after = Number(page.at(-1)?.first);
  }
}

async function* eventsOf(db: Transaction, organization: string): AsyncGenerator<StoredEvent, void> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await db.query<StoredEvent>(
      `select position, stream, version, event_id, type, schema_version, source, id, occurred_at, recorded_at,
         data::text as data, provenance::text as provenance, content_hash, hash
       from certfleet.event where organization = $1 and position > $2 order by position limit ${PAGE}`,
      [organization, after],
    );
    yield* page;
    if (page.length < PAGE) return;
    after = Number(page.at(-1)?.position);
  }
}
