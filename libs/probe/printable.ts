const LONGEST = 200;

/** What a server said, as it can be shown and kept: printable ASCII, everything else as `\x1b`, at most two hundred characters. */
export function printable(said: Uint8Array | string): string {
  const bytes = typeof said === 'string' ? Buffer.from(said, 'utf8') : said;
  let text = '';
  for (const byte of bytes.subarray(0, LONGEST + 1)) {
    text += byte === 0x5c ? '\\\\' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : escaped(byte);
    if (text.length > LONGEST) return `${text.slice(0, LONGEST)}...`;
  }
  return text;
}

function escaped(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
