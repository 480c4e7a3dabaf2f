import type { Finding, Severity } from '#libs/rules/finding.js';
import type { Ending, Facts, Place } from './facts.js';
import type { Thresholds } from './thresholds.js';

/** The worst first; unknown is never OK. */
export const STATES = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK'] as const;
export type State = (typeof STATES)[number];

/** The kinds of problems, each with what it is in general. */
export const PROBLEM_KINDS = {
  expired: 'An expired certificate is presented',
  expiring: 'A certificate that is presented expires soon',
  'no-end': 'It is unknown until when a certificate that is presented is valid',
  indeterminate: 'It cannot be told what is presented',
  'handshake-fails': 'Handshakes fail',
  switching: 'Time alone changes what is presented soon',
  silent: 'Nothing was heard of a server for too long',
  nothing: 'Nothing was checked',
} as const;
export type ProblemKind = keyof typeof PROBLEM_KINDS;

/** One thing that is wrong, or not known. */
export interface Problem {
  readonly state: Exclude<State, 'OK'>;
  /** A kind, or the id of a rule. */
  readonly kind: string;
  readonly server: string | null;
  readonly endpoint: string | null;
  readonly what: string;
}

/** A number for perfdata, and whether one is enough for a warning or worse. */
export interface Count {
  readonly label: string;
  readonly value: number;
  readonly raises: 'WARNING' | 'CRITICAL' | null;
}

export interface Judged {
  readonly state: State;
  /** The worst first. */
  readonly problems: readonly Problem[];
  readonly counts: readonly Count[];
  readonly endpoints: number;
  readonly asOf: string;
}

/** What facts come to by these thresholds. */
export function judge(facts: Facts, thresholds: Thresholds, scope: { readonly mayBeNone: boolean }): Judged {
  const endings = facts.ending.items.flatMap((one) => endingProblem(one, facts.asOf, thresholds) ?? []);
  const problems = [
    ...endings,
    ...facts.failing.items.map(at('CRITICAL', 'handshake-fails', 'handshakes fail')),
    ...facts.findings.map(findingProblem),
    ...facts.switches.items.map((one) => at('WARNING', 'switching', `${one.what} on ${one.at.slice(0, 10)}`)(one)),
    ...facts.indeterminate.items.map(at('UNKNOWN', 'indeterminate', 'it cannot be told what is presented')),
    ...facts.endless.items.map(at('UNKNOWN', 'no-end', 'nobody knows until when its certificate is valid')),
    ...facts.silent.items.map((server) => silentProblem(server, thresholds)),
    ...(facts.endpoints === 0 && !scope.mayBeNone ? [NOTHING_CHECKED] : []),
  ];
  const sorted = STATES.flatMap((state) => problems.filter((problem) => problem.state === state));
  return {
    state: sorted[0]?.state ?? 'OK',
    problems: sorted,
    counts: countsOf(facts, thresholds, endings),
    endpoints: facts.endpoints,
    asOf: facts.asOf,
  };
}

const NOTHING_CHECKED: Problem = {
  state: 'UNKNOWN',
  kind: 'nothing',
  server: null,
  endpoint: null,
  what: 'there is nothing to check: no endpoint is known that meets the question',
};

function at(state: Problem['state'], kind: ProblemKind, what: string) {
  return ({ server, endpoint }: Place): Problem => ({ state, kind, server, endpoint, what });
}

function silentProblem(server: string, { silentAfter }: Thresholds): Problem {
  const what = `nothing was heard of it for ${silentAfter.text} or longer`;
  return { state: 'UNKNOWN', kind: 'silent', server, endpoint: null, what };
}

function findingProblem({ id, severity, server, endpoint, summary }: Finding): Problem {
  return { state: severity === 'critical' ? 'CRITICAL' : 'WARNING', kind: id, server, endpoint, what: summary };
}

const DAY = 86_400_000;

function endingProblem(one: Ending, asOf: string, thresholds: Thresholds): Problem | null {
  const left = Date.parse(one.notAfter) - Date.parse(asOf);
  const lifetime = one.notBefore === null ? Infinity : Date.parse(one.notAfter) - Date.parse(one.notBefore);
  const share = (threshold: number, part: number) =>
    thresholds.byLifetime ? Math.min(threshold, lifetime / part) : threshold;
  const day = one.notAfter.slice(0, 10);
  if (left <= 0) return at('CRITICAL', 'expired', `${one.certificate} expired on ${day}`)(one);
  const days = Math.floor(left / DAY);
  const what = `${one.certificate} expires on ${day}, in ${days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`}`;
  if (left < share(thresholds.critical.milliseconds, 10)) return at('CRITICAL', 'expiring', what)(one);
  return left < share(thresholds.warning.milliseconds, 3) ? at('WARNING', 'expiring', what)(one) : null;
}

function countsOf(facts: Facts, thresholds: Thresholds, endings: readonly Problem[]): Count[] {
  const severity = (level: Severity) => facts.findings.filter((finding) => finding.severity === level).length;
  const counted = (kind: ProblemKind, states: readonly State[]) =>
    endings.filter((problem) => problem.kind === kind && states.includes(problem.state)).length;
  return [
    { label: 'endpoints', value: facts.endpoints, raises: null },
    { label: 'expired', value: counted('expired', STATES), raises: 'CRITICAL' },
    { label: `expiring_${thresholds.critical.text}`, value: counted('expiring', ['CRITICAL']), raises: 'CRITICAL' },
    ...(thresholds.warning.text === thresholds.critical.text
      ? []
      : [
          {
            label: `expiring_${thresholds.warning.text}`,
            value: counted('expiring', STATES),
            raises: 'WARNING' as const,
          },
        ]),
    { label: 'handshake_fails', value: facts.failing.total, raises: 'CRITICAL' },
    { label: 'findings_critical', value: severity('critical'), raises: 'CRITICAL' },
    { label: 'findings_other', value: facts.findings.length - severity('critical'), raises: 'WARNING' },
    { label: `switching_${thresholds.switching.text}`, value: facts.switches.total, raises: 'WARNING' },
    { label: 'indeterminate', value: facts.indeterminate.total + facts.endless.total, raises: null },
    { label: 'silent', value: facts.silent.total, raises: null },
  ];
}
