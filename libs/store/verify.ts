import type { DataSource } from 'typeorm';
import { commitHash, eventHash, type StoredCommit, type StoredEvent } from './canonical-row.js';
import { inSnapshot, type Transaction } from './database.js';

/** What is wrong with a log, at the first position for which it can be told. */
export interface Damage {
  readonly intact: false;
  readonly position: number;
  readonly reason:
    | 'event-missing'
    | 'event-changed'
    | 'version-not-dense'
    | 'commit-missing'
    | 'commit-overlaps'
    | 'commit-changed'
    | 'chain-broken'
    | 'event-without-commit'
    | 'log-cut-short'
    | 'head-wrong'
    | 'stream-head-wrong'
    | 'copied-hash-not-in-chain';
}

export interface Intact {
  readonly intact: true;
  /** The log is sound up to here, its end. */
  readonly position: number;
  /** SHA-256 of the chain up to there, hex: keep a copy elsewhere. */
  readonly headHash: string;
  readonly commits: number;
}

/** A head hash that was seen at some time, outside of the database. */
export interface CopiedHead {
  readonly hash: string;
  /** Where the log ended then, if that is known too. */
  readonly position?: number | undefined;
}

/**
 * Proves an organization's log: positions and versions without holes, every hash recomputed, and the copied head among them. It reads the
 * log as it is at one moment; writers go on.
 *
 * It does not tell that the events are true, and without a copied head not that somebody with all rights did not make a whole new chain.
 */
export function verifyLog(db: DataSource, organization: string, copied?: CopiedHead): Promise<Intact | Damage> {
  return inSnapshot(db, organization, async (inside) => {
    const walk = new Walk(organization, copied?.hash.toLowerCase());
    const events = eventsOf(inside, organization);
    for await (const commit of commitsOf(inside, organization)) {
      const damage = walk.enter(commit) ?? (await walkEvents(walk, commit, events)) ?? walk.leave(commit);
      if (damage) return damage;
    }
    if (!(await events.next()).done) return walk.damaged('event-without-commit');
    return (await damagedEnd(inside, organization, walk)) ?? walk.damagedCopy(copied) ?? walk.intact();
  });
}

async function walkEvents(
  walk: Walk,
  commit: StoredCommit,
  events: AsyncGenerator<StoredEvent, void>,
): Promise<Damage | null> {
  while (walk.position < Number(commit.last)) {
    const { value } = await events.next();
    const damage = value ? walk.step(value) : walk.damaged('event-missing');
    if (damage) return damage;
  }
  return null;
}

/** Where a walk along the chain has come to. */
class Walk {
  position = 0;
  private commits = 0;
  private hash: Buffer = Buffer.alloc(32);
  private hashes: Buffer[] = [];
  private copyFound: boolean;
  readonly versions = new Map<string, number>();

  constructor(
    private readonly organization: string,
    private readonly copiedHash: string | undefined,
  ) {
    this.copyFound = this.headHash === copiedHash;
  }

  enter(commit: StoredCommit): Damage | null {
    this.hashes = [];
    if (Number(commit.first) > this.position + 1) return this.damaged('commit-missing');
    if (Number(commit.first) <= this.position || Number(commit.last) < Number(commit.first))
      return this.damaged('commit-overlaps');
    return commit.previous_hash.equals(this.hash) ? null : this.damaged('chain-broken');
  }

  step(event: StoredEvent): Damage | null {
    if (Number(event.position) !== this.position + 1) return this.damaged('event-missing');
    const version = (this.versions.get(event.stream) ?? 0) + 1;
    if (!eventHash(event).equals(event.hash)) return this.damaged('event-changed');
    if (Number(event.version) !== version) return this.damaged('version-not-dense');
    this.versions.set(event.stream, version);
    this.hashes.push(event.hash);
    this.position += 1;
    return null;
  }

  leave(commit: StoredCommit): Damage | null {
    if (!commitHash(this.organization, commit, this.hashes).equals(commit.hash)) {
      return { intact: false, position: Number(commit.first), reason: 'commit-changed' };
    }
    this.commits += 1;
    this.hash = commit.hash;
    this.copyFound ||= this.headHash === this.copiedHash;
    return null;
  }

  get headHash(): string {
    return this.hash.toString('hex');
  }

  damaged(reason: Damage['reason']): Damage {
    return { intact: false, position: this.position + 1, reason };
  }

  damagedCopy(copied: CopiedHead | undefined): Damage | null {
    if (!copied || this.copyFound) return null;
    return {
      intact: false,
      position: Math.min(copied.position ?? Infinity, this.position + 1),
      reason: 'copied-hash-not-in-chain',
    };
  }

  intact(): Intact {
    return { intact: true, position: this.position, headHash: this.headHash, commits: this.commits };
  }
}

/** The rows that say where the log and its streams end. */
async function damagedEnd(db: Transaction, organization: string, walk: Walk): Promise<Damage | null> {
  const [head] = await db.query<{ position: string | null; hash: string | null }>(
    `select h.position, encode(h.hash, 'hex') as hash
     from certfleet.organization o left join certfleet.head h using (organization) where o.organization = $1`,
    [organization],
  );
  if (Number(head?.position ?? 0) > walk.position) return walk.damaged('log-cut-short');
  if (head && (head.position !== String(walk.position) || head.hash !== walk.headHash))
    return walk.damaged('head-wrong');
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
