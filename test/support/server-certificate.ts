import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { commonName, makeCertificate, rsaKey, type CertificateParts } from './make-certificate.js';

/** A certificate as servers want it: in PEM, with its key, and the thumbprint that a probe must see. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
  readonly der: Uint8Array;
  readonly thumbprint: string;
}

/** A self-signed certificate for a name. */
export function serverCertificate(dnsName: string, parts: CertificateParts = {}): ServerCertificate {
  return written(makeCertificate({ subject: commonName(dnsName), dnsNames: [dnsName], ...parts }), rsaKey().privateKey);
}

/** A certificate for a name, signed by an authority of the test; `chain` is what a server sends. */
export function issuedCertificate(
  dnsName: string,
  parts: CertificateParts = {},
): ServerCertificate & { readonly chain: readonly ServerCertificate[] } {
  const authority = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const root = written(
    makeCertificate({
      ...parts,
      subject: commonName('Test Root'),
      key: authority.privateKey,
      publicKey: authority.publicKey,
    }),
    authority.privateKey,
  );
  const own = serverCertificate(dnsName, { ...parts, issuer: commonName('Test Root'), key: authority.privateKey });
  return { ...own, cert: `${own.cert}${root.cert}`, chain: [own, root] };
}

function written(der: Uint8Array, key: KeyObject): ServerCertificate {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    der,
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
  };
}
