import { knownFlag } from '#libs/certificates/known.js';
import type { Sieve, Standing } from './eligibility.js';

/** The first fact that keeps a certificate undecided, in the order of the tests, in the words of the fleet document. @cite rulebook 4.5 */
export function openFact({ facts, match }: Standing, { selector }: Sieve): string {
  const { certificate } = facts;
  const pinned = selector.by === 'pin';
  const selfSigned = knownFlag(certificate.isSelfSigned);
  const needed: readonly (readonly [name: string, unknown: boolean])[] = [
    [pinned ? 'issuer or subject' : 'subject or subjectAlternativeNames', match === 'unknown'],
    ['version', certificate.version == null],
    ['hasPrivateKey', !pinned && facts.hasPrivateKey === undefined],
    ['isSelfSigned', selfSigned === undefined],
    ['status', selfSigned === false && certificate.status == null],
    ['extendedKeyUsages', certificate.extendedKeyUsages === undefined],
    ['notBefore', facts.notBefore === undefined],
    ['notAfter', facts.notAfter === undefined],
    ['services', !pinned && facts.smtp === undefined],
  ];
  const name = needed.find(([, unknown]) => unknown)?.[0] ?? 'services or names';
  return `${name} of ${facts.thumbprint}, which might rank first,`;
}
