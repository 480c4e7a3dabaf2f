import type { z } from 'zod';
import { decodeBase64 } from '#libs/certificates/base64.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { type CertificateReading, readCertificate } from '#libs/certificates/x509.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { jsonPath, type JsonStep } from '../json/path.js';
import type { Warning } from '../report.js';
import type { Fault } from './checks.js';
import {
  type DocumentCertificate,
  type FleetDocument as WrittenDocument,
  MOST_NAMES_OF_A_CERTIFICATE,
} from './schema.js';

type Written = z.infer<typeof DocumentCertificate>;
type Steps = readonly JsonStep[];

export type Expanded =
  | { readonly ok: true; readonly document: FleetDocument; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly fault: Fault };

/**
 * The document with what its certificates' own bytes (`raw`) say in place of what was written beside them. Services, status, private key and
 * the like are no part of the bytes and stay as written; so does `isSelfSigned`, for Exchange's word on it counts. Bytes that are no
 * certificate, or another one than the thumbprint names, are a fault.
 */
export function withRawCertificates(written: z.infer<typeof WrittenDocument>): Expanded {
  const { servers, ...rest } = written;
  if (servers === undefined) return { ok: true, document: rest, warnings: [] };
  const warnings: Warning[] = [];
  const read: Server[] = [];
  for (const [i, server] of servers.entries()) {
    const store: Certificate[] = [];
    for (const [j, certificate] of (server.certificates ?? []).entries()) {
      const steps = ['servers', i, 'certificates', j];
      const said = certificateOf(certificate, steps, warnings);
      if ('wrong' in said) return { ok: false, fault: said };
      store.push(said);
    }
    read.push(server.certificates == null ? server : { ...server, certificates: store });
  }
  return { ok: true, document: { ...rest, servers: read }, warnings: capped(warnings) };
}

function certificateOf({ raw, ...written }: Written, steps: Steps, warnings: Warning[]): Certificate | Fault {
  if (raw == null) return written;
  const at = [...steps, 'raw'];
  const der = decodeBase64(raw);
  if (der === null) return { steps: at, wrong: 'is no base64' };
  const reading = readCertificate(der);
  if (reading.kind === 'not-a-certificate') return { steps: at, wrong: `is no X.509 certificate: ${reading.reason}` };
  const { thumbprint } = reading.certificate;
  if (normalizeThumbprint(written.thumbprint) !== thumbprint)
    return { steps: at, wrong: `is another certificate than the thumbprint beside it names (found: ${thumbprint})` };
  warnings.push(...doubtsOf(reading).map((message) => ({ place: jsonPath(at), message })));
  return overruled(written, reading.certificate);
}

function overruled(written: Certificate, facts: Certificate): Certificate {
  const { subjectAlternativeNames: names, ...certificate } = { ...written, ...facts };
  return {
    ...certificate,
    ...(names === undefined || isCrowd(names) ? {} : { subjectAlternativeNames: names }),
    ...(written.isSelfSigned == null ? {} : { isSelfSigned: written.isSelfSigned }),
  };
}

function doubtsOf(reading: Exclude<CertificateReading, { readonly kind: 'not-a-certificate' }>): readonly string[] {
  if (reading.kind === 'unparsed')
    return [`The bytes are not parsed: ${reading.reason}. What is written beside them stands.`];
  const names = reading.certificate.subjectAlternativeNames ?? [];
  if (!isCrowd(names)) return reading.doubts;
  const crowded = `The certificate has ${names.length} names; more than ${MOST_NAMES_OF_A_CERTIFICATE} are not taken, they stay unknown.`;
  return [...reading.doubts, crowded];
}

function isCrowd(names: readonly string[] | null): boolean {
  return (names?.length ?? 0) > MOST_NAMES_OF_A_CERTIFICATE;
}

const MOST_WARNINGS = 100;

function capped(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.length <= MOST_WARNINGS) return warnings;
  const rest = warnings.length - MOST_WARNINGS;
  return [...warnings.slice(0, MOST_WARNINGS), { place: '', message: `${rest} more doubts about certificates.` }];
}
