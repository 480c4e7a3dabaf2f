import { isEligible, isExpired, isUndecided, type Sieve, type Standing } from './eligibility.js';
import type { Knobs } from './policy.js';

/** What the store gives for a selector at one instant. */
export interface Choice {
  readonly at: number;
  /** The best ranked certificate among the decided ones, of class 0 or, failing that, of class 1. */
  readonly winner: Standing | null;
  /** An undecided certificate that could still rank before the winner, or null: the others are harmless. */
  readonly rival: Standing | null;
}

/** The instant and the rules of one ranking. */
export interface Ranking {
  readonly at: number;
  readonly knobs: Knobs;
  readonly pinned: boolean;
}

/**
 * The winner and whether it is certain. An undecided certificate ranks as favourably as its unknown facts allow.
 * @cite rulebook 4.5, 5.2 (D)
 */
export function choose(sieve: Sieve, at: number, knobs: Knobs): Choice {
  const ranking = { at, knobs, pinned: sieve.selector.by === 'pin' };
  let winner: Standing | null = null;
  for (const standing of sieve.live) {
    if (isEligible(standing, at) && (winner === null || compare(standing, winner, ranking) < 0)) winner = standing;
  }
  const rival = sieve.live.find(
    (standing) => isUndecided(standing, at) && (winner === null || compare(standing, winner, ranking) < 0),
  );
  return { at, winner, rival: rival ?? null };
}

/** Negative: the one ranks before the other. Services that are not known to lack SMTP count as enabled. */
export function compare(one: Standing, other: Standing, ranking: Ranking): number {
  return Number(one.unserviced) - Number(other.unserviced) || compareInClass(one, other, ranking);
}

/** The rank apart from the class: tier, kind of match (on request), dates, thumbprint. */
export function compareInClass(one: Standing, other: Standing, ranking: Ranking): number {
  return tier(one, ranking) - tier(other, ranking) || byMatch(one, other, ranking) || byDates(one, other, ranking);
}

/** 1 in-date PKI, 2 in-date self-signed, 3 expired PKI, 4 expired self-signed; the policy `ignoreExpiry` knows 1 and 2 only. */
export function tier({ facts }: Standing, { at, knobs }: Pick<Ranking, 'at' | 'knobs'>): number {
  const selfSigned = facts.isSelfSigned === true ? 1 : 0;
  return knobs.expiredPolicy === 'lastResort' && isExpired(facts, at) ? 3 + selfSigned : 1 + selfSigned;
}

/** An unknown kind of match counts as exact. */
function byMatch(one: Standing, other: Standing, { knobs, pinned }: Ranking): number {
  if (pinned || !knobs.preferExactOverWildcard) return 0;
  return Number(one.match === 'wildcard') - Number(other.match === 'wildcard');
}

function byDates(one: Standing, other: Standing, { knobs, pinned }: Ranking): number {
  return pinned && knobs.tieBreak === 'notAfter' ? latestToEndFirst(one, other) : newestFirst(one, other);
}

/** `notBefore`, then `notAfter`, newest first, then the thumbprint. @cite L-STLS (A), the rest D */
export function newestFirst({ facts: one }: Standing, { facts: other }: Standing): number {
  return (
    laterFirst(one.notBefore, other.notBefore) ||
    laterFirst(one.notAfter, other.notAfter) ||
    lowerFirst(one.thumbprint, other.thumbprint)
  );
}

/** `notAfter`, then `notBefore`, latest first, then the thumbprint. @cite EHLO-25, CSS-1165 (B) */
export function latestToEndFirst({ facts: one }: Standing, { facts: other }: Standing): number {
  return (
    laterFirst(one.notAfter, other.notAfter) ||
    laterFirst(one.notBefore, other.notBefore) ||
    lowerFirst(one.thumbprint, other.thumbprint)
  );
}

/** An unknown instant counts as the latest. */
function laterFirst(one: number | undefined, other: number | undefined): number {
  if (one === other) return 0;
  return (one ?? Number.POSITIVE_INFINITY) > (other ?? Number.POSITIVE_INFINITY) ? -1 : 1;
}

function lowerFirst(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
