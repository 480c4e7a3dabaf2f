/**
 * One certificate as `Get-ExchangeCertificate` exports it.
 *
 *   isCertificateObject(value): value is PsObject               an ExchangeCertificate or an X509Certificate2
 *   readExchangeCertificate(object): ExchangeCertificateRead
 *
 *   { ok: true, certificate, der, server, askedServer, source, doubts } | { ok: false, reason, damaged }
 *
 * What the certificate says of itself is from RawData (DER); services, status, root, self-signed, private key, provider and friendly
 * name are from SerializationData and are absent, that is unknown, in an export without it. Exchange's word on `isSelfSigned` wins
 * over what the signature shows.
 */
import type { Certificate } from '#libs/certificates/certificate.js';
import { toHex } from '#libs/certificates/der.js';
import { readCertificate, type CertificateCache } from '#libs/certificates/x509.js';
import { bytesOf, hasType, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { isStateFault, readCertificateState, type CertificateState, type StateFault } from './state.js';

export type ExchangeCertificateRead =
  | {
      readonly ok: true;
      readonly certificate: Certificate;
      /** The certificate's own bytes. */
      readonly der: Uint8Array;
      /** Identity: the server whose store holds the certificate, as Exchange writes it. Null: the export does not say. */
      readonly server: string | null;
      /** PSComputerName: the server that was asked, lower case. Null: the export does not say. */
      readonly askedServer: string | null;
      /** Where services and status are from. */
      readonly source: 'SerializationData' | 'none';
      /** What was read around or doubted, in sentences. */
      readonly doubts: readonly string[];
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Its bytes contradict themselves: then the rest of the file is not to be trusted either. False: it does not say enough. */
      readonly damaged: boolean;
    };

export function isCertificateObject(value: PsValue | undefined): value is PsObject {
  return hasType(value, 'ExchangeCertificate') || hasType(value, 'X509Certificate2');
}

/** The certificate, or why the object holds none that can be named by a thumbprint. Never throws. */
export function readExchangeCertificate(object: PsObject, cache?: CertificateCache): ExchangeCertificateRead {
  const doubts: string[] = [];
  const state = stateOf(object, doubts);
  if (state !== null && isStateFault(state)) return { ok: false, reason: state.fault, damaged: true };
  const raw = bytesOf(property(object, 'RawData')) ?? state?.der ?? null;
  if (raw === null) return { ok: false, reason: 'it has no RawData', damaged: false };
  const reading = readCertificate(raw, cache);
  if (reading.kind === 'not-a-certificate')
    return { ok: false, reason: `RawData is no certificate: ${reading.reason}`, damaged: true };
  if (reading.kind === 'unparsed') doubts.push(`The certificate is unparsed: ${reading.reason}.`);
  else doubts.push(...reading.doubts);
  const common = {
    ok: true,
    der: reading.der,
    askedServer: textOf(property(object, 'PSComputerName')) ?? null,
  } as const;
  if (state === null || !agrees(state, reading, doubts)) {
    return { ...common, certificate: reading.certificate, server: null, source: 'none', doubts };
  }
  const certificate = { ...reading.certificate, ...state.facts };
  return { ...common, certificate, server: state.server, source: 'SerializationData', doubts };
}

/** The state beside the certificate, how it is damaged, or null: there is none to be had. */
function stateOf(object: PsObject, doubts: string[]): CertificateState | StateFault | null {
  const data = bytesOf(property(object, 'SerializationData'));
  if (data === undefined || data === null || data.length === 0) return null;
  const state = readCertificateState(data);
  if (isStateFault(state)) {
    if (state.damaged) return state;
    doubts.push(`Services and status stay unknown: ${state.fault}.`);
    return null;
  }
  doubts.push(...state.doubts);
  return state;
}

/** State of another certificate is no state of this one. */
function agrees(
  state: CertificateState,
  reading: { readonly certificate: Certificate; readonly der: Uint8Array },
  doubts: string[],
): boolean {
  const named = state.thumbprint === null || state.thumbprint.toUpperCase() === reading.certificate.thumbprint;
  const same = state.der === null || toHex(state.der) === toHex(reading.der);
  if (!named || !same) doubts.push('SerializationData is of another certificate than RawData: its state is not taken.');
  return named && same;
}
