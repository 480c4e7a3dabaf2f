/**
 * One certificate as `Get-ExchangeCertificate` exports it.
 *
 *   isCertificateObject(value): value is PsObject               an ExchangeCertificate or an X509Certificate2
 *   readExchangeCertificate(object): ExchangeCertificateRead
 *
 *   { ok: true, certificate, der, server, askedServer, source, doubts } | { ok: false, reason, damaged }
 *
 * What the certificate says of itself is from RawData (DER); services, status, root, self-signed, private key, provider and friendly
 * name are from SerializationData, else from the properties that show them, and are absent, that is unknown, in an export without.
 * Exchange's word on `isSelfSigned` wins over what the signature shows. An export without RawData is read from its properties alone.
 */
import type { Certificate } from '#libs/certificates/certificate.js';
import { toHex } from '#libs/certificates/der.js';
import { readCertificate, type CertificateCache } from '#libs/certificates/x509.js';
import { bytesOf, hasType, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { statedFacts, type StatedFacts } from './from-properties.js';
import { isStateFault, readCertificateState, type CertificateState, type StateFault } from './state.js';

export type ExchangeCertificateRead =
  | {
      readonly ok: true;
      readonly certificate: Certificate;
      /** The certificate's own bytes; null: the export has none. */
      readonly der: Uint8Array | null;
      /** Identity: the server whose store holds the certificate, as Exchange writes it. Null: the export does not say. */
      readonly server: string | null;
      /** PSComputerName: the server that was asked, lower case. Null: the export does not say. */
      readonly askedServer: string | null;
      /** Where services and status are from. */
      readonly source: 'SerializationData' | 'properties' | 'none';
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
  const stated = statedFacts(object);
  doubts.push(...stated.doubts);
  const raw = bytesOf(property(object, 'RawData')) ?? state?.der ?? null;
  const reading = raw === null ? withoutBytes(stated) : readBytes(raw, stated, cache);
  if (!reading.ok) return reading;
  doubts.push(...reading.doubts);
  const askedServer = textOf(property(object, 'PSComputerName')) ?? null;
  return { ok: true, askedServer, ...withState(reading, { state, stated, doubts }), doubts };
}

interface Sources {
  readonly state: CertificateState | null;
  readonly stated: StatedFacts;
  readonly doubts: string[];
}

type WithState = Pick<
  Extract<ExchangeCertificateRead, { readonly ok: true }>,
  'certificate' | 'der' | 'server' | 'source'
>;

/** What SerializationData says stands over what the visible properties show. */
function withState({ certificate, der }: Reading, { state, stated, doubts }: Sources): WithState {
  if (der === null || state === null || !agrees(state, { certificate, der }, doubts))
    return { certificate, der, server: stated.server, source: saysState(stated) ? 'properties' : 'none' };
  const whole = { ...certificate, ...state.facts };
  return { certificate: whole, der, server: state.server ?? stated.server, source: 'SerializationData' };
}

interface Reading {
  readonly ok: true;
  readonly certificate: Certificate;
  readonly der: Uint8Array | null;
  readonly doubts: readonly string[];
}

type Unread = Extract<ExchangeCertificateRead, { readonly ok: false }>;

function saysState({ kept }: StatedFacts): boolean {
  return kept.services !== undefined || kept.status !== undefined;
}

function withoutBytes({ thumbprint, written, kept }: StatedFacts): Reading | Unread {
  if (thumbprint === null) return { ok: false, reason: 'it has no RawData and no Thumbprint', damaged: false };
  return { ok: true, certificate: { thumbprint, ...written, ...kept }, der: null, doubts: [] };
}

/** What its bytes say of the certificate, and what Exchange keeps beside it. */
function readBytes(raw: Uint8Array, stated: StatedFacts, cache?: CertificateCache): Reading | Unread {
  const reading = readCertificate(raw, cache);
  if (reading.kind === 'not-a-certificate')
    return { ok: false, reason: `RawData is no certificate: ${reading.reason}`, damaged: true };
  if (stated.thumbprint !== null && stated.thumbprint !== reading.certificate.thumbprint)
    return { ok: false, reason: 'RawData is of another certificate than Thumbprint', damaged: true };
  if (reading.kind === 'read')
    return {
      ok: true,
      certificate: { ...reading.certificate, ...stated.kept },
      der: reading.der,
      doubts: reading.doubts,
    };
  return {
    ok: true,
    certificate: { ...stated.written, ...reading.certificate, ...stated.kept },
    der: reading.der,
    doubts: [`The certificate is unparsed: ${reading.reason}.`],
  };
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
