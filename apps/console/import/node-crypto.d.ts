/**
 * What libs/certificates/x509-openssl.ts takes of Node, for its types alone: in a browser another file stands in its place (scripts/console.mjs),
 * and the console knows nothing else of Node.
 */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string;

  interface PublicKey {
    readonly asymmetricKeyDetails?: { readonly modulusLength?: number; readonly namedCurve?: string };
  }
  export class X509Certificate {
    constructor(der: Uint8Array);
    readonly validFrom: string;
    readonly validTo: string;
    readonly keyUsage?: readonly string[];
    readonly publicKey: PublicKey;
    verify(key: PublicKey): boolean;
  }
}
