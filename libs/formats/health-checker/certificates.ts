import { CERTIFICATE_STATUSES, EXCHANGE_SERVICES, type Certificate } from '#libs/certificates/certificate.js';
import { isObject, property } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { certificateSaid } from '../exchange-certificate/exchange-certificate.js';
import { known, type Said, type ServerName } from '../exchange-object/kind.js';
import { flag, flags, text } from '../exchange-object/words.js';

/** `ExchangeInformation.ExchangeCertificates`: the script lists every certificate of the server and adds services and status as text. */
export function analysedCertificates(list: readonly PsValue[] | null | undefined, of: ServerName): readonly Said[] {
  if (list === undefined || list === null) return [];
  const entries = list.filter(isObject);
  const said = entries.flatMap((entry) => readEntry(entry, of));
  return [{ of, server: { certificates: [] }, complete: ['certificates'] }, ...said, ...signingCertificate(entries)];
}

/** The script marks the certificate that signs OAuth tokens; of the next and the previous one it says nothing. */
function signingCertificate(entries: readonly PsObject[]): readonly Said[] {
  const marked = entries.filter((entry) => flag(entry, 'IsCurrentAuthConfigCertificate') === true);
  const thumbprint = marked.length === 1 ? text(marked[0], 'Thumbprint') : undefined;
  return typeof thumbprint === 'string' ? [{ organization: { authConfig: { currentThumbprint: thumbprint } } }] : [];
}

function readEntry(entry: PsObject, of: ServerName): readonly Said[] {
  const object = property(entry, 'CertificateObject');
  if (!isObject(object)) return [fromEntryAlone(entry, of)];
  const shown = shownOf(entry);
  return certificateSaid(object).flatMap((said): readonly Said[] => {
    const [certificate] = said.server?.certificates ?? [];
    if (said.damage !== undefined) return [said];
    if (certificate === undefined) return said.warning === undefined || isAboutAsking(said.warning) ? [] : [said];
    // What the certificate's own state says stands; the script's columns fill what it leaves open.
    return [{ of, server: { certificates: [{ ...shown, ...certificate }] } }];
  });
}

/** In an analysis it is clear whose certificates these are. */
function isAboutAsking(warning: string): boolean {
  return warning.includes('PSComputerName') || warning.includes('SerializationData: their services');
}

/** Without the certificate itself: what the script's columns say. */
function fromEntryAlone(entry: PsObject, of: ServerName): Said {
  const thumbprint = text(entry, 'Thumbprint');
  if (typeof thumbprint !== 'string') return { warning: 'A certificate without thumbprint was left out.' };
  const certificate: Certificate = {
    thumbprint,
    ...known({ subject: text(entry, 'Subject'), issuer: text(entry, 'Issuer') }),
    ...shownOf(entry),
  };
  return { of, server: { certificates: [certificate] } };
}

function shownOf(entry: PsObject): Partial<Certificate> {
  const status = CERTIFICATE_STATUSES.find((name) => name === text(entry, 'Status'));
  const services = flags(property(entry, 'Services'), SERVICE_BITS);
  return known({
    status,
    services: services == null ? undefined : EXCHANGE_SERVICES.filter((name) => services.includes(name)),
  });
}

const SERVICE_BITS = { IMAP: 1, POP: 2, UM: 4, IIS: 8, SMTP: 16, Federation: 32, UMCallRouter: 64 };
