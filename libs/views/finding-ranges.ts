import { canonicalText } from '#libs/fleet/canonical.js';
import { instantText } from '#libs/fleet/effective-instant.js';
import { findingIdentity, findingSubject, type Finding } from '#libs/rules/finding.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { findingsOf, type Surroundings } from './findings-of.js';
import type { KnownServer } from './selections-of.js';

/** A finding for one range of time. Instants are RFC 3339 UTC with milliseconds, so that they compare as texts. */
export interface FindingRange {
  readonly finding: Finding;
  /** What is part of its identity beside rule, server and endpoint; mostly empty. */
  readonly subject: string;
  readonly standsFrom: string;
  /** First instant after the range; null: nothing that is known ends it. */
  readonly standsUntil: string | null;
}

/** How many instants ahead a server is judged at: three for each of 21 certificates, years in practice. What stands then stands for good. */
export const MOST_INSTANTS = 64;

/**
 * The findings of a server as it is, from an instant on into the known future. The state stays, time alone goes on: at each instant ahead at
 * which a rule may say something else the server is judged again. A finding has one range for as long as it says the same; where severity, evidence or
 * words change, another begins. Ranges that begin at `now` stand now, the others are what is about to break.
 *
 * @param now milliseconds since 1970
 */
export function findingRanges(known: KnownServer, around: Surroundings, now: number): readonly FindingRange[] {
  const judged = findingsOf(known, around);
  const ranges: FindingRange[] = [];
  let open = new Map<string, FindingRange>();
  for (const instant of [now, ...instantsAhead(judged.facts.certificates ?? [], now)]) {
    const at = instantText(instant);
    const going = new Map<string, FindingRange>();
    for (const finding of judged.at(instant)) {
      const identity = findingIdentity(finding);
      const before = open.get(identity);
      const goesOn = before !== undefined && canonicalText(before.finding) === canonicalText(finding);
      going.set(identity, goesOn ? before : rangeFrom(finding, at));
    }
    for (const [identity, range] of open) {
      if (going.get(identity) !== range) ranges.push({ ...range, standsUntil: at });
    }
    open = going;
  }
  return [...ranges, ...open.values()];
}

function rangeFrom(finding: Finding, standsFrom: string): FindingRange {
  return { finding, subject: findingSubject(finding), standsFrom, standsUntil: null };
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * The instants ahead at which time alone may change what a rule says: a certificate comes into date or leaves it, or it is for the first time
 * less than 60 days to the end of it (RO-19). What other servers contribute does not depend on time.
 */
function instantsAhead(certificates: readonly CertificateFacts[], now: number): readonly number[] {
  const instants = new Set<number>();
  for (const { notBefore, notAfter } of certificates) {
    if (notBefore !== undefined) instants.add(notBefore);
    if (notAfter !== undefined) instants.add(notAfter).add(notAfter - 60 * DAY + 1);
  }
  return [...instants]
    .filter((instant) => instant > now)
    .sort((one, other) => one - other)
    .slice(0, MOST_INSTANTS);
}
