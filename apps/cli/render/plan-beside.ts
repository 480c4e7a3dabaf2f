import type { Risk } from '#libs/rules/finding.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { groupedFindings } from './finding-groups.js';
import { likewiseLines, markPaint, serversOf, type Screen } from './plan-changes.js';
import { riskLines } from './risk.js';

/** Risks at places where nothing presented changes. */
export function besideLines(risks: readonly Risk[], mark: string, { names, page }: Screen): readonly string[] {
  return groupedFindings(risks).flatMap(({ first, all }, i) => [
    ...(i === 0 ? [] : ['']),
    ...hanging(`  ${markPaint(mark, page)(mark)} `, page.paint.bold(serversOf(all, names)), page.width),
    ...(first.endpoint === null || all.length > 1
      ? []
      : hanging('      ', shown(endpointWords(first.endpoint)), page.width)),
    '        nothing presented changes here now',
    ...riskLines(first, '      ', page),
    ...likewiseLines(all.length, page),
  ]);
}
