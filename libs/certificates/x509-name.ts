/**
 * An X.500 name as Windows prints it: last attribute first, `CN=mail.contoso.com, O="Contoso, Ltd.", S=NRW`.
 *
 *   windowsName(bytes, name): WindowsName       { text, doubts }
 *
 * It is the text of `Subject` and `Issuer` in Get-ExchangeCertificate and the text that a TlsCertificateName is compared with.
 * @cite Microsoft, CertNameToStr with CERT_X500_NAME_STR and CERT_NAME_STR_REVERSE_FLAG (A for the common attributes, B for the rest)
 */
import { childrenOf, contentOf, oidOf, TAG, toHex, type Element } from './der.js';

export interface WindowsName {
  readonly text: string;
  /** What could not be told as it is: in words. */
  readonly doubts: readonly string[];
}

const KEYS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'S'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.13', 'Description'],
  ['2.5.4.17', 'PostalCode'],
  ['2.5.4.18', 'POBox'],
  ['2.5.4.20', 'Phone'],
  ['2.5.4.24', 'X21Address'],
  ['2.5.4.42', 'G'],
  ['2.5.4.43', 'I'],
  ['2.5.4.46', 'dnQualifier'],
  ['1.2.840.113549.1.9.1', 'E'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
]);

/** NumericString, PrintableString, T61String, IA5String and VisibleString are read byte by byte. */
const BYTE_STRINGS: ReadonlySet<number> = new Set([0x12, 0x13, 0x14, 0x16, 0x1a]);
const UTF8_STRING = 0x0c;
const BMP_STRING = 0x1e;
const UNIVERSAL_STRING = 0x1c;

/** The text of a Name element; null when it is not built as a Name. */
export function windowsName(bytes: Uint8Array, name: Element): WindowsName | null {
  const relative = name.tag === TAG.sequence ? childrenOf(bytes, name) : null;
  if (relative === null) return null;
  const doubts = new Set<string>();
  const parts: string[] = [];
  for (const set of relative) {
    const attributes = set.tag === TAG.set ? childrenOf(bytes, set) : null;
    if (attributes === null || attributes.length === 0) return null;
    const texts = attributes.map((attribute) => attributeText(bytes, attribute, doubts));
    if (texts.includes(null)) return null;
    parts.push(texts.join(' + '));
  }
  return { text: parts.reverse().join(', '), doubts: [...doubts] };
}

function attributeText(bytes: Uint8Array, attribute: Element, doubts: Set<string>): string | null {
  const [type, value, more] = (attribute.tag === TAG.sequence ? childrenOf(bytes, attribute) : null) ?? [];
  if (type?.tag !== TAG.oid || value === undefined || more !== undefined) return null;
  const oid = oidOf(bytes, type);
  const text = stringOf(contentOf(bytes, value), value.tag);
  const key = KEYS.get(oid) ?? `OID.${oid}`;
  return `${key}=${text === null ? `#${toHex(contentOf(bytes, value))}` : inQuotes(storable(text, key, doubts))}`;
}

/** The text of an ASN.1 string; null for what is no string. */
function stringOf(content: Uint8Array, tag: number): string | null {
  if (tag === UTF8_STRING) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
  if (tag === BMP_STRING) return new TextDecoder('utf-16be', { ignoreBOM: true }).decode(content);
  if (BYTE_STRINGS.has(tag)) return byteText(content);
  return tag === UNIVERSAL_STRING ? universalText(content) : null;
}

/** Each byte one character, as IA5String and its kin are read. */
export function byteText(content: Uint8Array): string {
  let text = '';
  for (const byte of content) text += String.fromCharCode(byte);
  return text;
}

function universalText(content: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 4 <= content.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = content.subarray(at, at + 4);
    const point = ((a * 256 + b) * 256 + c) * 256 + d;
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

/** A NUL would end the name for one reader and not for another: it is shown, and said aloud. */
export function storable(text: string, key: string, doubts: Set<string>): string {
  const kept = text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
  if (kept !== text) doubts.add(`${key} holds a NUL or half a character; U+FFFD stands in its place.`);
  return kept;
}

function inQuotes(text: string): string {
  const needed = text === '' || text !== text.trim() || /[,+="\n<>#;]/.test(text);
  return needed ? `"${text.replaceAll('"', '""')}"` : text;
}
