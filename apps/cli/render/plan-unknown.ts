import type { PlanNoteCode } from '#libs/planning/plan-answer.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { Digest } from '../plan/digest.js';
import { shown } from '../text/escape.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { commandsWords } from '../text/ranges.js';
import { PLAN_NOTE_WORDS, UNDECIDED } from '../words/plan-notes.js';
import { shiftLines, type Screen } from './plan-changes.js';

/** What a plan cannot tell: which commands are undecided for want of which fact, and the endpoints that follow from them. */
export function unknownLines(report: PlanReport, digest: Digest, screen: Screen): readonly string[] {
  const { page } = screen;
  const still = report.stillUnknown;
  return [
    ...undecidedLines(report, page),
    ...shiftLines(digest.unknown, '?', screen),
    ...(still === 0
      ? []
      : hanging(
          `  ${page.paint.doubtful('?')} `,
          `${counted(still, 'endpoint')} of these servers ${still === 1 ? 'is' : 'are'} unknown before and after, and counted as unchanged.`,
          page.width,
        )),
  ];
}

function undecidedLines(report: PlanReport, page: Page): readonly string[] {
  return byCode(report, (code) => UNDECIDED.includes(code)).flatMap(({ code, commands }) => {
    const facts = missingBy(report, commands);
    const head = `${commandsWords(commands)}: `;
    const tells = code === 'FACT_UNKNOWN' && facts.length > 0 ? facts : [PLAN_NOTE_WORDS[code]];
    return tells.flatMap((text) =>
      hanging(`  ${page.paint.doubtful('?')} `, `${head}${shown(text)} (${code})`, page.width),
    );
  });
}

/** Each missing fact once, with the cmdlet whose export would tell it. */
function missingBy({ missing }: PlanReport, commands: readonly number[]): readonly string[] {
  const here = missing.filter(({ command }) => commands.includes(command));
  return [...new Set(here.map(({ fact, tells }) => `${fact} is not known; an export of ${tells} tells it.`))];
}

/** Remarks on commands that are decided. */
export function noteLines(report: PlanReport, page: Page): readonly string[] {
  return byCode(report, (code) => !UNDECIDED.includes(code)).flatMap(({ code, commands }) =>
    hanging('  ', `${commandsWords(commands)}: ${PLAN_NOTE_WORDS[code]} (${code})`, page.width),
  );
}

/** Notes on commands, the same note once. */
function byCode({ notes }: PlanReport, wanted: (code: PlanNoteCode) => boolean) {
  const groups = new Map<PlanNoteCode, number[]>();
  for (const { code, command } of notes) {
    if (command === null || !wanted(code)) continue;
    groups.set(code, [...(groups.get(code) ?? []), command]);
  }
  return [...groups].map(([code, commands]) => ({ code, commands }));
}
