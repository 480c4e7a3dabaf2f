import type { DataSource } from 'typeorm';
import type { StoredCommit, StoredEvent } from '../canonical-row.js';
import { beginAlertsAt } from '../alerts/follower.js';
import { inOrganization, type Transaction } from '../database.js';
import { whyNoOrganization } from '../organizations.js';
import { closeLog, insertCommits, insertConflicts, insertEvents, insertSightings, openEmpty } from './import-rows.js';
import type { PackConflict, PackHeader, PackSighting } from './shape.js';
import { type IntactPack, type PackTaker, type PackVerdict, walkPack } from './walk-pack.js';

/** Why a log was not imported; nothing of it was then. */
export type NotImported =
  | { readonly imported: false; readonly reason: 'not-proven'; readonly verdict: Exclude<PackVerdict, IntactPack> }
  /** Somebody has written to that organization, or imports into it now. */
  | { readonly imported: false; readonly reason: 'not-empty'; readonly organization: string }
  | { readonly imported: false; readonly reason: 'no-name'; readonly organization: string }
  /** These connections are not the owner's. */
  | { readonly imported: false; readonly reason: 'not-owner' }
  /** PostgreSQL does not take a row: what it says. */
  | { readonly imported: false; readonly reason: 'not-storable'; readonly detail: string };

export type Imported = IntactPack & { readonly imported: true; readonly into: string };

export interface ImportOptions {
  /** The name here; without it the one of the pack. */
  readonly as?: string | undefined;
  readonly progress?: ((position: number, head: number) => void) | undefined;
}

/**
 * Puts the log of an evidence pack into an organization that has none, exactly as it is: positions, recorded instants, hashes. It is proven
 * while it is read and stands there as a whole or not at all, for all of it is one transaction, which holds a batch at a time in memory.
 *
 * @param owner connections of the owner: the application may only append.
 */
export async function importPack(
  owner: DataSource,
  file: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<Imported | NotImported> {
  const target: Target = { into: null };
  try {
    const verdict = await walkInto(owner, file, { options, target });
    return { ...verdict, imported: true, into: target.into ?? verdict.organization };
  } catch (error) {
    if (error instanceof Undone) return error.why;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === INSUFFICIENT_PRIVILEGE) return { imported: false, reason: 'not-owner' };
    // Class 22: data that a type refuses; 23: a key that stands there twice; 54: a limit of the server.
    if (/^(22|23|54)/.test(code) && error instanceof Error)
      return { imported: false, reason: 'not-storable', detail: error.message };
    throw error;
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Rolls the transaction back. */
class Undone extends Error {
  constructor(readonly why: NotImported) {
    super(why.reason);
  }
}

interface Target {
  into: string | null;
}

/** The transaction is the organization's once its name is known, which is the first thing in the file. */
async function walkInto(
  owner: DataSource,
  file: AsyncIterable<Uint8Array>,
  { options, target }: { readonly options: ImportOptions; readonly target: Target },
): Promise<IntactPack> {
  return inOrganization(owner, options.as ?? '', async (inside) => {
    const writer = new LogWriter(inside, options);
    const verdict = await walkPack(file, undefined, writer);
    if (!verdict.intact) throw new Undone({ imported: false, reason: 'not-proven', verdict });
    await writer.finish(verdict);
    target.into = writer.organization;
    return verdict;
  });
}

/** Events of a batch: so many, or so many characters. */
const BATCH_EVENTS = 500;
const BATCH_CHARACTERS = 8_000_000;

class LogWriter implements PackTaker {
  organization = '';
  private end = 0;
  private characters = 0;
  private events: StoredEvent[] = [];
  private commits: StoredCommit[] = [];
  private sightings: PackSighting[] = [];
  private conflicts: PackConflict[] = [];

  constructor(
    private readonly db: Transaction,
    private readonly options: ImportOptions,
  ) {}

  readonly header = async ({ organization, position }: PackHeader): Promise<void> => {
    this.organization = this.options.as ?? organization;
    this.end = position;
    const into = { organization: this.organization };
    if (whyNoOrganization(this.organization) !== null)
      throw new Undone({ imported: false, reason: 'no-name', ...into });
    if (!(await openEmpty(this.db, this.organization, organization)))
      throw new Undone({ imported: false, reason: 'not-empty', ...into });
  };

  readonly event = async (event: StoredEvent): Promise<void> => {
    this.events.push(event);
    this.characters += event.data.length + event.provenance.length;
    if (this.events.length < BATCH_EVENTS && this.characters < BATCH_CHARACTERS) return;
    this.options.progress?.(Number(event.position), this.end);
    await this.flush();
  };

  readonly commit = async (commit: StoredCommit): Promise<void> => {
    if (this.commits.push(commit) >= BATCH_EVENTS) await this.flush();
  };

  readonly sighting = async (sighting: PackSighting): Promise<void> => {
    if (this.sightings.push(sighting) >= BATCH_EVENTS) await this.flush();
  };

  readonly conflict = async (conflict: PackConflict): Promise<void> => {
    this.conflicts.push(conflict);
    this.characters += conflict.data.length + conflict.provenance.length;
    if (this.conflicts.length >= BATCH_EVENTS || this.characters >= BATCH_CHARACTERS) await this.flush();
  };

  async finish(proven: IntactPack): Promise<void> {
    await this.flush();
    await closeLog(this.db, this.organization, proven);
    // What the log tells is history here: nobody is alerted of it again.
    await beginAlertsAt(this.db, this.organization, this.end);
  }

  private async flush(): Promise<void> {
    const { db, organization } = this;
    await insertEvents(db, organization, this.events);
    await insertCommits(db, organization, this.commits);
    await insertSightings(db, organization, this.sightings);
    await insertConflicts(db, organization, this.conflicts);
    this.events = [];
    this.commits = [];
    this.sightings = [];
    this.conflicts = [];
    this.characters = 0;
  }
}
