/**
 * Base64 without Node's Buffer, so that it runs in a browser too.
 *
 *   decodeBase64(text): Uint8Array | null   null when the text is no base64; spaces and line ends are ignored, padding may be missing
 *   encodeBase64(bytes): string             one line
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SKIP = 64;
const WRONG = 65;
const VALUES = new Uint8Array(128).fill(WRONG);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
for (const blank of ' \t\r\n') VALUES[blank.charCodeAt(0)] = SKIP;

/** The bytes of a base64 text, or null. One pass over the text, one allocation. */
export function decodeBase64(text: string): Uint8Array | null {
  const body = text.trimEnd().replace(/={1,2}$/, '');
  const bytes = new Uint8Array((body.length * 3) >> 2);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < body.length; i++) {
    const value = VALUES[body.charCodeAt(i)] ?? WRONG;
    if (value === SKIP) continue;
    if (value === WRONG) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = held >> bits;
    }
  }
  return bits === 6 ? null : bytes.subarray(0, length);
}

/** The bytes as base64 on one line. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}
