import { commitHash, derivedEventId, eventHash, type StoredCommit, type StoredEvent } from './canonical-row.js';
import type { Damage } from './damage.js';

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

/** Where a walk along a log's commits and their events has come to, and the first thing that is not as docs/log-format.md says. */
export class ChainWalk {
  position = 0;
  commits = 0;
  /** Where the commit ends that was entered last. */
  until = 0;
  private hash: Buffer = Buffer.alloc(32);
  private hashes: Buffer[] = [];
  private copyFound: boolean;
  readonly versions = new Map<string, number>();

  /** @param organization as the hashes of the log have it. */
  constructor(
    private readonly organization: string,
    private readonly copied?: CopiedHead,
  ) {
    this.copyFound = this.isCopied();
  }

  enter(commit: StoredCommit): Damage | null {
    this.hashes = [];
    if (Number(commit.first) > this.position + 1) return this.damaged('commit-missing');
    if (Number(commit.first) <= this.position || Number(commit.last) < Number(commit.first))
      return this.damaged('commit-overlaps');
    this.until = Number(commit.last);
    return commit.previous_hash.equals(this.hash) ? null : this.damaged('chain-broken');
  }

  step(event: StoredEvent): Damage | null {
    if (Number(event.position) !== this.position + 1) return this.damaged('event-missing');
    const version = (this.versions.get(event.stream) ?? 0) + 1;
    if (!eventHash(event).equals(event.hash)) return this.damaged('event-changed');
    if (derivedEventId(event) !== event.event_id) return this.damaged('event-id-not-derived');
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
    this.copyFound ||= this.isCopied();
    return null;
  }

  get headHash(): string {
    return this.hash.toString('hex');
  }

  damaged(reason: Damage['reason']): Damage {
    return { intact: false, position: this.position + 1, reason };
  }

  /** A head hash that was seen with its position must be the hash there, any other one that of some commit. */
  damagedCopy(): Damage | null {
    if (!this.copied || this.copyFound) return null;
    return {
      intact: false,
      position: Math.min(this.copied.position ?? Infinity, this.position + 1),
      reason: 'copied-hash-not-in-chain',
    };
  }

  intact(): Intact {
    return { intact: true, position: this.position, headHash: this.headHash, commits: this.commits };
  }

  private isCopied(): boolean {
    if (this.copied?.hash.toLowerCase() !== this.headHash) return false;
    return this.copied.position === undefined || this.copied.position === this.position;
  }
}
