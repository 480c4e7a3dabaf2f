import { SEVERITIES, type Finding } from '#libs/rules/finding.js';
import type { FindingItem } from '../answers.js';
import { shown } from '../text/escape.js';
import { distanceWords, instantWords } from '../text/instant.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { serverNamer } from '#libs/fleet/server-pattern.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { ruleText } from '../words/rule-text.js';
import { sourceWords } from '../words/sources.js';
import { evidenceWords } from '../words/evidence.js';
import { groupedFindings, type FindingGroup } from './finding-groups.js';
import { remedyLines, severityLabel, severityPaint, unmarked } from './risk.js';

/** Findings, offline or of a running Certfleet, which tells their times too. */
type Listed = Finding & Partial<Pick<FindingItem, 'state' | 'firstSeen' | 'resolved' | 'standsFrom' | 'standsUntil'>>;

/** All that a list of findings is made of. */
export interface Told {
  /** Where the facts come from. */
  readonly source: string;
  /** RFC 3339 */
  readonly at: string;
  /** Position of the log; absent: the facts come from a file. */
  readonly position?: number;
  /** How many servers were looked at; null: not told. */
  readonly servers: number | null;
  readonly findings: readonly Listed[];
  /** What was asked for, in words; empty: everything. */
  readonly asked: string;
  /** One server or one rule was asked for: nothing is left out then. */
  readonly narrowed: boolean;
}

/** Findings for people, the worst first. What is the same on many servers stands there once, with their names. */
export function findingsText(told: Told, page: Page): string {
  const namer = serverNamer(told.findings.map(({ server }) => server));
  const groups = groupedFindings(told.findings);
  return [
    ...groups.flatMap((group) => [...groupLines(group, { told, namer, page }), '']),
    ...hanging('', summaryOf(told, page), page.width),
  ].join('\n');
}

interface Screen {
  readonly told: Told;
  readonly namer: (server: string) => string;
  readonly page: Page;
}

/** Up to so many findings of a group are shown one by one. */
const ONE_BY_ONE = 3;

function groupLines({ first, all }: FindingGroup<Listed>, screen: Screen): readonly string[] {
  const { page, told } = screen;
  const text = ruleText(first.id);
  const severally = all.length <= ONE_BY_ONE || told.narrowed;
  return [
    ...hanging(`${severityLabel(first, page.paint)}  `, page.paint.bold(unmarked(text?.title ?? '')), page.width),
    ...(text === undefined || text.breaks === '' ? [] : hanging('  Breaks: ', unmarked(text.breaks), page.width)),
    ...(severally ? all : [first]).flatMap((finding) => findingLines(finding, screen)),
    ...(severally ? [] : likewise(all.slice(1), first.id, screen)),
    ...sourceLines(first, page),
  ];
}

function findingLines(finding: Listed, { page, told }: Screen): readonly string[] {
  const place = finding.endpoint === null ? '' : ` \u00b7 ${shown(endpointWords(finding.endpoint))}`;
  const mark = severityPaint(finding.severity, page.paint)('\u2022');
  return [
    ...hanging(`  ${mark} `, page.paint.bold(`${shown(finding.server)}${place}`), page.width),
    ...hanging('    ', shown(finding.summary), page.width),
    ...evidenceWords(finding.evidence).flatMap(([what, value]) => hanging(`      ${what}: `, value, page.width)),
    ...timeLines(finding, told.at, page),
    ...remedyLines(finding.remediation, '    ', page),
  ];
}

/** Since when, and until when: only a running Certfleet knows. */
function timeLines(finding: Listed, at: string, page: Page): readonly string[] {
  const { state, firstSeen, resolved, standsFrom, standsUntil } = finding;
  const parts = [
    state === 'coming' && standsFrom !== undefined
      ? `will stand from ${instantWords(standsFrom)} on, ${distanceWords(at, standsFrom)}`
      : null,
    state !== 'coming' && firstSeen != null ? `first seen ${instantWords(firstSeen)}` : null,
    resolved != null ? `resolved ${instantWords(resolved)}` : null,
    resolved == null && standsUntil != null
      ? `until ${instantWords(standsUntil)}, ${distanceWords(at, standsUntil)}`
      : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : hanging('    ', page.paint.dim(parts.join('; ')), page.width);
}

const MOST_NAMES = 50;

function likewise(others: readonly Listed[], rule: string, { namer, page }: Screen): readonly string[] {
  const names = others.slice(0, MOST_NAMES).map(({ server }) => shown(namer(server)));
  const more = others.length - names.length;
  const rest = more === 0 ? '' : ` and ${more} more`;
  return hanging(
    '  \u2022 ',
    `likewise ${others.length} times: ${[...new Set(names)].join(', ')}${rest}. --rule ${rule} shows each with its own commands.`,
    page.width,
  );
}

function sourceLines({ sources }: Finding, page: Page): readonly string[] {
  return sources.map((key) => `  ${page.paint.dim(`${key} ${sourceWords(key)}`.trimEnd())}`);
}

/** The denominator, always: how much was looked at, and when. */
function summaryOf(told: Told, page: Page): string {
  const { at, position, source } = told;
  const log = position === undefined ? '' : `, log position ${position}`;
  return `${page.paint.bold(`${countsOf(told)}.`)} Facts: ${shown(source)}, as of ${instantWords(at)}${log}.`;
}

function countsOf({ findings, servers, asked }: Told): string {
  if (findings.length === 0) return `No finding${asked}${servers === null ? '' : ` on ${counted(servers, 'server')}`}`;
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : `${count} ${severity}`;
  });
  const affected = new Set(findings.map(({ server }) => server)).size;
  const of = servers === null ? counted(affected, 'server') : `${affected} of ${counted(servers, 'server')}`;
  return `${counted(findings.length, 'finding')}${asked} on ${of}: ${counts.join(', ')}`;
}
