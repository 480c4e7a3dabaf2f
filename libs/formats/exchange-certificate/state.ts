/**
 * The state that Exchange keeps of a certificate: the object inside `SerializationData`.
 *
 *   readCertificateState(bytes): CertificateState | StateFault
 *
 * A member that the stream does not have, or has with a number nobody knows, is absent.
 */
import type { CertificateStatus, ExchangeService, KeyProvider, RootCaType } from '#libs/certificates/certificate.js';
import { readNetBinary } from '../net-binary/read.js';
import { enumerationOf, isNetObject, member, type NetStream } from '../net-binary/value.js';
import { rootCaTypeOf, servicesOf, statusOf } from './enumerations.js';
import { isStoreFault, readStoreElement } from './store-element.js';

export interface CertificateState {
  /** From CertData; null when it has none. */
  readonly der: Uint8Array | null;
  /** The part of Identity before the backslash; null when there is none. */
  readonly server: string | null;
  /** The part of Identity after the backslash; null when there is none. */
  readonly thumbprint: string | null;
  readonly facts: CertificateFacts;
  readonly doubts: readonly string[];
}

export interface CertificateFacts {
  readonly services?: readonly ExchangeService[];
  readonly status?: CertificateStatus;
  readonly rootCaType?: RootCaType;
  readonly isSelfSigned?: boolean;
  readonly hasPrivateKey?: boolean;
  readonly keyProvider?: KeyProvider;
  readonly friendlyName?: string;
}

export interface StateFault {
  readonly fault: string;
  /** The bytes contradict themselves; false: they can be read, but hold something else. */
  readonly damaged: boolean;
}

export function isStateFault(state: CertificateState | StateFault): state is StateFault {
  return 'fault' in state;
}

export function readCertificateState(bytes: Uint8Array): CertificateState | StateFault {
  const read = readNetBinary(bytes);
  if (!read.ok) return { fault: `SerializationData, byte ${read.at}: ${read.message}`, damaged: true };
  const { stream } = read;
  if (!isNetObject(stream.root) || !stream.root.className.endsWith('.ExchangeCertificate')) {
    return { fault: 'SerializationData holds no ExchangeCertificate', damaged: false };
  }
  const doubts: string[] = [];
  const store = storeFacts(stream);
  if ('fault' in store) return store;
  const [server, thumbprint] = identityOf(stream);
  const selfSigned = member(stream, stream.root, 'SelfSigned');
  const facts: CertificateFacts = {
    ...enumerations(stream, doubts),
    ...(typeof selfSigned === 'boolean' ? { isSelfSigned: selfSigned } : {}),
    ...store.facts,
  };
  return { der: store.der, server, thumbprint, facts, doubts };
}

function enumerations(stream: NetStream, doubts: string[]): CertificateFacts {
  const read = <T>(name: string, meaning: (number: number) => T | null): T | undefined => {
    const number = enumerationOf(stream, member(stream, stream.root, name));
    const value = number === undefined ? null : meaning(number);
    if (number !== undefined && value === null)
      doubts.push(`${name} ${number} has no known meaning and stays unknown.`);
    return value ?? undefined;
  };
  const services = read('Services', servicesOf);
  const status = read('Status', statusOf);
  const rootCaType = read('RootCAType', rootCaTypeOf);
  return {
    ...(services === undefined ? {} : { services }),
    ...(status === undefined ? {} : { status }),
    ...(rootCaType === undefined ? {} : { rootCaType }),
  };
}

function storeFacts(stream: NetStream): StateFault | { der: Uint8Array | null; facts: CertificateFacts } {
  const data = member(stream, stream.root, 'CertData');
  if (!(data instanceof Uint8Array)) return { der: null, facts: {} };
  const element = readStoreElement(data);
  if (isStoreFault(element)) return { fault: `CertData, byte ${element.at}: ${element.message}`, damaged: true };
  const { keyProvider, friendlyName, hasPrivateKey } = element;
  return {
    der: element.der,
    facts: {
      hasPrivateKey,
      ...(keyProvider === null ? {} : { keyProvider }),
      // Windows shows a certificate without this property with an empty name.
      friendlyName: friendlyName ?? '',
    },
  };
}

function identityOf(stream: NetStream): readonly [string | null, string | null] {
  const identity = member(stream, stream.root, 'Identity');
  if (typeof identity !== 'string') return [null, null];
  const slash = identity.indexOf('\\');
  if (slash < 0) return [null, identity === '' ? null : identity];
  return [slash === 0 ? null : identity.slice(0, slash), identity.slice(slash + 1)];
}
