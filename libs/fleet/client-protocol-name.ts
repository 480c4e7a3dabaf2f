import type { Certificate } from '#libs/certificates/certificate.js';
import { isWildcardCertificate, namesOfCertificate } from '#libs/certificates/certificate-names.js';
import { commonNames } from '#libs/certificates/distinguished-name.js';

/** What enabling a certificate for POP or IMAP does to the name in the settings. */
export type ClientProtocolName =
  | { readonly kind: 'wildcard' }
  /** `subject` or the alternative names are unknown, and no known name shows a wildcard. */
  | { readonly kind: 'unknown' }
  /** Null: the certificate has no usable name, the setting stays. */
  | { readonly kind: 'name'; readonly name: string | null };

/**
 * The name that `Enable-ExchangeCertificate` writes into `X509CertificateName`: the first common or alternative name that contains a
 * dot and no star or blank, else the first alternative name, then common name, without star and blank; written as the certificate has
 * it. A wildcard certificate is not set at all.
 * @cite KB948896 (A), rulebook 9.3 (D)
 */
export function clientProtocolName(certificate: Certificate): ClientProtocolName {
  const wildcard = isWildcardCertificate(namesOfCertificate(certificate));
  if (wildcard === true) return { kind: 'wildcard' };
  const { subject, subjectAlternativeNames } = certificate;
  if (wildcard === undefined || subject === undefined || subjectAlternativeNames === undefined)
    return { kind: 'unknown' };
  const common = usable(subject === null ? [] : commonNames(subject));
  const alternative = usable(subjectAlternativeNames ?? []);
  const dotted = [...common, ...alternative].find((name) => name.includes('.'));
  return { kind: 'name', name: dotted ?? alternative[0] ?? common[0] ?? null };
}

function usable(names: readonly string[]): readonly string[] {
  return names.map((name) => name.trim()).filter((name) => name !== '' && !/[*\s]/.test(name));
}
