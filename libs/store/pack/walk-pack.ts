import { ChainWalk, type CopiedHead, type Intact } from '../chain-walk.js';
import type { Damage } from '../damage.js';
import type { StoredCommit, StoredEvent } from '../canonical-row.js';
import { type NumberedLine, type PackLine, readPack } from './read-pack.js';
import type { PackConflict, PackHeader, PackSighting } from './shape.js';

/** An evidence pack that proves its log. */
export interface IntactPack extends Intact {
  /** The organization as the hashes have it. */
  readonly organization: string;
  readonly exportedAt: string;
  /** Beside the log and not part of its proof: inventories that were seen again, and other content under known ids. */
  readonly sightings: number;
  readonly conflicts: number;
}

/** A log in a pack that is not what was recorded, and the line of the file that shows it. */
export interface DamagedPack extends Damage {
  readonly line: number;
}

/** A file that is not, or not whole, an evidence pack. */
export interface UnreadablePack {
  readonly intact: false;
  readonly reason: 'unreadable';
  /** The events before this position were read and are sound. */
  readonly position: number;
  readonly line: number;
  readonly why: string;
}

export type PackVerdict = IntactPack | DamagedPack | UnreadablePack;

/** What a reader of a pack wants to be given, in the order of the file. Each thing was proven as far as it can be at its place. */
export interface PackTaker {
  readonly header?: (header: PackHeader) => Promise<void>;
  readonly event?: (event: StoredEvent) => Promise<void>;
  /** After its events, which with it are proven. */
  readonly commit?: (commit: StoredCommit) => Promise<void>;
  readonly sighting?: (sighting: PackSighting) => Promise<void>;
  readonly conflict?: (conflict: PackConflict) => Promise<void>;
}

/**
 * Proves the log that an evidence pack holds, without any database: the chain recomputed, nothing missing, the last line as it must be, and
 * the copied head among the hashes. Holds one line at a time in memory, and how far each stream is.
 *
 * @param taker is given what the pack holds; without a verdict `intact` nothing it was given may be relied upon.
 */
export async function walkPack(
  file: AsyncIterable<Uint8Array>,
  copied?: CopiedHead,
  taker: PackTaker = {},
): Promise<PackVerdict> {
  const lines = readPack(file);
  try {
    const first = await lines.next();
    if (first.done === true) return unreadable(0, { number: 1, why: 'the file is empty' });
    const { number, line } = first.value;
    if (line.kind === 'unreadable') return unreadable(0, { number, why: `this is no evidence pack: ${line.why}` });
    if (line.kind !== 'header') return unreadable(0, { number, why: 'an evidence pack begins with its header' });
    await taker.header?.(line.header);
    return await walkLines(lines, new PackWalk(line.header, taker, copied));
  } finally {
    await lines.return();
  }
}

async function walkLines(lines: AsyncGenerator<NumberedLine, void>, walk: PackWalk): Promise<PackVerdict> {
  let last = 1;
  for await (const { number, line } of lines) {
    last = number;
    const verdict = await walk.take(line, number);
    if (verdict === null) continue;
    if (!verdict.intact) return verdict;
    const surplus = await lines.next();
    if (surplus.done === true) return verdict;
    return unreadable(walk.position, { number: number + 1, why: 'something stands behind the last line' });
  }
  return unreadable(walk.position, { number: last + 1, why: 'the last line is missing: the file was cut short' });
}

function unreadable(
  reached: number,
  { number, why }: { readonly number: number; readonly why: string },
): UnreadablePack {
  return { intact: false, reason: 'unreadable', position: reached + 1, line: number, why };
}

/** The part of a pack in which a line may stand. */
const PLACES = ['commit', 'event', 'sighting', 'conflict', 'head'];

class PackWalk {
  private readonly chain: ChainWalk;
  private open: StoredCommit | null = null;
  private place = 'commit';
  private sightings = 0;
  private conflicts = 0;

  constructor(
    private readonly header: PackHeader,
    private readonly taker: PackTaker,
    copied: CopiedHead | undefined,
  ) {
    this.chain = new ChainWalk(header.organization, copied);
  }

  get position(): number {
    return this.chain.position;
  }

  /** Null: go on. */
  async take(line: PackLine, number: number): Promise<PackVerdict | null> {
    const damage = await this.damageOf(line);
    if (damage !== null) return { ...damage, line: number };
    if (line.kind === 'unreadable') return unreadable(this.position, { number, why: line.why });
    if (line.kind === 'header' || !this.mayStand(line.kind))
      return unreadable(this.position, { number, why: 'this line stands in the wrong place' });
    if (line.kind === 'head') return this.end(line, number);
    if (line.kind === 'sighting') await this.taker.sighting?.(line.sighting);
    if (line.kind === 'conflict') await this.taker.conflict?.(line.conflict);
    this.sightings += line.kind === 'sighting' ? 1 : 0;
    this.conflicts += line.kind === 'conflict' ? 1 : 0;
    return null;
  }

  /** Commits and events in turn, then the others, each kind once. */
  private mayStand(kind: string): boolean {
    const chained = kind === 'commit' || kind === 'event';
    if (chained) return this.place === 'commit';
    if (PLACES.indexOf(kind) < PLACES.indexOf(this.place)) return false;
    this.place = kind;
    return true;
  }

  private async damageOf(line: PackLine): Promise<Damage | null> {
    if (line.kind === 'unreadable' || line.kind === 'header' || this.place !== 'commit') return null;
    if (line.kind === 'event') return this.event(line.event);
    // Every other line ends the commit before it: its events must be there.
    if (this.open !== null) return this.chain.damaged('event-missing');
    if (line.kind !== 'commit') return null;
    this.open = line.commit;
    return this.chain.enter(line.commit);
  }

  private async event(event: StoredEvent): Promise<Damage | null> {
    if (this.open === null) return this.chain.damaged('event-without-commit');
    const damage = this.chain.step(event);
    if (damage !== null) return damage;
    await this.taker.event?.(event);
    if (this.chain.position < this.chain.until) return null;
    const commit = this.open;
    this.open = null;
    const changed = this.chain.leave(commit);
    if (changed === null) await this.taker.commit?.(commit);
    return changed;
  }

  private end({ head, sha256 }: PackLine & { kind: 'head' }, number: number): PackVerdict {
    const { chain, header } = this;
    const wrong = this.wrongEnd(head.position, head.hash) ?? this.wrongEnd(header.position, header.hash);
    if (wrong !== null) return { ...wrong, line: number };
    const counted = [chain.commits, chain.position, this.sightings, this.conflicts].join();
    if ([head.commits, head.events, head.sightings, head.conflicts].join() !== counted)
      return unreadable(chain.position, { number, why: 'the last line counts other lines than there are' });
    if (head.sha256 !== sha256)
      return unreadable(chain.position, {
        number,
        why: 'the lines before are not those that the last line was made of',
      });
    const missing = chain.damagedCopy();
    if (missing !== null) return { ...missing, line: number };
    const { organization, exportedAt } = header;
    const beside = { sightings: this.sightings, conflicts: this.conflicts };
    return { ...chain.intact(), organization, exportedAt, ...beside };
  }

  private wrongEnd(position: number, hash: string): Damage | null {
    if (position > this.chain.position) return this.chain.damaged('log-cut-short');
    return position === this.chain.position && hash === this.chain.headHash ? null : this.chain.damaged('head-wrong');
  }
}
