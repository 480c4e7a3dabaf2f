import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Certificate } from '#libs/certificates/certificate.js';
import { timeOf, writeCertificate } from '#libs/certificates/certificate-writer.js';
import { name, utf8, type Attributes } from '#libs/certificates/der-writer.js';
import { readCertificate } from '#libs/certificates/x509.js';
import type { Calendar } from './calendar.js';
import { CERTIFICATES, type CertificateName, type WantedCertificate } from './cast/certificates.js';

/** A certificate that was made for the demo. Its key is gone. */
export interface Minted {
  readonly pem: string;
  /** What stands in a store that it was just imported into, with its key. */
  readonly certificate: Certificate;
}

/** The certificate that the stories call so. */
export type Mint = (title: CertificateName) => Minted;

/** Keys take long to make: so many are shared by all certificates of the demo, of which nobody could use one anyway. */
const KEYS = 4;
const SERVER_AND_CLIENT = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'];
const SERVER = ['1.3.6.1.5.5.7.3.1'];

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Makes every certificate of the demo anew, real and signed. The private keys never leave this function. */
export async function mint({ at }: Calendar): Promise<Mint> {
  const generate = promisify(generateKeyPair);
  const keys = await Promise.all(Array.from({ length: KEYS }, () => generate('rsa', { modulusLength: 2048 })));
  const [authority, ...others] = keys;
  if (authority === undefined) throw new Error('no keys were made');
  const minted = new Map<string, Minted>(
    Object.entries(CERTIFICATES).map(([title, wanted], place) => {
      const own = others[place % others.length] ?? authority;
      return [title, minting(wanted, serialNumberOf(title), { own, authority, at })];
    }),
  );
  return (title) => {
    const one = minted.get(title);
    if (one === undefined) throw new Error(`there is no certificate ${title}`);
    return one;
  };
}

interface Made {
  readonly own: KeyPair;
  readonly authority: KeyPair;
  readonly at: Calendar['at'];
}

function minting(wanted: WantedCertificate, serialNumber: readonly number[], { own, authority, at }: Made): Minted {
  const { subject, issuer, names, valid, friendlyName, rootCaType } = wanted;
  const self = name([['2.5.4.3', utf8(subject)]]);
  const der = writeCertificate({
    subject: self,
    issuer:
      issuer === undefined
        ? self
        : name(attribute('2.5.4.10', issuer.organization), attribute('2.5.4.3', issuer.commonName)),
    serialNumber,
    notBefore: timeOf(Date.parse(at(valid[0]))),
    notAfter: timeOf(Date.parse(at(valid[1]))),
    publicKey: own.publicKey,
    signedWith: issuer === undefined ? own.privateKey : authority.privateKey,
    dnsNames: names,
    usages: issuer === undefined ? SERVER : SERVER_AND_CLIENT,
  });
  const reading = readCertificate(der);
  if (reading.kind !== 'read') throw new Error(`a certificate of the demo cannot be read: ${reading.reason}`);
  const kept = {
    hasPrivateKey: true,
    keyProvider: 'CAPI',
    status: 'Valid',
    services: [],
    rootCaType,
    friendlyName,
  } as const;
  return { pem: pemOf(der), certificate: { ...reading.certificate, ...kept } };
}

function attribute(type: string, text: string): Attributes {
  return [[type, utf8(text)]];
}

/** 15 bytes that its name decides. */
function serialNumberOf(title: string): readonly number[] {
  return [0x4d, ...createHash('sha256').update(title).digest().subarray(0, 14)];
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
