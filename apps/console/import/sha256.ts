const ROOTS = fractions(64, 3);
const START = fractions(8, 2);

/** SHA-256 of bytes, synchronous, for a worker of a browser: Node's is not there, and the browser's own answers later. @cite FIPS 180-4 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const blocks = padded(bytes);
  const hash = Uint32Array.from(START);
  const words = new Uint32Array(64);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i += 1) words[i] = blocks.getUint32(offset + 4 * i);
    for (let i = 16; i < 64; i += 1) words[i] = at(words, i - 16) + small(words, i) + at(words, i - 7);
    mix(hash, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  hash.forEach((value, i) => digest.setUint32(4 * i, value));
  return new Uint8Array(digest.buffer);
}

function mix(hash: Uint32Array, words: Uint32Array): void {
  const v = Uint32Array.from(hash);
  for (let i = 0; i < 64; i += 1) {
    const e = at(v, 4);
    const a = at(v, 0);
    const chosen = (e & at(v, 5)) ^ (~e & at(v, 6));
    const first = at(v, 7) + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + at(ROOTS, i) + at(words, i);
    const major = (a & at(v, 1)) ^ (a & at(v, 2)) ^ (at(v, 1) & at(v, 2));
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + major;
    v.copyWithin(1, 0, 7);
    v[4] = at(v, 4) + first;
    v[0] = first + second;
  }
  for (let i = 0; i < 8; i += 1) hash[i] = at(hash, i) + at(v, i);
}

function small(words: Uint32Array, i: number): number {
  const [near, far] = [at(words, i - 2), at(words, i - 15)];
  return (turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)) + (turned(far, 7) ^ turned(far, 18) ^ (far >>> 3));
}

function at(words: Uint32Array, i: number): number {
  return words[i] ?? 0;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) * 64));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(view.byteLength - 4, bytes.length << 3);
  return view;
}

/** The first 32 bits of what stands behind the point in roots of the first primes. */
function fractions(count: number, root: 2 | 3): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => {
    const whole = root === 2 ? Math.sqrt(prime) : Math.cbrt(prime);
    return Math.floor((whole - Math.floor(whole)) * 0x100000000);
  });
}
