/**
 * Certificates as files, PEM or DER, one or many: what they say of themselves. Whose they are, what they are used for and whether the
 * server has their keys, such a file cannot say.
 */
import type { Decoded, Format, Warning } from '../report.js';
import { looksLikeDer, looksLikePem, readDer, readPem, type CertificatesRead, type FoundCertificate } from './read.js';

export const pem: Format = {
  name: 'pem',
  recognises: ({ text }) => text !== null && looksLikePem(text),
  decode: ({ text }) => reported('pem', readPem(text ?? '')),
};

export const der: Format = {
  name: 'der',
  recognises: ({ bytes, text }) => text === null && looksLikeDer(bytes),
  decode: ({ bytes }) => reported('der', readDer(bytes)),
};

function reported(format: string, read: CertificatesRead): Decoded {
  if (!read.ok) return read;
  const distinct = new Map(read.certificates.map(({ reading: { certificate } }) => [certificate.thumbprint, certificate]));
  const server = { fqdn: null, certificates: [...distinct.values()] };
  const warnings = [...read.warnings, ...read.certificates.flatMap(doubtsOf)];
  return { ok: true, report: { format, servers: [{ server, complete: [] }], organization: {}, events: [], warnings } };
}

function doubtsOf({ place, reading }: FoundCertificate): readonly Warning[] {
  const doubts = reading.kind === 'read' ? reading.doubts : [`Taken by its thumbprint only, unparsed: ${reading.reason}.`];
  return doubts.map((message) => ({ place, message }));
}
