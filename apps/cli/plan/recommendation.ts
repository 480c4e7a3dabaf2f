import type { Plan } from '#libs/planning/plan-answer.js';
import { findingIdentity, type Risk } from '#libs/rules/finding.js';
import { introduced, isSevere, rank, sideKey, worstFirst } from './digest.js';

/** What Yes to the overwrite question would do on these servers that No does not. */
export interface Comparison {
  /** Introduced by Yes alone, high or critical. */
  readonly breaks: readonly Risk[];
  /** Standing risks of medium severity or worse that Yes alone ends. */
  readonly ends: readonly Risk[];
  /** Endpoints that Yes alone changes. */
  readonly changes: number;
  /** A fact is missing: one of the two cannot be told. */
  readonly undecided: boolean;
}

export function compared(yes: Plan, no: Plan): Comparison {
  const withNo = new Set(introduced(no).map(findingIdentity));
  const afterYes = new Set(yes.risks.map(findingIdentity));
  const changedByNo = new Set(no.changes.map(changeKey));
  return {
    breaks: worstFirst(introduced(yes).filter((risk) => isSevere(risk) && !withNo.has(findingIdentity(risk)))),
    ends: worstFirst(
      no.risks.filter((risk) => rank(risk.severity) <= rank('medium') && !afterYes.has(findingIdentity(risk))),
    ),
    changes: yes.changes.filter((change) => !changedByNo.has(changeKey(change))).length,
    undecided: yes.outcome === 'indeterminate' || no.outcome === 'indeterminate',
  };
}

function changeKey({ server, endpoint, after }: Plan['changes'][number]): string {
  return [server, endpoint, sideKey(after)].join('\n');
}

/**
 * What to answer on these servers, and why, in sentences; the first begins with the answer.
 * @param renewal the replacement is a self-signed certificate of the server itself
 * @cite rulebook 14 C-10, 16 (A, D)
 */
export function recommendation({ breaks, ends, changes, undecided }: Comparison, renewal: boolean): readonly string[] {
  const known = undecided ? ['A fact is missing here, so this is the general advice.'] : [];
  if (breaks.length > 0) {
    const ids = [...new Set(breaks.map(({ id }) => id))].join(', ');
    return [`Answer No: Yes introduces ${ids} here, No does not.`, ...known];
  }
  if (renewal)
    return [
      'Answer Yes only if this is meant to renew the internal transport certificate, which is what a self-signed certificate of the server is for; else No.',
      ...known,
    ];
  if (ends.length > 0)
    return [
      `Answer No, although Yes would end ${[...new Set(ends.map(({ id }) => id))].join(', ')}: against that a new self-signed certificate, answered Yes on purpose, is the lasting remedy (New-ExchangeCertificate).`,
      ...known,
    ];
  const where =
    changes === 0
      ? 'it changes nothing that is presented'
      : `what it changes (${changes === 1 ? '1 endpoint' : `${changes} endpoints`}) is seen inside of the organization alone`;
  return [`Answer No. Yes does no harm here that Certfleet knows of, but nothing needs it: ${where}.`, ...known];
}
