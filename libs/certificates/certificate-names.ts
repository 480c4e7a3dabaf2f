import type { Certificate } from './certificate.js';
import { commonNames } from './distinguished-name.js';
import { matchHostName, normalizeHostName } from './host-name.js';
import { knownList, knownText } from './known.js';

/** The host names that a certificate is valid for, normalised, each once. */
export interface CertificateNames {
  readonly names: readonly string[];
  /** False: `subject` or `subjectAlternativeNames` is unknown, so there may be more. */
  readonly complete: boolean;
}

/** `some`: a name matches as a wildcard, but an unknown one might match exactly. `unknown`: no known name matches, unknown ones may. */
export type Coverage = 'exact' | 'wildcard' | 'some' | 'none' | 'unknown';

/**
 * Alternative names and common names together: the common name counts even when alternative names exist.
 * @cite L-STLS (A)
 */
export function namesOfCertificate(certificate: Certificate): CertificateNames {
  const subject = knownText(certificate.subject);
  const alternatives = knownList(certificate.subjectAlternativeNames);
  const names = new Set<string>();
  for (const name of alternatives ?? []) if (name.trim() !== '') names.add(normalizeHostName(name));
  for (const name of subject ? commonNames(subject) : []) names.add(normalizeHostName(name));
  return { names: [...names], complete: subject !== undefined && alternatives !== undefined };
}

/** Whether the names cover a host name (already normalised), and how. */
export function coverage(certificate: CertificateNames, hostName: string): Coverage {
  let wildcard = false;
  for (const name of certificate.names) {
    const match = matchHostName(name, hostName);
    if (match === 'exact') return 'exact';
    if (match === 'wildcard') wildcard = true;
  }
  if (wildcard) return certificate.complete ? 'wildcard' : 'some';
  return certificate.complete ? 'none' : 'unknown';
}

/** Whether one of the names begins with `*.`; undefined: none of the known ones does, and there may be more. */
export function isWildcardCertificate(certificate: CertificateNames): boolean | undefined {
  if (certificate.names.some((name) => name.startsWith('*.'))) return true;
  return certificate.complete ? false : undefined;
}
