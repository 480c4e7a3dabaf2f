import type { Warning } from './report.js';

/** More than anybody reads; the last one then says how many there were. */
const MOST_WARNINGS = 1000;

const MOST_PLACES = 5;

/** The same warning of many places is one warning. */
export function gathered(warnings: readonly Warning[]): readonly Warning[] {
  const places = new Map<string, Set<string>>();
  for (const { place, message } of warnings) {
    const known = places.get(message) ?? new Set<string>();
    places.set(message, known);
    if (place !== '' && known.size <= MOST_PLACES) known.add(place);
  }
  const all = [...places].map(([message, at]) => ({ place: placesText([...at]), message }));
  if (all.length <= MOST_WARNINGS) return all;
  return [...all.slice(0, MOST_WARNINGS), { place: '', message: `${all.length - MOST_WARNINGS} more warnings.` }];
}

function placesText(places: readonly string[]): string {
  return places.length <= MOST_PLACES ? places.join(', ') : `${places.slice(0, MOST_PLACES).join(', ')} and more`;
}
