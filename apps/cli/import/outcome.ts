import type { FileOutcome, FileResult } from '#libs/formats/file-result.js';
import type { Ticket } from '../answers.js';
import type { Failure } from '../failure.js';
import type { Sent } from './send.js';

/** A file and what became of it; a file of a zip stands behind the zip. */
export interface ImportedFile extends FileResult {
  readonly path: string;
}

/** What became of the files of one thing that was sent. */
export function importedFiles({ file: sent, accepted }: Sent, { files, ...ticket }: Ticket): readonly ImportedFile[] {
  if (files.length === 0) return [untold(sent, ticket)];
  return files.map((file) => ({ ...file, path: accepted.format === 'zip' ? within(sent, file.file ?? '') : sent }));
}

/** How a file of a zip is told of. */
export function within(zip: string, file: string): string {
  return `${zip}: ${file}`;
}

/** What an earlier version finished is not told by files. */
function untold(path: string, ticket: Omit<Ticket, 'files'>): ImportedFile {
  const outcome = ticket.state === 'failed' ? 'refused' : ticket.events > 0 ? 'recorded' : 'known';
  const { warnings, error: reason } = ticket;
  const nothing = { known: 0, seenAgain: 0, conflicts: 0, first: null, last: null, remedy: null };
  return { path, file: null, format: null, outcome, events: {}, warnings, reason, ...nothing };
}

/** Why a file is a fault of the call: it was not recorded as it should have been. Null: all is well with it. */
export function failureOf({ path, outcome, reason, remedy, conflicts }: ImportedFile): Failure | null {
  if (outcome === 'refused')
    return {
      exit: 64,
      what: reason ?? 'the file was not recorded',
      where: path,
      ...(remedy === null ? {} : { remedy }),
    };
  if (outcome !== 'conflict') return null;
  const what = `${conflicts} of its events ${conflicts === 1 ? 'has the id' : 'have the ids'} under which something else was recorded before`;
  return {
    exit: 64,
    what,
    where: path,
    remedy: 'Both are kept. Find out which is right; a correction needs an id of its own.',
  };
}

/** Every file that was named or found, in numbers. `open`: not sent, or not known yet what became of it. */
export type Summary = Readonly<Record<FileOutcome | 'open' | 'files' | 'events', number>>;

/** Beside what the server tells of: what was passed over here, what was refused at once, and what is open. */
export interface Others {
  readonly skipped: number;
  readonly refused: number;
  readonly open: number;
}

export function summaryOf(files: readonly ImportedFile[], { skipped, refused, open }: Others): Summary {
  const count = (outcome: FileOutcome) => files.filter((file) => file.outcome === outcome).length;
  return {
    files: files.length + skipped + refused + open,
    recorded: count('recorded'),
    known: count('known'),
    nothing: count('nothing'),
    skipped: count('skipped') + skipped,
    refused: count('refused') + refused,
    conflict: count('conflict'),
    open,
    events: files.reduce((sum, file) => sum + eventsOf(file), 0),
  };
}

export function eventsOf({ events }: FileResult): number {
  return Object.values(events).reduce((sum, n) => sum + n, 0);
}
