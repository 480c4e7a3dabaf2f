/** Writes .NET binary streams (MS-NRBF) for tests, as Exchange writes the state of a certificate. */
export const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
};
export const byte = (value: number) => Uint8Array.of(value);

export function text(value: string): Uint8Array {
  const body = Buffer.from(value, 'utf8');
  const length: number[] = [];
  for (let rest = body.length; ; rest >>= 7) {
    if (rest < 0x80) {
      length.push(rest);
      break;
    }
    length.push((rest & 0x7f) | 0x80);
  }
  return Buffer.concat([Uint8Array.from(length), body]);
}

export const HEADER = Buffer.concat([byte(0), int32(1), int32(-1), int32(1), int32(0)]);
export const END = byte(11);
export const stream = (...records: readonly Uint8Array[]) => Buffer.concat([HEADER, ...records, END]);

const NAMESPACE = 'Microsoft.Exchange.Management.SystemConfigurationTasks';

export interface StateParts {
  readonly certData?: Uint8Array;
  readonly selfSigned?: boolean;
  readonly status?: number;
  readonly rootCaType?: number;
  readonly services?: number;
  readonly identity?: string;
  readonly className?: string;
}

function enumeration(id: number, type: string, value: number): Uint8Array {
  const members = [int32(1), text('value__'), byte(0), byte(8), int32(2)];
  return Buffer.concat([byte(5), int32(id), text(`${NAMESPACE}.${type}`), ...members, int32(value)]);
}

/** The root object with its members in Exchange's order; arrays and texts are referred to and follow. */
export function certificateState(parts: StateParts): Uint8Array {
  const types = ['CertificateStatus', 'CertificateAuthorityType', 'AllowedServices'];
  const names = ['CertData', 'SelfSigned', 'Status', 'RootCAType', 'Services', 'Identity'];
  const data = parts.certData ?? new Uint8Array();
  return stream(
    byte(12), int32(2), text('Microsoft.Exchange.Management, Version=15.0.0.0'),
    byte(5), int32(1), text(parts.className ?? `${NAMESPACE}.ExchangeCertificate`),
    int32(names.length), ...names.map(text),
    Uint8Array.of(7, 0, 4, 4, 4, 1), byte(2), byte(1), ...types.flatMap((type) => [text(`${NAMESPACE}.${type}`), int32(2)]),
    int32(2),
    byte(9), int32(3),
    byte(parts.selfSigned === false ? 0 : 1),
    enumeration(-4, 'CertificateStatus', parts.status ?? 1),
    enumeration(-5, 'CertificateAuthorityType', parts.rootCaType ?? 0),
    enumeration(-6, 'AllowedServices', parts.services ?? 0),
    byte(6), int32(8), text(parts.identity ?? ''),
    byte(15), int32(3), int32(data.length), byte(2), data,
  ); // prettier-ignore
}

export function storeProperty(id: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([int32(id), int32(1), int32(content.length), content]);
}

/** CRYPT_KEY_PROV_INFO with that provider type. */
export const keyProvider = (type: number) => Buffer.concat([int32(28), int32(0), int32(type), Buffer.alloc(16)]);

export function envelope(body: Uint8Array, length = body.length): Uint8Array {
  return Buffer.concat([Buffer.from('#sig#'), int32(length), body, Buffer.alloc(32, 9)]);
}
