/**
 * SHA-1 of bytes, synchronous and the same in a browser and in Node. For names and identities only (UUID v5 is defined with
 * it): nothing here is protected by it. Every event and every row has such a name, so it is written for speed: 32-bit numbers in
 * variables.
 * @cite RFC 3174
 */
export function sha1(bytes: Uint8Array): Uint8Array {
  const blocks = padded(bytes);
  const hash = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = blocks.getInt32(offset + 4 * i);
    for (let i = 16; i < 80; i += 1) {
      const mixed = word(words, i - 3) ^ word(words, i - 8) ^ word(words, i - 14) ^ word(words, i - 16);
      words[i] = (mixed << 1) | (mixed >>> 31);
    }
    mix(hash, words);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (let i = 0; i < 5; i += 1) digest.setInt32(4 * i, word(hash, i));
  return new Uint8Array(digest.buffer);
}

function mix(hash: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e] = [word(hash, 0), word(hash, 1), word(hash, 2), word(hash, 3), word(hash, 4)];
  for (let i = 0; i < 80; i += 1) {
    const next = (((a << 5) | (a >>> 27)) + chosen(i, b, c, d) + e + word(words, i)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  hash[0] = word(hash, 0) + a;
  hash[1] = word(hash, 1) + b;
  hash[2] = word(hash, 2) + c;
  hash[3] = word(hash, 3) + d;
  hash[4] = word(hash, 4) + e;
}

/** What a round takes from three of the five numbers, with its constant. */
function chosen(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0;
  if (round < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0;
  if (round < 60) return (((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc) | 0;
  return ((b ^ c ^ d) + 0xca62c1d6) | 0;
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

function word(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}
