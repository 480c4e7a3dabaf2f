import { happeningsOf } from '../cmdlet-log/happenings.js';
import { gathered } from '../gathered.js';
import { malformed } from '../refusal.js';
import type { Decoded, Warning } from '../report.js';
import { join } from './join.js';
import type { Said } from './kind.js';

/** The report of everything that the objects of one file say. A damaged object has the file refused. */
export function reportSaid(format: string, said: readonly Said[], warnings: readonly Warning[]): Decoded {
  for (const { damage, place } of said)
    if (damage !== undefined) return malformed(place ?? '', damage.message, damage.remedy);
  const joined = join(said);
  const ran = said.flatMap((one) => (one.ran === undefined ? [] : [{ ...one.ran, place: one.place ?? '' }]));
  const told = happeningsOf(ran);
  return {
    ok: true,
    report: {
      format,
      ...joined,
      events: [],
      ...(ran.length === 0 ? {} : { happenings: told.happenings }),
      warnings: [...warnings, ...gathered(joined.warnings), ...told.warnings],
    },
  };
}
