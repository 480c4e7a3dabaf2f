import type { Command } from '#libs/planning/command.js';
import { plain, tableRow } from '#libs/selection/markdown.js';
import type { Finding } from '#libs/rules/finding.js';
import { summaryOf } from '../plan/counts.js';
import { digestOf, type Shift } from '../plan/digest.js';
import { compared, recommendation } from '../plan/recommendation.js';
import { namesIn, type Names, type Story } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { counted } from '../text/lines.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { OVERWRITE_ADVICE, WHY_NO } from '../words/overwrite.js';
import { ruleText } from '../words/rule-text.js';
import { sideWords } from './plan-changes.js';
import { factsWords, partlyWords } from './plan-facts.js';
import { groupedFollowUps } from './plan-follow-ups.js';
import { asksForRenewal } from './plan-question.js';
import { gapsOfUndo } from './plan-undo.js';

/** A plan as the text of a change ticket, Markdown: what is asked for, what it does, what it breaks, and the way back. Complete. */
export function planTicket(story: Story, write: (command: Command) => string): string {
  const names = namesIn(story);
  const digest = digestOf(story.report);
  const { report, commands, safer } = story;
  const followUps = groupedFollowUps(report.followUps);
  const summary = summaryOf(digest, report, { followUps: followUps.length, stillUnknown: report.stillUnknown });
  const partly = partlyWords(story.partly);
  const changes = [...digest.risky, ...digest.changed, ...digest.unknown];
  const sections: readonly (readonly [heading: string, lines: readonly string[]])[] = [
    [`# Plan: ${counted(commands.length, 'command')}`, [text(summary)]],
    ['## Commands', fenced(commands.map(write))],
    ['## The overwrite question', questionLines(story, names)],
    [
      '## Refused by Exchange',
      report.refused.map((one) => `* Command ${one.command + 1}: ${text(one.message)} (${one.rule})`),
    ],
    ['## What is presented', changes.length === 0 ? ['Nothing presented changes.'] : changeTable(changes, names)],
    ['## Risks introduced', report.risks.filter(({ introduced }) => introduced).flatMap(riskLines)],
    ['## Not known', [...missingLines(story), ...(partly === null ? [] : [`* ${text(partly)}`])]],
    ['## Afterwards', followUps.map(({ first, all }) => `* ${serverWords(all)}${text(first.summary)}`)],
    ['## Way back', [...fenced(report.undo.map(write)), ...gapsOfUndo(report, names).map((gap) => `* ${text(gap)}`)]],
    ['## Safer: the same, answered No', safer === null ? [] : fenced((report.safer?.commands ?? []).map(write))],
    ['## Basis', [text(factsWords(story))]],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([heading, lines]) => [heading, '', ...lines].join('\n'))
    .join('\n\n');
}

/** Nothing in a name is markup. */
function text(words: string): string {
  return plain(shown(words)).replace(/([*_[\]#>~|\\])/g, '\\$1');
}

function fenced(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}powershell`, ...lines.map(shown), fence];
}

function changeTable(shifts: readonly Shift[], names: Names): readonly string[] {
  const rows = shifts.flatMap((shift) =>
    shift.endpoints.map((endpoint) => [
      shift.server,
      endpointWords(endpoint),
      sideWords(shift.before, names),
      sideWords(shift.after, names),
      shift.risks.map(({ id }) => id).join(', '),
    ]),
  );
  return [
    tableRow(['server', 'endpoint', 'before', 'after', 'risks']),
    tableRow(['---', '---', '---', '---', '---']),
    ...rows.map((cells) => `| ${cells.map(text).join(' | ')} |`),
  ];
}

function riskLines(risk: Finding): readonly string[] {
  const { id, severity, server, summary, remediation, sources } = risk;
  const about = ruleText(id);
  return [
    `* **${severity.toUpperCase()} ${id}** on ${text(server)}: ${text(summary)}`,
    ...(about === undefined || about.breaks === '' ? [] : [`  Breaks: ${text(about.breaks.replace(/`/g, ''))}`]),
    ...remediation.map((line) => `  * ${text(line)}`),
    ...(sources.length === 0 ? [] : [`  * Sources: ${sources.join(', ')}`]),
  ];
}

function questionLines({ answered, open, commands, report }: Story, names: Names): readonly string[] {
  const asked = report.prompts.some((prompt) => prompt.shown !== false || prompt.rule === 'PR-2');
  if (!asked) return [];
  const advice =
    answered === null
      ? ['No is answered, which is right: SMTP is enabled all the same.']
      : recommendation(compared(answered.yes, answered.no), asksForRenewal({ report, commands }, names));
  return [
    ...advice.map((sentence, i) => (i === 0 ? `**${text(sentence)}**` : text(sentence))),
    '',
    ...(open ? ['The commands do not say what is answered. Enter is Yes.', ''] : []),
    `Microsoft says both (C-10). ${OVERWRITE_ADVICE.map(({ answer, says }) => `${answer}: ${says}.`).join(' ')} ${WHY_NO}`,
  ];
}

function missingLines({ report }: Story): readonly string[] {
  return [
    ...new Set(
      report.missing.map(
        ({ command, fact, tells }) =>
          `* Command ${command + 1}: ${text(fact)} is not known; an export of ${text(tells)} tells it.`,
      ),
    ),
  ];
}

function serverWords(all: readonly { readonly server: string | null }[]): string {
  const servers = [...new Set(all.flatMap(({ server }) => server ?? []))];
  return servers.length === 0 ? '' : `${servers.map(text).join(', ')}: `;
}
