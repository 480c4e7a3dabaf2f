/**
 * SHA-1 of bytes, synchronous and the same in a browser and in Node. For names and identities only (UUID v5 is defined with
 * it): nothing here is protected by it.
 * @cite RFC 3174
 */
export function sha1(bytes: Uint8Array): Uint8Array {
  const blocks = padded(bytes);
  const hash = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Uint32Array(80);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = blocks.getUint32(offset + 4 * i);
    for (let i = 16; i < 80; i += 1) {
      words[i] = rotated(word(words, i - 3) ^ word(words, i - 8) ^ word(words, i - 14) ^ word(words, i - 16), 1);
    }
    mix(hash, words);
  }
  const digest = new DataView(new ArrayBuffer(20));
  hash.forEach((value, i) => digest.setUint32(4 * i, value));
  return new Uint8Array(digest.buffer);
}

const ROUNDS = [
  { constant: 0x5a827999, mixed: (b: number, c: number, d: number) => (b & c) | (~b & d) },
  { constant: 0x6ed9eba1, mixed: (b: number, c: number, d: number) => b ^ c ^ d },
  { constant: 0x8f1bbcdc, mixed: (b: number, c: number, d: number) => (b & c) | (b & d) | (c & d) },
  { constant: 0xca62c1d6, mixed: (b: number, c: number, d: number) => b ^ c ^ d },
];

function mix(hash: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  ROUNDS.forEach(({ constant, mixed }, round) => {
    for (let i = 20 * round; i < 20 * round + 20; i += 1) {
      const next = (rotated(a, 5) + mixed(b, c, d) + e + constant + word(words, i)) >>> 0;
      [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
    }
  });
  [a, b, c, d, e].forEach((value, i) => (hash[i] = word(hash, i) + value));
}

/** The bytes, a one bit, zeros, and the length in bits: a multiple of 64 bytes. */
function padded(bytes: Uint8Array): DataView {
  const length = (Math.floor((bytes.length + 8) / 64) + 1) * 64;
  const all = new Uint8Array(length);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function rotated(value: number, by: number): number {
  return ((value << by) | (value >>> (32 - by))) >>> 0;
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}
