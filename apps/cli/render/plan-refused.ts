import type { Choice } from '#libs/planning/choices.js';
import type { Refusal } from '#libs/planning/plan-answer.js';
import type { Names, Story } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { commandsWords } from '../text/ranges.js';
import { refusalSources } from '../words/refusals.js';
import type { Written } from './plan-commands.js';

/** Commands that Exchange would refuse: why, by which rule, and the way out. Equal refusals of many commands stand together. */
export function refusedLines(
  { report }: Pick<Story, 'report'>,
  commands: readonly Written[],
  { names, page }: { readonly names: Names; readonly page: Page },
): readonly string[] {
  return sameRefusals(report.refused, report.choices).flatMap(({ refusals, choice }) => {
    const [first] = refusals;
    if (first === undefined) return [];
    const sources = refusalSources(first.rule);
    const rest = ' '.repeat(6);
    const which = commandsWords(refusals.map(({ command }) => command));
    return [
      `  ${page.paint.bad('\u2717')} ${page.paint.bold(`${which}: ${shown(first.rule)}`)}`,
      ...(refusals.length === 1 ? [`${rest}${shown(commands[first.command]?.line ?? '')}`] : []),
      ...hanging(rest, shown(first.message), page.width),
      ...choiceLines(choice, rest, { names, page }),
      ...(sources.length === 0 ? [] : hanging(`${rest}Sources: `, sources.join(', '), page.width)),
    ];
  });
}

/** Refusals by the same rule, with what there is instead where that is the same too. */
function sameRefusals(refused: readonly Refusal[], choices: readonly Choice[]) {
  const groups = new Map<string, { refusals: Refusal[]; choice: Choice | undefined }>();
  for (const refusal of refused) {
    const choice = choices.find(({ command }) => command === refusal.command);
    const key = JSON.stringify([refusal.rule, choice?.of, choice?.names]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { refusals: [refusal], choice });
    else known.refusals.push(refusal);
  }
  return [...groups.values()];
}

const WHAT: Readonly<Record<Choice['of'], readonly [some: string, none: string]>> = {
  servers: ['The facts have: ', 'The facts have no server at all.'],
  certificates: ['The store holds: ', 'The store holds no certificate at all.'],
  connectors: ['There are: ', 'There is no connector at all.'],
};

function choiceLines(
  choice: Choice | undefined,
  indent: string,
  { names, page }: { readonly names: Names; readonly page: Page },
): readonly string[] {
  if (choice === undefined) return [];
  const [some, none] = WHAT[choice.of];
  if (choice.names.length === 0) return [`${indent}${none}`];
  const more = choice.more === 0 ? [] : [`and ${choice.more} more`];
  if (choice.of !== 'certificates')
    return hanging(`${indent}${some}`, [...choice.names.map(shown), ...more].join(', '), page.width);
  return [
    `${indent}${some.trimEnd()}`,
    // A thumbprint is there to be copied: it stands whole.
    ...choice.names.flatMap((name) => hanging(`${indent}  `, `${name} ${names.words(name)}`, page.width)),
    ...more.map((text) => `${indent}  ${text}`),
  ];
}
