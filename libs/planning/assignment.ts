import type { Certificate } from '#libs/certificates/certificate.js';
import type { Answer, EnabledService, Surface } from './command.js';

/** Services for a certificate of a server. */
export interface Assignment {
  /** The certificate as it is known, thumbprint in upper case; whether the store has it is not asked here. */
  readonly certificate: Certificate;
  /** In the order given. */
  readonly services: readonly EnabledService[];
  readonly answer: Answer;
  readonly surface: Surface;
  /** POP and IMAP only mark the certificate, their settings stay: New-ExchangeCertificate that is told no services. */
  readonly settingsStay: boolean;
}
