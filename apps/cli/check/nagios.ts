import { shown } from '../text/escape.js';
import type { Count, Judged, Problem, State } from './judge.js';

/** The codes of Nagios plug-ins. */
export const NAGIOS_CODES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const satisfies Readonly<
  Record<State, number>
>;

const MOST_TOLD = 3;
/** What monitoring systems keep of a line. */
const LONGEST = 1_500;

/** The status line of a Nagios plug-in with its perfdata. */
export function statusLine(judged: Judged): string {
  const { problems, endpoints, counts } = judged;
  const groups = groupedProblems(problems);
  const told = groups.slice(0, MOST_TOLD).map(groupText);
  const rest = groups.slice(MOST_TOLD).reduce((sum, group) => sum + group.length, 0);
  const summary =
    problems.length === 0
      ? `${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'} checked`
      : `${numbersOf(problems)} at ${endpoints} ${endpoints === 1 ? 'endpoint' : 'endpoints'}: ${told.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
  return `${status(judged.state, summary)} | ${counts.map(perfdata).join(' ')}`;
}

/** Why nothing can be said, as a status line: the caller reads nothing else. */
export function unknownLine(what: string): string {
  return status('UNKNOWN', what);
}

function status(state: State, text: string): string {
  const line = `CERTFLEET ${state} - ${plain(text)}`;
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** In one line, without the bar that begins the perfdata. */
function plain(text: string): string {
  return shown(text.replace(/\s+/g, ' ')).replaceAll('|', '¦');
}

function numbersOf(problems: readonly Problem[]): string {
  return (['CRITICAL', 'WARNING', 'UNKNOWN'] as const)
    .map((state) => ({ state, count: problems.filter((problem) => problem.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state.toLowerCase()}`)
    .join(', ');
}

/** What is said of several endpoints of one server in the same words is said once. */
function groupedProblems(problems: readonly Problem[]): readonly (readonly Problem[])[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { state, kind, server, what } = problem;
    const key = JSON.stringify([state, kind, server, what]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()];
}

function groupText(group: readonly Problem[]): string {
  const [first] = group;
  if (first === undefined) return '';
  return problemText(group.length === 1 ? first : { ...first, endpoint: `${group.length} endpoints` });
}

/** Where, what: `ex01.contoso.com [pop] mail.contoso.com (…F647) expires …`. */
export function problemText({ server, endpoint, kind, what }: Problem): string {
  const place = [server, endpoint === null ? null : `[${endpoint}]`].filter((part) => part !== null);
  const rule = /^RO-\d+$/.test(kind) ? [kind] : [];
  return [...place, ...rule, what.replace(/\.$/, '')].join(' ');
}

/** `'expiring_30d'=4;0;;0`: more than none is a warning, or critical. */
function perfdata({ label, value, raises }: Count): string {
  const [warning, critical] = [raises === 'WARNING' ? '0' : '', raises === 'CRITICAL' ? '0' : ''];
  return `'${label}'=${value};${warning};${critical};0`;
}
