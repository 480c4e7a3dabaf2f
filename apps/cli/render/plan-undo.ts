import type { PlanReport } from '#libs/planning/report.js';
import { digestOf, introduced, isSevere, worstFirst } from '../plan/digest.js';
import { countsOf } from '../plan/counts.js';
import type { Names } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { severityLabel } from './risk.js';

/** How to put it back: commands to copy, in their order, and what they do not bring back. */
export function undoLines(report: PlanReport, lines: readonly string[], names: Names, page: Page): readonly string[] {
  const gaps = gapsOfUndo(report, names);
  return [
    ...lines.map((line) => `  ${shown(line)}`),
    ...gaps.flatMap((gap) => hanging(`  ${page.paint.doubtful('!')} `, gap, page.width)),
  ];
}

/** Why an undo is incomplete, a sentence each; none: it is complete. */
export function gapsOfUndo({ notes, facts, undo }: PlanReport, names: Pick<Names, 'short'>): readonly string[] {
  if (!notes.some(({ code }) => code === 'UNDO_INCOMPLETE')) return [];
  const gaps = facts.flatMap(({ server, path, before, after }) => {
    const place = server === null ? '' : ` on ${shown(server)}`;
    if (/^certificates\/[^/]+$/.test(path) && after === null)
      return `The removed certificate ${names.short(path.slice('certificates/'.length))}${place} comes back only by importing its PFX file again.`;
    if (path === 'internalTransportCertificate' && before === null)
      return `The internal transport certificate${place} was unset; no cmdlet unsets it again.`;
    if (path.endsWith('/services'))
      return `${names.short(path.split('/')[1] ?? '')}${place} keeps the services that it gains: none can be taken from a certificate (C-07).`;
    if (before === undefined) return `What ${shown(path)}${place} was before is not known.`;
    return [];
  });
  if (gaps.length > 0) return [...new Set(gaps)];
  return undo.length === 0
    ? ['Nothing that can be typed brings it back.']
    : ['Tried on the state afterwards, these commands do not bring back all that was presented.'];
}

/** The variant with the question answered No: its commands, and what it comes to. */
export function saferLines(safer: PlanReport, lines: readonly string[], page: Page): readonly string[] {
  const left = worstFirst(introduced(safer).filter(isSevere));
  return [
    ...lines.map((line) => `  ${shown(line)}`),
    ...hanging('  ', `Answered No, it gives: ${countsOf(digestOf(safer))}.`, page.width),
    ...(left.length === 0
      ? ['  It introduces no high or critical risk.']
      : left.flatMap((risk) =>
          hanging(`  ${severityLabel(risk, page.paint)} `, `stays: ${shown(risk.summary)}`, page.width),
        )),
  ];
}
