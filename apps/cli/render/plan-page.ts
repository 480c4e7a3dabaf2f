import type { Command } from '#libs/planning/command.js';
import { digestOf, endpointsIn, type Digest } from '../plan/digest.js';
import { summaryOf } from '../plan/counts.js';
import { namesIn, type Story } from '../plan/story.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { besideLines } from './plan-beside.js';
import { markPaint, shiftLines, type Screen } from './plan-changes.js';
import { commandLines, type Written } from './plan-commands.js';
import { followUpLines, groupedFollowUps } from './plan-follow-ups.js';
import { questionLines } from './plan-question.js';
import { refusedLines } from './plan-refused.js';
import { factsWords, partlyWords } from './plan-facts.js';
import { saferLines, undoLines } from './plan-undo.js';
import { noteLines, unknownLines } from './plan-unknown.js';

/** Which changes a reader wants to see. The counts are always those of the whole plan. */
export type Only = 'risky' | 'changed';

export interface PlanPage {
  readonly page: Page;
  readonly only: Only | null;
  /** A command as the Shell takes it. */
  readonly write: (command: Command) => string;
}

/** A plan for people: where its facts come from, the question and what to answer, what breaks first, what else changes, and the summary last. */
export function planText(story: Story, { page, only, write }: PlanPage): string {
  const names = namesIn(story);
  const digest = digestOf(story.report);
  const screen: Screen = { names, at: story.at, page };
  const commands: readonly Written[] = story.commands.map((command) => ({ command, line: write(command) }));
  const followUps = groupedFollowUps(story.report.followUps);
  const sections: readonly Section[] = [
    [`Plan for ${counted(commands.length, 'command')}`, commandLines(commands, page)],
    ['', situationLines(story, page)],
    ['The overwrite question', questionLines(story, { names, page })],
    ['Refused', refusedLines(story, commands, { names, page })],
    ['Risky', riskyLines(digest, screen)],
    ...(only === 'risky' ? [] : changedSections(story, digest, screen)),
    ['', unchangedLines(digest, only, page)],
    ['Afterwards', followUpLines(followUps, { names, page })],
    ['Undo', undoLines(story.report, story.report.undo.map(write), names, page)],
    ['Safer: the same, answered No', saferSection(story, (story.report.safer?.commands ?? []).map(write), page)],
  ];
  const summary = summaryOf(digest, story.report, {
    followUps: followUps.length,
    stillUnknown: story.report.stillUnknown,
  });
  return [
    ...sections.flatMap((section) => sectionLines(section, page)),
    ...hanging('', page.paint.bold(summary), page.width),
  ].join('\n');
}

type Section = readonly [heading: string, lines: readonly string[]];

function sectionLines([heading, lines]: Section, page: Page): readonly string[] {
  if (lines.length === 0) return [];
  return [...(heading === '' ? [] : [page.paint.bold(heading)]), ...lines, ''];
}

function situationLines(story: Story, page: Page): readonly string[] {
  const partly = partlyWords(story.partly);
  return [
    ...hanging('Facts: ', factsWords(story), page.width),
    ...(partly === null ? [] : hanging(`${page.paint.doubtful('?')}      `, partly, page.width)),
  ];
}

function riskyLines(digest: Digest, screen: Screen): readonly string[] {
  return joined(shiftLines(digest.risky, '!', screen), besideLines(digest.riskyOnly, '!', screen));
}

function changedSections({ report }: Story, digest: Digest, screen: Screen): readonly Section[] {
  return [
    ['Changed', joined(shiftLines(digest.changed, '~', screen), besideLines(digest.minor, '~', screen))],
    ['Unknown', unknownLines(report, digest, screen)],
    ['Notes', noteLines(report, screen.page)],
  ];
}

function joined(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...one, ...(one.length > 0 && other.length > 0 ? [''] : []), ...other];
}

/** What is not shown is told, with its number. */
function unchangedLines(digest: Digest, only: Only | null, page: Page): readonly string[] {
  const left = endpointsIn(digest.changed) + endpointsIn(digest.unknown);
  if (only === 'risky') return left === 0 ? [] : [`  ${counted(left, 'other change')} not shown (--only risky).`];
  if (only === 'changed') return [];
  const mark = markPaint('=', page)('=');
  return [`  ${mark} ${page.paint.dim(`${counted(digest.unchanged, 'endpoint')} unchanged`)}`];
}

function saferSection({ safer }: Story, report: readonly string[], page: Page): readonly string[] {
  return safer === null ? [] : saferLines(safer, report, page);
}
