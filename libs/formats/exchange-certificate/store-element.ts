/**
 * A serialized element of a Windows certificate store: property id, 1, length, bytes, repeated; all numbers 32 bit little endian.
 *
 *   readStoreElement(bytes): StoreElement | StoreFault
 *
 * @cite Microsoft, CertSerializeCertificateStoreElement (B); layout checked on exports (B)
 */
import { startCursor, take, takeInt32, viewOf } from '../net-binary/cursor.js';
import type { KeyProvider } from '#libs/certificates/certificate.js';

export interface StoreElement {
  readonly der: Uint8Array | null;
  /** Property 2: there is a private key. */
  readonly hasPrivateKey: boolean;
  /** Null: no provider is named. */
  readonly keyProvider: KeyProvider | null;
  /** Null: the property is not there. */
  readonly friendlyName: string | null;
  /** SHA-1 that Windows noted, 20 bytes; null when it is not there. */
  readonly thumbprint: Uint8Array | null;
}

export interface StoreFault {
  readonly at: number;
  readonly message: string;
}

const KEY_PROVIDER = 2;
const SHA1 = 3;
const FRIENDLY_NAME = 11;
const CERTIFICATE = 32;
const MAX_PROPERTIES = 1000;

export function isStoreFault(element: StoreElement | StoreFault): element is StoreFault {
  return 'message' in element;
}

/** The properties of one certificate. The certificate itself comes last; what follows it is left. */
export function readStoreElement(bytes: Uint8Array): StoreElement | StoreFault {
  const cursor = startCursor(bytes);
  const found = new Map<number, Uint8Array>();
  while (cursor.fault === null && cursor.at < bytes.length && !found.has(CERTIFICATE)) {
    if (found.size === MAX_PROPERTIES) return { at: cursor.at, message: `More than ${MAX_PROPERTIES} properties` };
    const id = takeInt32(cursor, 'A property');
    const marker = takeInt32(cursor, 'A property');
    const length = takeInt32(cursor, 'A property');
    if (cursor.fault === null && marker !== 1)
      return { at: cursor.at - 8, message: `Property ${id} is not marked as one` };
    found.set(id, take(cursor, length, `Property ${id}`));
  }
  if (cursor.fault !== null) return cursor.fault;
  const provider = found.get(KEY_PROVIDER);
  return {
    der: found.get(CERTIFICATE) ?? null,
    hasPrivateKey: provider !== undefined,
    keyProvider: provider === undefined ? null : keyProviderOf(provider),
    friendlyName: friendlyNameOf(found.get(FRIENDLY_NAME)),
    thumbprint: found.get(SHA1) ?? null,
  };
}

/**
 * CRYPT_KEY_PROV_INFO: offset of the container's name, offset of the provider's name, provider type, … Type 0 is a key storage
 * provider (CNG), any other a cryptographic service provider (CAPI). @cite Microsoft, CRYPT_KEY_PROV_INFO (A)
 */
function keyProviderOf(information: Uint8Array): KeyProvider | null {
  if (information.length < 12) return null;
  return viewOf(information).getUint32(8, true) === 0 ? 'CNG' : 'CAPI';
}

/** UTF-16 with a zero at its end. */
function friendlyNameOf(bytes: Uint8Array | undefined): string | null {
  if (bytes === undefined) return null;
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes).replace(/\0+$/, '').replaceAll('\0', '\ufffd');
}
