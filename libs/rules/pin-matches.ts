import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { sift, type Sieve } from '#libs/selection/eligibility.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';

/** How the certificates of a store stand before a pin, each list in document order. Tests and dates have no say here. */
export interface PinMatches {
  /** Those that definitely have its issuer and subject. */
  readonly matching: readonly CertificateFacts[];
  /** Those of which it is unknown. */
  readonly undecided: readonly CertificateFacts[];
  /** Those that definitely differ. */
  readonly others: readonly CertificateFacts[];
}

const KNOWN = new WeakMap<ServerFacts, Map<string, PinMatches>>();

/** Who matches a pin; a pin with wrong syntax is matched by nobody. Undefined: the store is unknown. @cite rulebook 3.3 (D) */
export function pinMatches(facts: ServerFacts, pin: string): PinMatches | undefined {
  const known = KNOWN.get(facts) ?? new Map<string, PinMatches>();
  const before = known.get(pin);
  if (before !== undefined) return before;
  const sieve = sift(facts, { by: 'pin', pin: parseTlsCertificateName(pin), text: pin }, 'SMTP');
  if (sieve === undefined) return undefined;
  const matches = sorted(sieve);
  KNOWN.set(facts, known.set(pin, matches));
  return matches;
}

function sorted({ standings }: Sieve): PinMatches {
  const matching: CertificateFacts[] = [];
  const undecided: CertificateFacts[] = [];
  const others: CertificateFacts[] = [];
  for (const { facts, match } of standings) {
    (match === 'none' ? others : match === 'unknown' ? undecided : matching).push(facts);
  }
  return { matching, undecided, others };
}

/** Whether a store is known to hold nothing that a pin could mean. */
export function matchesNothing(facts: ServerFacts, pin: string): boolean {
  const matches = pinMatches(facts, pin);
  return matches !== undefined && matches.matching.length === 0 && matches.undecided.length === 0;
}
