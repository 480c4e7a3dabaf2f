import type { Certificate } from '#libs/certificates/certificate.js';
import type { CertificateItem } from '../answers.js';
import { commonName, issuerWords, shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import type { Page } from '../text/page.js';
import { table } from '../text/table.js';

/** The certificates of an organization, a line each: where they are installed and where they are shown. */
export function certificatesTable(certificates: readonly CertificateItem[], wide: boolean, page: Page): string {
  const short = wide
    ? (thumbprint: string) => thumbprint
    : shortener(certificates.map((certificate) => certificate.thumbprint));
  const rows = certificates.map((certificate) => [
    short(certificate.thumbprint),
    ...nameCells(certificate, wide),
    certificate.notAfter?.slice(0, 10) ?? 'unknown',
    String(certificate.installedOn.length),
    String(certificate.presentedAt.length),
    servers(certificate, wide),
  ]);
  return table(
    ['THUMBPRINT', 'SUBJECT', 'ISSUER', 'VALID TO', 'SERVERS', 'SHOWN AT', 'INSTALLED ON'],
    rows,
    page.paint,
  );
}

function nameCells(certificate: Certificate, wide: boolean): [string, string] {
  const subject =
    certificate.subject == null ? 'unknown' : shown(wide ? certificate.subject : commonName(certificate.subject));
  return [subject, wide ? shown(certificate.issuer ?? 'unknown') : issuerWords(certificate)];
}

function servers(certificate: CertificateItem, wide: boolean): string {
  const names = certificate.installedOn.map(({ server }) => shown(server));
  return wide || names.length <= 2 ? names.join(' ') : `${names.slice(0, 2).join(' ')} +${names.length - 2}`;
}

/** The store of one server, a line a certificate. */
export function storeTable(certificates: readonly Certificate[], wide: boolean, page: Page): string {
  const short = wide
    ? (thumbprint: string) => thumbprint
    : shortener(certificates.map((certificate) => certificate.thumbprint));
  const rows = certificates.map((certificate) => [
    short(certificate.thumbprint),
    ...nameCells(certificate, wide),
    certificate.notBefore?.slice(0, 10) ?? 'unknown',
    certificate.notAfter?.slice(0, 10) ?? 'unknown',
    certificate.hasPrivateKey === undefined ? 'unknown' : certificate.hasPrivateKey === true ? 'yes' : 'no',
    certificate.services === undefined ? 'unknown' : (certificate.services ?? []).join(' ') || 'none',
  ]);
  return table(['THUMBPRINT', 'SUBJECT', 'ISSUER', 'VALID FROM', 'VALID TO', 'KEY', 'SERVICES'], rows, page.paint);
}
