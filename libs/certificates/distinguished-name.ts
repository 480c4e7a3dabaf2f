/** One attribute of a distinguished name, its value unescaped. */
export interface NameAttribute {
  /** As written, without the prefix `OID.`: `CN`, `2.5.4.3`. */
  readonly type: string;
  readonly value: string;
}

const TYPE = /\s*(?:OID\.)?([A-Za-z0-9-]+|\d+(?:\.\d+)+)\s*=\s*/iy;
const END = /\s*$/y;
const HEX_PAIR = /[0-9A-Fa-f]{2}/y;
const SEPARATORS = ',;+';
const ESCAPABLE = ',+"\\<>;=# ';

/**
 * The attributes of an X.500 text as Windows prints it (`CN=a, O="Contoso, Inc."`), RFC 4514 escapes included, in the order of
 * the text. Never fails: what is no `type=` ends the name.
 * @cite rulebook 3.2 (D)
 */
export function parseDistinguishedName(text: string): readonly NameAttribute[] {
  const attributes: NameAttribute[] = [];
  let position = 0;
  for (;;) {
    const type = matchAt(TYPE, text, position);
    if (type?.[1] === undefined) return attributes;
    const start = position + type[0].length;
    const { value, next } = text[start] === '"' ? quotedValue(text, start + 1) : plainValue(text, start);
    attributes.push({ type: type[1], value });
    position = next;
  }
}

/** The values of all `CN` (or `2.5.4.3`) attributes, in any RDN, without the empty ones. */
export function commonNames(distinguishedName: string): readonly string[] {
  return parseDistinguishedName(distinguishedName)
    .filter(({ type, value }) => (type.toUpperCase() === 'CN' || type === '2.5.4.3') && value.trim() !== '')
    .map(({ value }) => value);
}

interface Value {
  readonly value: string;
  /** Where the next attribute begins. */
  readonly next: number;
}

function quotedValue(text: string, start: number): Value {
  let value = '';
  let position = start;
  while (position < text.length) {
    const pair = text.slice(position, position + 2);
    if (pair === '""' || pair === '\\"' || pair === '\\\\') {
      value += pair[1];
      position += 2;
    } else if (text[position] === '"') {
      return { value, next: nextAttribute(text, position + 1) };
    } else {
      value += text[position];
      position += 1;
    }
  }
  return { value, next: text.length };
}

/** After a closing quote everything up to the next separator with a `type=` is skipped. */
function nextAttribute(text: string, start: number): number {
  let position = start;
  while (position < text.length && !separatesAt(text, position)) position += 1;
  return position + 1;
}

function plainValue(text: string, start: number): Value {
  if (!text.includes('\\', start)) {
    const next = nextAttribute(text, start);
    return { value: text.slice(start, next - 1).trimEnd(), next };
  }
  return escapedValue(text, start);
}

function escapedValue(text: string, start: number): Value {
  let value = '';
  let position = start;
  // Only blanks that nobody escaped are dropped from the end.
  let kept = 0;
  while (position < text.length && !separatesAt(text, position)) {
    const escaped = text[position] === '\\' ? escapeAt(text, position) : null;
    value += escaped?.value ?? text[position];
    position = escaped?.next ?? position + 1;
    if (escaped !== null || value.slice(-1).trim() !== '') kept = value.length;
  }
  return { value: value.slice(0, kept), next: position + 1 };
}

/** A run of `\XX` is one piece, for a character may take several bytes of UTF-8. Null: the backslash is literal. */
function escapeAt(text: string, start: number): Value | null {
  const bytes: number[] = [];
  let position = start;
  while (text[position] === '\\') {
    const hex = matchAt(HEX_PAIR, text, position + 1);
    if (hex === null) break;
    bytes.push(Number.parseInt(hex[0], 16));
    position += 3;
  }
  if (bytes.length > 0) return { value: decodeUtf8(bytes), next: position };
  const character = text[start + 1];
  return character !== undefined && ESCAPABLE.includes(character) ? { value: character, next: start + 2 } : null;
}

function decodeUtf8(bytes: readonly number[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

/** A separator ends an unquoted value only if a new `type=` follows or the text ends. */
function separatesAt(text: string, position: number): boolean {
  return (
    SEPARATORS.includes(text.charAt(position)) &&
    (matchAt(TYPE, text, position + 1) !== null || matchAt(END, text, position + 1) !== null)
  );
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
