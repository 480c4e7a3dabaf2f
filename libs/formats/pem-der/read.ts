/**
 * Certificates as files: PEM or DER, one or many.
 *
 *   looksLikePem(text): boolean, looksLikeDer(bytes): boolean        cheap: the beginning only
 *   readPem(text, cache?): CertificatesRead
 *   readDer(bytes, cache?): CertificatesRead
 *
 *   { ok: true, certificates: [{ place, reading }], warnings } | { ok: false, refusal }
 *
 * Each reading is `read` or `unparsed` (libs/certificates/x509.ts). A file in which no certificate can be found is refused, and so is one
 * of whose blocks one is cut off or no certificate: half a chain would be taken for the whole. Other PEM blocks (requests, revocation
 * lists, parameters) are skipped with a warning. PKCS#7 is refused with the command that unpacks it. Private keys: `findPrivateKey` comes first.
 */
import { decodeBase64 } from '#libs/certificates/base64.js';
import { elementAt, TAG } from '#libs/certificates/der.js';
import { readCertificate, type CertificateCache, type CertificateReading } from '#libs/certificates/x509.js';
import type { Refusal, Warning } from '../report.js';
import { quoted } from '../text.js';

export interface FoundCertificate {
  /** `certificate 2, line 31`, `certificate 2, byte 1043`. */
  readonly place: string;
  readonly reading: Exclude<CertificateReading, { kind: 'not-a-certificate' }>;
}

export type CertificatesRead =
  | { readonly ok: true; readonly certificates: readonly FoundCertificate[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

const MAX_CERTIFICATES = 10_000;
const REMEDY = 'Export the certificate again, as Base-64 (.cer) or DER, and send the file unchanged.';
const LABELS: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

/** True when a PEM block begins within the first 64 kB: text may stand before it. */
export function looksLikePem(text: string): boolean {
  return (
    /^-----BEGIN [A-Z0-9 ]{1,40}-----/m.test(text.slice(0, 64 * 1024)) && !/^\uFEFF?\s*[<{[]/.test(text.slice(0, 1024))
  );
}

/** True when the bytes begin with a SEQUENCE in a SEQUENCE whose length fits: a certificate, or what else has that form. */
export function looksLikeDer(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80 && [0x30, 0x06].includes(bytes[(bytes[1] ?? 0x80) - 0x80 + 2] ?? 0)
  );
}

/** Certificates of a PEM text, in its order. */
export function readPem(text: string, cache?: CertificateCache): CertificatesRead {
  const certificates: FoundCertificate[] = [];
  const warnings: Warning[] = [];
  for (const block of blocksOf(text)) {
    const place = `certificate ${certificates.length + 1}, line ${block.line}`;
    if (!LABELS.has(block.label)) {
      if (/^(PKCS ?#?7|CMS)$/.test(block.label)) return pkcs7(`line ${block.line}`);
      warnings.push({ place: `line ${block.line}`, message: `The ${quoted(block.label)} was skipped.` });
      continue;
    }
    if (!block.closed) return damaged(place, 'The block has no -----END CERTIFICATE----- line.');
    const bytes = decodeBase64(block.body);
    const reading = bytes === null ? null : readCertificate(bytes, cache);
    if (reading === null) return damaged(place, 'Between BEGIN and END stands no base64.');
    if (reading.kind === 'not-a-certificate')
      return damaged(place, `The block holds no certificate: ${reading.reason}.`);
    certificates.push({ place, reading });
    if (certificates.length > MAX_CERTIFICATES) return tooMany();
  }
  return certificates.length === 0
    ? none(`The text has no ${[...LABELS][0]} block.`)
    : { ok: true, certificates, warnings };
}

/** Certificates of DER bytes, one after another. */
export function readDer(bytes: Uint8Array, cache?: CertificateCache): CertificatesRead {
  const certificates: FoundCertificate[] = [];
  for (let at = 0; at < bytes.length;) {
    const place = `certificate ${certificates.length + 1}, byte ${at}`;
    if (isPkcs7(bytes, at)) return pkcs7(place);
    const reading = readCertificate(bytes.subarray(at), cache);
    if (reading.kind === 'not-a-certificate') return damaged(place, `Here stands no certificate: ${reading.reason}.`);
    certificates.push({ place, reading });
    if (certificates.length > MAX_CERTIFICATES) return tooMany();
    at += reading.der.length;
  }
  return certificates.length === 0 ? none('The file is empty.') : { ok: true, certificates, warnings: [] };
}

function isPkcs7(bytes: Uint8Array, at: number): boolean {
  const outer = elementAt(bytes, at);
  const first = outer === null ? null : elementAt(bytes, outer.content, outer.end);
  return first?.tag === TAG.oid;
}

interface Block {
  readonly label: string;
  readonly line: number;
  readonly body: string;
  /** False when the text ends, or another block begins, before its END line. */
  readonly closed: boolean;
}

/** The blocks of a PEM text, in one pass. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index++) {
    const label = /^\uFEFF?\s{0,8}-----BEGIN ([A-Z0-9 ]{1,40})-----\s{0,8}$/.exec(lines[index] ?? '')?.[1];
    if (label === undefined) continue;
    let last = index + 1;
    while (last < lines.length && !(lines[last] ?? '').includes('-----')) last += 1;
    const closed = (lines[last] ?? '').includes(`-----END ${label}-----`);
    blocks.push({ label, line: index + 1, body: lines.slice(index + 1, last).join('\n'), closed });
    index = closed ? last : last - 1;
  }
  return blocks;
}

function damaged(place: string, message: string): CertificatesRead {
  return { ok: false, refusal: { kind: 'malformed', place, message, remedy: REMEDY } };
}

function none(message: string): CertificatesRead {
  return { ok: false, refusal: { kind: 'not-recognised', place: '', message, remedy: REMEDY } };
}

function tooMany(): CertificatesRead {
  const message = `The file has more than ${MAX_CERTIFICATES} certificates.`;
  return { ok: false, refusal: { kind: 'too-large', place: '', message, remedy: 'Send them in several files.' } };
}

function pkcs7(place: string): CertificatesRead {
  const message = 'This is PKCS#7 (.p7b), a bag of certificates, which is not read.';
  const remedy = 'Unpack it first: openssl pkcs7 -print_certs -in FILE (add -inform DER for a binary file).';
  return { ok: false, refusal: { kind: 'not-recognised', place, message, remedy } };
}
