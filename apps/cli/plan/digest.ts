import type { Change, Plan, Presented } from '#libs/planning/plan-answer.js';
import { SEVERITIES, type Risk, type Severity } from '#libs/rules/finding.js';

/** What one server presents otherwise: the same change at all these endpoints, and the risks that come with it. */
export interface Shift {
  readonly server: string;
  readonly endpoints: readonly string[];
  readonly before: Presented | null;
  readonly after: Presented | null;
  /** Rules of the answers afterwards, one an endpoint. */
  readonly rules: readonly (string | null)[];
  /** Introduced ones, the worst first. */
  readonly risks: readonly Risk[];
}

/** A plan as it is read: what is risky, what else changes, what nobody can tell. Screens, tickets and exit codes are made of this and of nothing else. */
export interface Digest {
  readonly risky: readonly Shift[];
  /** Introduced risks of severity high or critical at places where nothing presented changes. */
  readonly riskyOnly: readonly Risk[];
  readonly changed: readonly Shift[];
  /** Afterwards unknown. */
  readonly unknown: readonly Shift[];
  /** Introduced risks of lower severity at places where nothing presented changes. */
  readonly minor: readonly Risk[];
  readonly unchanged: number;
}

/** High and critical: what makes a change a risky one. */
export function isSevere({ severity }: Pick<Risk, 'severity'>): boolean {
  return severity === 'critical' || severity === 'high';
}

export function introduced(plan: Pick<Plan, 'risks'>): readonly Risk[] {
  return plan.risks.filter((risk) => risk.introduced);
}

export function digestOf(plan: Pick<Plan, 'changes' | 'risks' | 'unchanged'>): Digest {
  const news = introduced(plan);
  const shifts = shiftsIn(plan.changes).map((shift) => withRisks(shift, news));
  const attached = new Set(shifts.flatMap(({ risks }) => risks));
  const loose = worstFirst(news.filter((risk) => !attached.has(risk)));
  const risky = shifts.filter(({ risks }) => risks.some(isSevere));
  const others = shifts.filter((shift) => !risky.includes(shift));
  return {
    risky: risky.sort((one, other) => rank(worst(one)) - rank(worst(other))),
    riskyOnly: loose.filter(isSevere),
    changed: others.filter(({ after }) => after?.outcome !== 'INDETERMINATE'),
    unknown: others.filter(({ after }) => after?.outcome === 'INDETERMINATE'),
    minor: loose.filter((risk) => !isSevere(risk)),
    unchanged: plan.unchanged,
  };
}

/** How many endpoints these shifts are about. */
export function endpointsIn(shifts: readonly Shift[]): number {
  return shifts.reduce((count, { endpoints }) => count + endpoints.length, 0);
}

export function worstFirst<T extends { readonly severity: Severity }>(risks: readonly T[]): readonly T[] {
  return risks.toSorted((one, other) => rank(one.severity) - rank(other.severity));
}

export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function worst({ risks }: Shift): Severity {
  return worstFirst(risks)[0]?.severity ?? 'low';
}

/** Endpoints of one server that go from the same answer to the same other answer are one shift, in the order of the plan. */
function shiftsIn(changes: readonly Change[]): readonly Omit<Shift, 'risks'>[] {
  const shifts = new Map<string, Change[]>();
  for (const change of changes) {
    const key = [change.server, sideKey(change.before), sideKey(change.after)].join('\n');
    shifts.set(key, [...(shifts.get(key) ?? []), change]);
  }
  return [...shifts.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { server, before, after } = first;
    return { server, before, after, endpoints: same.map((one) => one.endpoint), rules: same.map((one) => one.rule) };
  });
}

export function sideKey(side: Presented | null): string {
  return side === null ? 'none' : `${side.outcome} ${side.thumbprint ?? ''}`;
}

/** A risk belongs to the shift of its endpoint; one about a whole server to the shift of the certificate that it speaks of. */
function withRisks(shift: Omit<Shift, 'risks'>, risks: readonly Risk[]): Shift {
  const here = risks.filter(
    (risk) =>
      risk.server === shift.server &&
      (risk.endpoint === null ? speaksOf(risk, shift) : shift.endpoints.includes(risk.endpoint)),
  );
  return { ...shift, risks: worstFirst(here) };
}

function speaksOf({ evidence }: Risk, { before, after }: Omit<Shift, 'risks'>): boolean {
  const { thumbprint } = evidence;
  return typeof thumbprint === 'string' && (thumbprint === before?.thumbprint || thumbprint === after?.thumbprint);
}
