import { peersOf } from './candidates.js';
import { isEligible, isExpired, type Sieve, type Standing } from './eligibility.js';
import { compareInClass, latestToEndFirst, newestFirst, tier, type Ranking } from './rank.js';
import type { SelectionNote } from './selection.js';

/** What is remarkable about the winner among the other eligible certificates of its class. @cite rulebook 5.2 (D) */
export function winnerNotes(sieve: Sieve, winner: Standing, ranking: Ranking): readonly SelectionNote[] {
  const { at, pinned } = ranking;
  const peers = sieve.live.length > 1 ? peersOf(sieve, winner, at) : [];
  const notes: SelectionNote[] = [];
  if (standsBeforeExpiredPki(winner, peers, at)) notes.push('EXPIRED_PKI_SKIPPED');
  if (!winner.unserviced && sieve.live.some((one) => isShadowed(one, winner, ranking))) {
    notes.push('SHADOWED_BY_UNSERVICED_CERT');
  }
  if (peers.length === 0) return notes;
  const sameTier = peers.filter((peer) => tier(peer, ranking) === tier(winner, ranking));
  if (sameTier.some((peer) => peer.facts.notBefore === winner.facts.notBefore)) notes.push('TIE_BROKEN_ARBITRARILY');
  if (!pinned && winner.match === 'wildcard' && sameTier.some((peer) => peer.match === 'exact')) {
    notes.push('WILDCARD_SHADOWS_EXACT');
  }
  if (pinned && isAmbiguous([winner, ...sameTier])) notes.push('AMBIGUOUS_TLSCERTIFICATENAME');
  return notes;
}

/** The case of STLS-X: an in-date self-signed winner while an expired PKI certificate stands behind it. */
export function standsBeforeExpiredPki(winner: Standing, peers: readonly Standing[], at: number): boolean {
  return (
    winner.facts.isSelfSigned === true &&
    !isExpired(winner.facts, at) &&
    peers.some(({ facts }) => facts.isSelfSigned !== true && isExpired(facts, at))
  );
}

/** It would rank before the winner, had it the service. */
function isShadowed(standing: Standing, winner: Standing, ranking: Ranking): boolean {
  return standing.unserviced && isEligible(standing, ranking.at) && compareInClass(standing, winner, ranking) < 0;
}

/** C-02: the newest is not the one that ends last. */
function isAmbiguous(standings: readonly [Standing, ...Standing[]]): boolean {
  return first(standings, newestFirst) !== first(standings, latestToEndFirst);
}

function first(
  standings: readonly [Standing, ...Standing[]],
  order: (one: Standing, other: Standing) => number,
): Standing {
  return standings.reduce((best, standing) => (order(standing, best) < 0 ? standing : best), standings[0]);
}
