import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Hand-made certificates and other DER for tests: any value in any place, right or wrong. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, { length: one }) => sum + one, 0);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 | bytes.length, ...bytes];
  return Buffer.concat([Uint8Array.from(header), ...contents]);
}

export const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
export const set = (...contents: readonly Uint8Array[]) => der(0x31, ...contents);
export const integer = (...bytes: readonly number[]) => der(0x02, Uint8Array.from(bytes));
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(0x06, Uint8Array.from(bytes));
}

/** One set of attributes: `[['2.5.4.3', utf8('EX01')]]`. */
export type Attributes = readonly (readonly [string, Uint8Array])[];

/** In encoded order, the most general first, as certificates have it. */
export function name(...sets: readonly Attributes[]): Uint8Array {
  return sequence(...sets.map((attributes) => set(...attributes.map(([type, value]) => sequence(oid(type), value)))));
}

export const commonName = (text: string) => name([['2.5.4.3', utf8(text)]]);

export interface CertificateParts {
  readonly subject?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly dnsNames?: readonly string[];
  /** Further GeneralName elements. */
  readonly otherNames?: readonly Uint8Array[];
  readonly usages?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly key?: KeyObject;
  readonly publicKey?: KeyObject;
  readonly version1?: boolean;
}

let testKey: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined;

export function rsaKey(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return (testKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

/** A signed certificate, self-signed unless a key of somebody else is given. */
export function makeCertificate(parts: CertificateParts = {}): Uint8Array {
  const subject = parts.subject ?? commonName('EX01');
  const key = parts.key ?? rsaKey().privateKey;
  const publicKey = parts.publicKey ?? rsaKey().publicKey;
  const elliptic = key.asymmetricKeyType === 'ec';
  const algorithm = elliptic ? sequence(oid('1.2.840.10045.4.3.2')) : sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
  const signed = sequence(
    ...(parts.version1 === true ? [] : [der(0xa0, integer(2))]),
    integer(0x00, 0x9a, 0xbc),
    algorithm,
    parts.issuer ?? subject,
    sequence(
      der(0x18, Buffer.from(parts.notBefore ?? '20260101000000Z')),
      der(0x18, Buffer.from(parts.notAfter ?? '20310101000000Z')),
    ),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(parts.version1 === true ? [] : extensions(parts)),
  );
  const signature = createSign('sha256').update(signed).sign(key);
  return sequence(signed, algorithm, der(0x03, Uint8Array.of(0), signature));
}

function extensions(parts: CertificateParts): Uint8Array[] {
  const names = [
    ...(parts.dnsNames ?? []).map((text) => der(0x82, Buffer.from(text, 'latin1'))),
    ...(parts.otherNames ?? []),
  ];
  const list = [
    ...(names.length === 0 ? [] : [sequence(oid('2.5.29.17'), der(0x04, sequence(...names)))]),
    ...(parts.usages === undefined ? [] : [sequence(oid('2.5.29.37'), der(0x04, sequence(...parts.usages.map(oid))))]),
  ];
  return list.length === 0 ? [] : [der(0xa3, sequence(...list))];
}
