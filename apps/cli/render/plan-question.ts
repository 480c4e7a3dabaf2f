import type { Answer, Command } from '#libs/planning/command.js';
import { serverNamedBy } from '#libs/planning/named-by-command.js';
import type { Prompt } from '#libs/planning/plan-answer.js';
import { promptText } from '#libs/planning/prompt-text.js';
import { compared, recommendation } from '../plan/recommendation.js';
import type { Names, Story } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { hanging, paragraph } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { commandsWords } from '../text/ranges.js';
import { sideBySide } from '../text/side-by-side.js';
import { OVERWRITE_ADVICE, WHY_NO } from '../words/overwrite.js';
import { isOwn } from './plan-groups.js';
import { shortResult } from './plan-short.js';

/** An overwrite question with the command that raises it, or whose `-Force` answers it. */
interface Asked {
  readonly prompt: Prompt;
  readonly server: string;
  readonly answer: Answer;
  readonly surface: 'shell' | 'eac';
}

interface Screen {
  readonly names: Names;
  readonly page: Page;
}

/** The overwrite question as the Shell will ask it, what to answer here and why, and what Microsoft says about it: both. */
export function questionLines(story: Story, screen: Screen): readonly string[] {
  const asked = askedIn(story);
  if (asked.length === 0) return [];
  const { page } = screen;
  const careful = asked.every(({ answer, surface }) => answer === 'no' && surface === 'shell');
  return [
    ...answersGiven(asked).flatMap((text) => paragraph(2, text, page.width)),
    '',
    ...asText(asked, screen),
    ...(careful
      ? paragraph(
          2,
          'No is the right answer here (C-10: Microsoft\u2019s pages say both; docs/plans.md says why No).',
          page.width,
        )
      : adviceLines(story, asked, screen)),
  ];
}

function askedIn({ report, commands }: Pick<Story, 'report' | 'commands'>): readonly Asked[] {
  return report.prompts
    .filter((prompt) => prompt.shown !== false || prompt.rule === 'PR-2')
    .flatMap((prompt) => {
      const command: Command | undefined = commands[prompt.command];
      if (command === undefined || !('answer' in command || 'services' in command)) return [];
      const { answer = 'unanswered', surface = 'shell' } = command;
      return [{ prompt, server: serverNamedBy(command) ?? '', answer, surface }];
    });
}

const GIVEN: Readonly<Record<Answer, string>> = {
  unanswered: 'is asked the question below, and nothing is answered yet. Enter is Yes.',
  no: 'is asked the question below, and answers No.',
  yes: 'is asked the question below, and answers Yes.',
  force: 'is not asked "Overwrite the existing default SMTP certificate?": -Force answers it with Yes.',
};
const BY_CENTER: Partial<Readonly<Record<Answer, string>>> = {
  yes: 'is asked the question below by the Exchange admin center, which on Yes runs the cmdlet with -Force.',
  force: 'is asked the question below by the Exchange admin center, which on Yes runs the cmdlet with -Force.',
};

/** Which command answers what: `Command 1 is asked …`. */
function answersGiven(asked: readonly Asked[]): readonly string[] {
  const groups = new Map<string, Asked[]>();
  for (const one of asked) {
    const words = (one.surface === 'eac' ? BY_CENTER[one.answer] : undefined) ?? GIVEN[one.answer];
    const text = one.prompt.shown === null ? words.replace('is asked', 'may be asked') : words;
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return [...groups].map(([text, same]) => {
    const which = commandsWords(same.map(({ prompt }) => prompt.command));
    const words = which.startsWith('commands') ? plural(text) : text;
    return `${which.charAt(0).toUpperCase()}${which.slice(1)} ${words}`;
  });
}

function plural(text: string): string {
  return text.replace(/^is /, 'are ').replace(', and answers ', ', and answer ');
}

/** The question as it will be read. What `-Force` answers is never read. */
function asText(asked: readonly Asked[], { names, page }: Screen): readonly string[] {
  const read = asked.filter(({ prompt }) => prompt.shown !== false);
  const [first] = read;
  if (first === undefined) return [];
  const { current, replacement = '' } = first.prompt;
  const end = (thumbprint: string | undefined): string | null | undefined =>
    thumbprint === undefined ? undefined : names.store.get(thumbprint)?.notAfter;
  const text = promptText(current, replacement, { current: end(current), replacement: end(replacement) });
  const others = [...new Set(read.slice(1).map(({ server }) => server))];
  const list = others.map((server) => shown(names.server(server))).join(', ');
  return [
    ...text.map((line) => `    ${shown(line)}`.trimEnd()),
    ...(others.length === 0
      ? []
      : paragraph(4, `Likewise on ${others.length} more, each with its own current certificate: ${list}`, page.width)),
    '',
  ];
}

function adviceLines(story: Story, asked: readonly Asked[], { names, page }: Screen): readonly string[] {
  const { answered, open } = story;
  const renewal = isRenewal(asked, names);
  const advice = answered === null ? ['Answer No.'] : recommendation(compared(answered.yes, answered.no), renewal);
  return [
    ...advice.flatMap((sentence, i) => hanging('  ', i === 0 ? page.paint.bold(sentence) : sentence, page.width)),
    '',
    ...(answered === null || !open
      ? []
      : [
          ...sideBySide(
            [
              { heading: 'Yes (Enter)', paragraphs: shortResult(answered.yes, names) },
              { heading: 'No', paragraphs: shortResult(answered.no, names) },
            ],
            2,
            page,
          ),
          '',
        ]),
    ...conflictLines(page),
  ];
}

function isRenewal(asked: readonly Asked[], names: Names): boolean {
  return asked.every(({ prompt, server }) => isOwn(prompt.replacement, server, names.store));
}

/** Whether every question is about a self-signed certificate of the server itself. */
export function asksForRenewal(story: Pick<Story, 'report' | 'commands'>, names: Names): boolean {
  return isRenewal(askedIn(story), names);
}

/** Microsoft says both: which pages say which, and why Certfleet follows one of them. @cite rulebook 14 C-10 */
function conflictLines(page: Page): readonly string[] {
  return [
    '  Microsoft says both (conflict C-10):',
    ...OVERWRITE_ADVICE.flatMap(({ answer, says, pages }) =>
      hanging(`    ${answer.padEnd(5)}`, `${says}: ${pages.join('; ')}.`, page.width),
    ),
    ...paragraph(2, WHY_NO, page.width),
  ];
}
