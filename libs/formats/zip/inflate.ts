import { Inflate } from 'fflate';

/** Why packed bytes are not what they are said to be. */
export type InflateFault = 'damaged' | 'longer-than-stated' | 'shorter-than-stated' | 'bytes-left-over';

export type Inflated =
  { readonly ok: true; readonly content: Uint8Array } | { readonly ok: false; readonly fault: InflateFault };

/** Packed bytes handed over at once: they inflate to 4 MB at the most, so that a bomb is stopped that soon after its stated size. */
const SLICE = 4096;

/** The content of deflated bytes, which must have exactly the size that is stated. Takes no more memory than that and one slice. */
export function inflate(packed: Uint8Array, size: number): Inflated {
  const content = new Uint8Array(size);
  let filled = 0;
  const inflater = new Inflate((piece) => {
    const room = content.subarray(filled);
    room.set(piece.length > room.length ? piece.subarray(0, room.length) : piece);
    filled += piece.length;
  });
  try {
    for (let at = 0; at < packed.length && filled <= size; at += SLICE)
      inflater.push(packed.subarray(at, at + SLICE), at + SLICE >= packed.length);
  } catch {
    // What fflate says of it names a byte of its own buffers: nothing that a user could use.
    return { ok: false, fault: 'damaged' };
  }
  if (filled !== size) return { ok: false, fault: filled > size ? 'longer-than-stated' : 'shorter-than-stated' };
  return hasBytesLeftOver(inflater) ? { ok: false, fault: 'bytes-left-over' } : { ok: true, content };
}

/**
 * Behind the end of the deflated content something else could hide. fflate keeps what it has not read in `p`, with the byte that it has
 * begun; the version is pinned and a test watches that it stays so.
 */
function hasBytesLeftOver(inflater: Inflate): boolean {
  const rest: unknown = Reflect.get(inflater, 'p');
  return rest instanceof Uint8Array && rest.length > 1;
}
