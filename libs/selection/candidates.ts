import { isEligible, isExpired, isNotYetValid, type Sieve, type Standing } from './eligibility.js';
import { tier, type Choice } from './rank.js';
import type { Knobs } from './policy.js';
import type { Candidate, CandidateReason } from './selection.js';

const NONE: readonly CandidateReason[] = [];

/** Who was chosen from, at the end of a walk. */
export interface Field {
  readonly sieve: Sieve;
  readonly choice: Choice;
  readonly knobs: Knobs;
  /** The certificate that ranks first, whether or not it is presented in the end. */
  readonly winner: Standing | null;
  /** The winner is presented, or is what fails. */
  readonly selected: boolean;
  /** A fact about the winner itself is unknown. */
  readonly winnerOpen: boolean;
}

/** Every certificate of the store with its verdict and all its reasons, in the order of the document. @cite rulebook 4.1, 5.2 */
export function candidatesOf(field: Field): readonly Candidate[] {
  return field.sieve.standings.map((standing) => ({
    thumbprint: standing.facts.thumbprint,
    verdict: verdictOn(standing, field),
    reasons: reasonsFor(standing, field),
  }));
}

function verdictOn(standing: Standing, { choice, winner, selected }: Field): Candidate['verdict'] {
  if (standing === winner && selected) return 'selected';
  if (standing.failed.length > 0 || isNotYetValid(standing.facts, choice.at)) return 'rejected';
  // A certificate without SMTP is only in the running where no certificate with SMTP is.
  if (standing.unserviced && !standing.open && winner?.unserviced !== true) return 'rejected';
  return 'eligible';
}

function reasonsFor(standing: Standing, field: Field): readonly CandidateReason[] {
  const early = standing.match !== 'none' && isNotYetValid(standing.facts, field.choice.at);
  const lost = losingReason(standing, field);
  if (!early && !standing.unserviced && lost === null) return standing.failed;
  return [
    ...(early ? withNotYetValid(standing.failed) : standing.failed),
    ...(standing.unserviced ? UNSERVICED : NONE),
    ...(lost === null ? NONE : [lost]),
  ];
}

const UNSERVICED: readonly CandidateReason[] = ['NOT_SMTP_ENABLED'];

/** In the order of the tests the dates stand before the service. */
function withNotYetValid(failed: readonly CandidateReason[]): readonly CandidateReason[] {
  const unserviced = failed.at(-1) === 'NOT_SERVICE_ENABLED';
  return unserviced ? [...failed.slice(0, -1), 'NOT_YET_VALID', 'NOT_SERVICE_ENABLED'] : [...failed, 'NOT_YET_VALID'];
}

/** Why a certificate that failed no test is not the winner; null where there is no winner to lose to. */
function losingReason(standing: Standing, { choice, winner, knobs, winnerOpen }: Field): CandidateReason | null {
  if (standing.failed.length > 0 || isNotYetValid(standing.facts, choice.at)) return null;
  if (standing.open) return 'FACT_UNKNOWN';
  if (standing === winner) return winnerOpen ? 'FACT_UNKNOWN' : null;
  if (winner === null || standing.unserviced !== winner.unserviced) return null;
  return lossTo(winner, standing, { at: choice.at, knobs });
}

/** @cite rulebook 5.2, "Reasons of eligible losers" */
export function lossTo(winner: Standing, loser: Standing, instant: { at: number; knobs: Knobs }): CandidateReason {
  if (tier(winner, instant) === tier(loser, instant)) {
    return winner.facts.notBefore === loser.facts.notBefore ? 'TIE_LOST' : 'OLDER_THAN_WINNER';
  }
  const { at } = instant;
  if (isExpired(loser.facts, at) && !isExpired(winner.facts, at)) return 'EXPIRED_LAST_RESORT';
  if (loser.facts.isSelfSigned === true && winner.facts.isSelfSigned !== true) return 'SELF_SIGNED_LOSES_TO_PKI';
  return 'OLDER_THAN_WINNER';
}

/** The other decided certificates that the winner's notes compare it with: eligible, and of its class. */
export function peersOf(sieve: Sieve, winner: Standing, at: number): readonly Standing[] {
  return sieve.live.filter(
    (standing) => standing !== winner && standing.unserviced === winner.unserviced && isEligible(standing, at),
  );
}
