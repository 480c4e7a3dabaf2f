import { sha1 } from '#libs/fleet/sha1.js';
import { toHex } from '#libs/certificates/der.js';
import { sha256 } from './sha256.js';

/*
 * What stands in a browser in the place of libs/certificates/x509-openssl.ts (scripts/console.mjs puts it there): the same hashes, and no OpenSSL.
 * A certificate that only OpenSSL reads, and the size of a key, are told by the server.
 */
export type Openssl = never;

export function openssl(): null {
  return null;
}

export function hashOf(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return toHex(algorithm === 'sha1' ? sha1(bytes) : sha256(bytes)).toUpperCase();
}

export function opensslReadings(): null {
  return null;
}

export function keySizeOf(): undefined {
  return undefined;
}

export function signedByOwnKey(): boolean {
  return false;
}
