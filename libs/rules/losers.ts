import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import type { Selection } from '#libs/selection/selection.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import { storedCertificate } from './stored-certificate.js';

/** The certificates that passed every test and yet lost the choice, in document order. Of an undecided one that is not known. */
export function eligibleLosers(
  facts: Pick<ServerFacts, 'certificates'>,
  { candidates }: Selection,
): readonly CertificateFacts[] {
  return candidates.flatMap(({ thumbprint, verdict, reasons }) =>
    verdict === 'eligible' && !reasons.includes('FACT_UNKNOWN') ? (storedCertificate(facts, thumbprint) ?? []) : [],
  );
}
