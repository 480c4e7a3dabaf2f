import type { Collector } from '#libs/fleet/document.js';
import { jsonPath, shorten } from '../json/path.js';
import type { Warning } from '../report.js';

const MOST_NOTES = 100;
const LONGEST_NOTE = 500;

/** What a collector says that it could not read, as warnings of the import: the keys this concerns are absent, so they stay unknown. */
export function notesOf(collector: Collector | undefined): readonly Warning[] {
  const notes = collector?.notes ?? [];
  const told = notes.slice(0, MOST_NOTES).map(({ place, message }, i) => ({
    place: jsonPath(['collector', 'notes', i]),
    message: [place, message]
      .flatMap((part) => (part == null || part.trim() === '' ? [] : [shorten(part.trim(), LONGEST_NOTE)]))
      .join(': '),
  }));
  if (notes.length <= MOST_NOTES) return told;
  return [...told, { place: 'collector.notes', message: `${notes.length - MOST_NOTES} more notes of the collector.` }];
}
