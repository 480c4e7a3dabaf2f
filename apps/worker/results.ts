import type { EventType } from '#libs/fleet/event.js';
import type { FileOutcome, FileResult } from '#libs/formats/file-result.js';
import type { Warning } from '#libs/formats/report.js';
import type { AppendOutcome } from '#libs/store/append.js';
import type { NewEvent } from '#libs/store/event-row.js';

/** A file with its events as they can be recorded; one that is refused has none. */
export interface PreparedFile {
  readonly name: string | null;
  readonly format: string | null;
  readonly events: readonly NewEvent[];
  readonly warnings: readonly Warning[];
  readonly refusal: { readonly reason: string; readonly remedy: string; readonly skipped: boolean } | null;
}

/** What became of an event. */
export type Fate = AppendOutcome | 'seen-again';

/** What became of a file, whose events met these fates. */
export function resultOf(file: PreparedFile, fates: readonly Fate[]): FileResult {
  const count = (fate: Fate) => fates.filter((one) => one === fate).length;
  const types: Partial<Record<EventType, number>> = {};
  for (const [i, { type }] of file.events.entries()) if (fates[i] === 'recorded') types[type] = (types[type] ?? 0) + 1;
  const instants = file.events.map(({ occurredAt }) => new Date(occurredAt).toISOString()).sort();
  return {
    file: file.name,
    format: file.format,
    outcome: outcomeOf(file, fates),
    events: types,
    known: count('duplicate') + count('seen-again'),
    seenAgain: count('seen-again'),
    conflicts: count('conflict'),
    first: instants.at(0) ?? null,
    last: instants.at(-1) ?? null,
    warnings: file.warnings,
    reason: file.refusal?.reason ?? null,
    remedy: file.refusal?.remedy ?? null,
  };
}

function outcomeOf({ refusal }: PreparedFile, fates: readonly Fate[]): FileOutcome {
  if (refusal !== null) return refusal.skipped ? 'skipped' : 'refused';
  if (fates.length === 0) return 'nothing';
  if (fates.includes('conflict')) return 'conflict';
  return fates.includes('recorded') ? 'recorded' : 'known';
}
