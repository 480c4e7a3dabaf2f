/** 3.2: a type, with the equals sign behind it. */
const TYPE = /^\s*(?:OID\.)?([A-Za-z0-9-]+|\d+(?:\.\d+)*)\s*=/i;

interface ReadValue {
  readonly value: string;
  /** What follows the value, from its separator on. */
  readonly rest: string;
}

/** The common names of a subject, in order, without empty ones. */
export function commonNames(subject: string): string[] {
  const found: string[] = [];
  let rest = subject;
  for (;;) {
    const type = TYPE.exec(rest);
    if (type === null) return found; // 18: text without type= ends the name
    const read = readValue(rest.slice(type[0].length).trimStart());
    const name = (type[1] ?? '').toUpperCase();
    if ((name === 'CN' || name === '2.5.4.3') && read.value.trim() !== '') found.push(read.value);
    if (read.rest === '') return found;
    rest = read.rest.slice(1);
  }
}

function readValue(text: string): ReadValue {
  return text.startsWith('"') ? readQuoted(text) : readUnquoted(text);
}

function readQuoted(text: string): ReadValue {
  let value = '';
  let at = 1;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    if (two === '""' || two === '\\"') {
      value += '"';
      at += 2;
    } else if (two === '\\\\') {
      value += '\\';
      at += 2;
    } else if (text[at] === '"') {
      at += 1;
      // 18: everything up to the next separator with a type= is skipped
      while (at < text.length && !isSeparator(text, at)) at += 1;
      return { value, rest: text.slice(at) };
    } else {
      value += text.charAt(at);
      at += 1;
    }
  }
  return { value, rest: '' };
}

function readUnquoted(text: string): ReadValue {
  /** The characters as UTF-8, and how many of the bytes must stay although they are blanks. */
  const bytes: number[] = [];
  let keep = 0;
  let at = 0;
  const encoder = new TextEncoder();
  while (at < text.length && !isSeparator(text, at)) {
    const hex = /^\\([0-9A-Fa-f]{2})/.exec(text.slice(at));
    if (hex !== null) {
      bytes.push(Number.parseInt(hex[1] ?? '', 16));
      keep = bytes.length;
      at += 3;
    } else if (/^\\[,+"\\<>;=#\s]/.test(text.slice(at))) {
      bytes.push(...encoder.encode(text.charAt(at + 1)));
      keep = bytes.length;
      at += 2;
    } else {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      bytes.push(...encoder.encode(character));
      if (character.trim() !== '') keep = bytes.length;
      at += character.length;
    }
  }
  return {
    value: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes.slice(0, keep))),
    rest: text.slice(at),
  };
}

/** `,` `;` and `+` end a value only if a new type= follows, or the text ends. */
function isSeparator(text: string, at: number): boolean {
  if (!',;+'.includes(text.charAt(at))) return false;
  const after = text.slice(at + 1);
  return after.trim() === '' || TYPE.test(after);
}
