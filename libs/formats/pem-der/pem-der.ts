/**
 * Certificate files: PEM or DER, one or many. They say nothing of a server, of services or of private keys.
 */
import { refused } from '../refusal.js';
import type { Decoded, Format, Input, ReportedServer, Warning } from '../report.js';
import { looksLikeDer, looksLikePem, readDer, readPem, type FoundCertificate } from './read.js';

export const pemDer: Format = {
  name: 'certificate',
  recognises: ({ bytes, text }) => (text === null ? looksLikeDer(bytes) : looksLikePem(text) || looksLikeDer(bytes)),
  decode: decodeCertificates,
};

function decodeCertificates({ bytes, text }: Input): Decoded {
  const read = text === null || !looksLikePem(text) ? readDer(bytes) : readPem(text);
  if (!read.ok) return refused(read.refusal.kind, read.refusal.place, read.refusal.message, read.refusal.remedy);
  const server: ReportedServer = { server: { fqdn: null, certificates: distinct(read.certificates) }, complete: [] };
  const warnings = [...read.warnings, ...read.certificates.flatMap(doubts)];
  return { ok: true, report: { format: pemDer.name, servers: [server], organization: {}, events: [], warnings } };
}

/** The same certificate twice in a file is one certificate. */
function distinct(found: readonly FoundCertificate[]): readonly FoundCertificate['reading']['certificate'][] {
  return [...new Map(found.map(({ reading: { certificate } }) => [certificate.thumbprint, certificate])).values()];
}

function doubts({ place, reading }: FoundCertificate): readonly Warning[] {
  if (reading.kind === 'unparsed')
    return [{ place, message: `Known by its thumbprint only, unparsed: ${reading.reason}.` }];
  return reading.doubts.map((message) => ({ place, message }));
}
