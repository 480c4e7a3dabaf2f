import type { FileOutcome } from '#libs/formats/file-result.js';
import { eventsOf, type ImportedFile, type Summary } from '../import/outcome.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import { counted } from '../text/lines.js';
import type { Page } from '../text/page.js';
import type { Paint } from '../text/paint.js';
import { table, type Cell } from '../text/table.js';

const WORDS: Readonly<Record<FileOutcome | 'open', string>> = {
  recorded: 'recorded',
  known: 'known',
  nothing: 'holds nothing',
  skipped: 'skipped',
  refused: 'refused',
  conflict: 'in conflict',
  open: 'not finished',
};

const OUTCOMES = ['recorded', 'known', 'nothing', 'skipped', 'refused', 'conflict', 'open'] as const;

/** One line for a file that was sent alone. */
export function importedLine(file: ImportedFile, position: number | null): string {
  const what = file.outcome === 'recorded' || file.outcome === 'known' ? 'recorded' : WORDS[file.outcome];
  const events = eventsOf(file);
  const fresh = events === 0 ? 'nothing new' : `${counted(events, 'event')}, up to position ${position}`;
  const known = file.known === 0 ? '' : `, ${file.known} known already`;
  return `${shown(file.path)}: ${what}, ${fresh}${known}`;
}

/** A line for each file: what became of it, what of it is new, what was known, and the time it tells of. */
export function importedTable(files: readonly ImportedFile[], page: Page): string {
  const rows = files.map((file): readonly Cell[] => [
    shown(file.path),
    outcomeCell(file.outcome, page.paint),
    file.known === 0 ? '' : String(file.known),
    file.first === null ? '' : instantWords(file.first),
    file.last === null || file.last === file.first ? '' : instantWords(file.last),
    Object.entries(file.events)
      .map(([type, n]) => `${n} ${shown(type)}`)
      .join(', '),
  ]);
  return table(['FILE', 'OUTCOME', 'KNOWN', 'FROM', 'TO', 'NEW EVENTS'], rows, page.paint);
}

function outcomeCell(outcome: FileOutcome, paint: Paint): Cell {
  const text = WORDS[outcome];
  if (outcome === 'refused' || outcome === 'conflict') return { text, paint: paint.bad };
  return outcome === 'recorded' ? { text, paint: paint.bold } : { text, paint: paint.dim };
}

/** Everything in one line: no file is missing from it. */
export function summaryLine(summary: Summary): string {
  const parts = OUTCOMES.flatMap((outcome) => {
    const n = summary[outcome];
    if (n === 0) return [];
    return outcome === 'recorded' ? `${n} recorded (${counted(summary.events, 'event')})` : `${n} ${WORDS[outcome]}`;
  });
  return `${counted(summary.files, 'file')}: ${parts.length === 0 ? 'nothing to do' : parts.join(', ')}`;
}
