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

const KNOWN = new WeakMap<Sieve, PinMatches>();

/** Who matches a pin; a pin with wrong syntax is matched by nobody. Undefined: the store is unknown. @cite rulebook 3.3 (D) */
export function pinMatches(facts: ServerFacts, pin: string): PinMatches | undefined {
  const sieve = sift(facts, { by: 'pin', pin: parseTlsCertificateName(pin), text: pin }, 'SMTP');
  if (sieve === undefined) return undefined;
  const known = KNOWN.get(sieve);
  if (known !== undefined) return known;
  const matches = {
    matching: certificatesOf(sieve, 'exact'),
    undecided: certificatesOf(sieve, 'unknown'),
    others: certificatesOf(sieve, 'none'),
  };
  KNOWN.set(sieve, matches);
  return matches;
}

function certificatesOf({ standings }: Sieve, wanted: 'exact' | 'unknown' | 'none'): readonly CertificateFacts[] {
  return standings.filter(({ match }) => match === wanted).map(({ facts }) => facts);
}

/** Whether a store is known to hold nothing that a pin could mean. */
export function matchesNothing(facts: ServerFacts, pin: string): boolean {
  const matches = pinMatches(facts, pin);
  return matches !== undefined && matches.matching.length === 0 && matches.undecided.length === 0;
}
