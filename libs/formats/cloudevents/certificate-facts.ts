import { decodeBase64 } from '#libs/certificates/base64.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { readCertificate } from '#libs/certificates/x509.js';
import { MOST_NAMES_OF_A_CERTIFICATE } from '../fleet-document/schema.js';
import type { Warning } from '../report.js';
import { wrongAt, type Wrong } from './envelope.js';

const PLACE = 'data.certificate';
const REMEDY = 'Send one certificate as PEM or as base64 of its DER, without a private key.';
const PEM = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END/g;

export type Facts =
  { readonly ok: true; readonly certificate: Certificate; readonly warnings: readonly Warning[] } | Wrong;

/** What the certificate of an event says of itself, so that the fold needs no parser. */
export function certificateFacts(text: string): Facts {
  const blocks = [...text.matchAll(PEM)].map((block) => block[1] ?? '');
  if (blocks.length > 1)
    return wrongAt(PLACE, `${blocks.length} certificates were sent in one event.`, 'Send one event per certificate.');
  const der = decodeBase64(blocks[0] ?? text);
  if (der === null) return wrongAt(PLACE, 'The certificate is neither PEM nor base64.', REMEDY);
  const reading = readCertificate(der);
  if (reading.kind === 'not-a-certificate')
    return wrongAt(PLACE, `This is no X.509 certificate: ${reading.reason}.`, REMEDY);
  const names = reading.certificate.subjectAlternativeNames?.length ?? 0;
  if (names > MOST_NAMES_OF_A_CERTIFICATE)
    return wrongAt(
      PLACE,
      `The certificate has ${names} names; at most ${MOST_NAMES_OF_A_CERTIFICATE} are taken.`,
      REMEDY,
    );
  const doubts =
    reading.kind === 'read' ? reading.doubts : [`Recorded by thumbprint only, unparsed: ${reading.reason}.`];
  return { ok: true, certificate: reading.certificate, warnings: doubts.map((message) => ({ place: PLACE, message })) };
}
