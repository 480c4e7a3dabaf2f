import { plain, tableRow } from '#libs/selection/markdown.js';
import { ROBOTS, type Robot } from './robots.js';

const SILENCES = { yes: 'yes', unknown: 'not known' } as const;

/** The page of known robots, Markdown, as the table has them. */
export function robotsPage(): string {
  return [
    '<!-- Generated from libs/views/robots.ts by `npm run generate`. Do not edit. -->',
    '# Known robots',
    '',
    'Tools that change certificates by themselves, and how timelines recognise them. What is said is never surer than the traces:',
    '',
    tableRow(['certainty', 'when']),
    '|---|---|',
    tableRow(['high', 'a record names the tool, and the account did what the tool does']),
    tableRow(['medium', 'a record names the tool, or the name of the account fits and it acts at regular intervals']),
    tableRow(['low', 'the name of the account fits, or only the intervals do']),
    '',
    'Where a trace is rare enough to say something by itself, the robot says how much.',
    '',
    'A record names a tool only if whoever sent it said so: a name alone proves nothing, and an account may be called anything. Where the traces fit several tools, all are named. One run is',
    'what an account did to a server with no more than ten minutes between; runs within half a day of one another are retries of one. After three runs the next one is expected: the last run and the',
    'median of the intervals, between the least and the most of them. Intervals are regular if they differ by less than half of the median.',
    '',
    tableRow(['robot', 'silences the overwrite question', 'does']),
    '|---|---|---|',
    ...ROBOTS.map(({ name, silences, does }) => tableRow([name, SILENCES[silences], does])),
    '',
    ...ROBOTS.flatMap(sectionOf),
  ].join('\n');
}

function sectionOf(robot: Robot): readonly string[] {
  const { name, tool, account, behaviour, byBehaviour, byPeriod, purpose, source } = robot;
  return [
    `## ${plain(name)}`,
    '',
    `- **Named by a record:** ${tool === null ? 'never' : code(tool.source)}`,
    `- **Account:** ${account === null ? 'any' : code(account.source)}`,
    `- **Trace:** ${behaviour}; alone it makes it ${byBehaviour ?? 'nothing'}, at regular intervals ${byPeriod ?? byBehaviour ?? 'nothing'}`,
    ...(purpose === null ? [] : [`- **What it is about:** ${purpose}`]),
    `- **Source:** ${source}`,
    '',
  ];
}

function code(text: string): string {
  return `\`\`${text}\`\``;
}
