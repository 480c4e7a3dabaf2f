import type { EventType } from '#libs/fleet/event.js';
import type { Warning } from './report.js';

/**
 * What became of a file:
 * - `recorded`: some or all of it is new in the log;
 * - `known`: the log had all of it already, or it is an inventory seen again;
 * - `nothing`: it was read and holds nothing that could be recorded;
 * - `skipped`: it is of no format, and came with others in an archive;
 * - `refused`: it could not be read, or not be recorded;
 * - `conflict`: an event of it has the id of another one. The rest of it is recorded.
 */
export type FileOutcome = 'recorded' | 'known' | 'nothing' | 'skipped' | 'refused' | 'conflict';

/** One file of what was sent, and what became of it: everything it held is counted somewhere here. */
export interface FileResult {
  /** Its name, within an archive that in the archive; null: it came without one. */
  readonly file: string | null;
  /** Null: it could not be told. */
  readonly format: string | null;
  readonly outcome: FileOutcome;
  /** How many events of each type became part of the log by this upload. */
  readonly events: Readonly<Partial<Record<EventType, number>>>;
  /** How many the log had already, inventories that were seen again among them. */
  readonly known: number;
  /** How many of those are inventories that say what was known, at another time. */
  readonly seenAgain: number;
  /** How many have the id of another event and are kept apart. */
  readonly conflicts: number;
  /** The first and last instant it tells of, new or known, RFC 3339 UTC; null: of none. */
  readonly first: string | null;
  readonly last: string | null;
  readonly warnings: readonly Warning[];
  /** Why it was refused or skipped, and what can be done about it; else null. */
  readonly reason: string | null;
  readonly remedy: string | null;
}
