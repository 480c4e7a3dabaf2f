import { malformed } from '../refusal.js';
import type { Decoded, Warning } from '../report.js';
import { join } from './join.js';
import type { Said } from './kind.js';

/** The report of everything that the objects of one file say. A damaged object has the file refused. */
export function reportSaid(format: string, said: readonly Said[], warnings: readonly Warning[]): Decoded {
  for (const { damage, place } of said)
    if (damage !== undefined) return malformed(place ?? '', damage.message, damage.remedy);
  const joined = join(said);
  return {
    ok: true,
    report: { format, ...joined, events: [], warnings: [...warnings, ...gathered(joined.warnings)] },
  };
}

/** The same warning of many objects is one warning. */
function gathered(warnings: readonly Warning[]): readonly Warning[] {
  const places = new Map<string, string[]>();
  for (const { place, message } of warnings) {
    const at = places.get(message);
    if (at === undefined) places.set(message, [place]);
    else if (at.length <= MOST_PLACES && !at.includes(place)) at.push(place);
  }
  const all = [...places].map(([message, at]) => ({ place: placesText(at), message }));
  if (all.length <= MOST_WARNINGS) return all;
  return [...all.slice(0, MOST_WARNINGS), { place: '', message: `${all.length - MOST_WARNINGS} more warnings.` }];
}

/** More than anybody reads; the last one then says how many there were. */
const MOST_WARNINGS = 1000;

const MOST_PLACES = 5;

function placesText(places: readonly string[]): string {
  const distinct = places.filter((place) => place !== '');
  return distinct.length <= MOST_PLACES ? distinct.join(', ') : `${distinct.slice(0, MOST_PLACES).join(', ')} and more`;
}
