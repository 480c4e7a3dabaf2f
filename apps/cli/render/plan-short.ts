import type { PlanReport } from '#libs/planning/report.js';
import { counted } from '../text/lines.js';
import { countsOf } from '../plan/counts.js';
import { digestOf, introduced, worstFirst } from '../plan/digest.js';
import type { Names } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { serverPattern } from '#libs/fleet/server-pattern.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { sideWords } from './plan-changes.js';
import { groupedShifts, type ShiftGroup } from './plan-groups.js';

/** What a plan comes to in few words, a paragraph each: the counts, each change by its first place, each introduced risk. */
export function shortResult(report: PlanReport, names: Names): readonly string[] {
  const digest = digestOf(report);
  const shifts = groupedShifts([...digest.risky, ...digest.changed, ...digest.unknown], names.store);
  const risks = worstFirst(introduced(report));
  return [
    countsOf(digest),
    ...(shifts.length === 0 ? ['Nothing presented changes.'] : shifts.map((group) => shortShift(group, names))),
    ...(risks.length === 0
      ? ['No new risk.']
      : risks.map(({ id, severity, summary }) => `${severity.toUpperCase()} ${shown(id)}: ${shown(summary)}`)),
  ];
}

function shortShift({ shift, shifts }: ShiftGroup, names: Names): string {
  const [first = '', ...rest] = shift.endpoints;
  const place = endpointWords(shifts.length > 1 ? serverPattern(first, shift.server) : first);
  const more = rest.length === 0 ? '' : ` and ${counted(rest.length, 'more endpoint')}`;
  const where = shifts.length > 1 ? `on ${shifts.length} servers: ` : '';
  return `${where}${shown(place)}${more} \u2192 ${sideWords(shift.after, names)}`;
}
