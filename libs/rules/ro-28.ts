import { knownText } from '#libs/certificates/known.js';
import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { exchangeName } from './commands.js';
import { presentersOf, reissue } from './reissue-commands.js';
import { NOTHING, type Occurrence, type StandingRule } from './rule.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

const WEAK_HASH = /sha1|md5|md2/i;
const LEAST_KEY_SIZE = 2048;

export const ro28: StandingRule = {
  kind: 'standing',
  id: 'RO-28',
  title: 'A certificate in use has a weak signature or key',
  severity: ['high', 'low'],
  fires:
    'a certificate of the store that any endpoint of the server has chosen is signed with SHA-1, MD5 or MD2, or its key is not RSA, or it is RSA with less than 2048 bits. Low for a self-signed certificate, else high. One finding for each certificate.',
  breaks:
    'modern clients and other mail servers refuse the handshake; Exchange supports ECC keys only in part, and not for EdgeSync.',
  remedy: 'Have it issued again with an RSA key of 2048 bits or more and SHA-256.',
  notRisky:
    'The signature of a self-signed certificate protects nothing, for nobody follows it; older versions of setup made it with SHA-1. A weak certificate that nothing presents is no finding.',
  cite: [{ key: 'CSS-CERT', confidence: 'B' }],
  check: (subject) => {
    let found: Occurrence[] | undefined;
    for (const certificate of subject.facts.certificates ?? []) {
      const weak = weaknessesOf(certificate);
      if (weak.length > 0 && isChosen(subject, certificate)) {
        (found ??= []).push(occurrence(subject, certificate, weak));
      }
    }
    return found ?? NOTHING;
  },
};

const NONE: readonly string[] = [];

/** In the words of the certificate: `sha1RSA`, `ECC`, `RSA 1024`. */
function weaknessesOf({ certificate }: CertificateFacts): readonly string[] {
  const { signatureAlgorithm, keyAlgorithm, keySize } = certificate;
  const signature = signatureAlgorithm != null && WEAK_HASH.test(signatureAlgorithm) ? signatureAlgorithm.trim() : null;
  const algorithm = knownText(keyAlgorithm);
  const key = algorithm == null ? null : weaknessOfKey(algorithm, keySize);
  return signature === null && key === null ? NONE : [signature, key].flatMap((weak) => weak ?? []);
}

/** Null: nothing is known against it. */
function weaknessOfKey(algorithm: string, size: number | null | undefined): string | null {
  if (algorithm.toUpperCase() !== 'RSA') return algorithm;
  return size != null && size < LEAST_KEY_SIZE ? `RSA ${size}` : null;
}

function isChosen({ answers }: Subject, { thumbprint }: CertificateFacts): boolean {
  return answers.some(({ selection }) => selection.thumbprint === thumbprint);
}

function occurrence(subject: Subject, certificate: CertificateFacts, weak: readonly string[]): Occurrence {
  const { facts } = subject;
  const { thumbprint, isSelfSigned } = certificate;
  const endpoints = presentersOf(subject, thumbprint);
  return {
    endpoint: null,
    severity: isSelfSigned === true ? 'low' : 'high',
    summary: `${plain(exchangeName(facts))} uses ${certificateNamed(facts, thumbprint)}, which is weak (${listed(weak)}), at ${listed(endpoints)}: modern clients and servers refuse it.`,
    evidence: { thumbprint, weak, endpoints },
    remediation: reissue(subject, certificate),
  };
}
