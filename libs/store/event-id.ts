import { createHash } from 'node:crypto';

/** Namespace of our UUIDs of version 5; never changes. */
const NAMESPACE = Buffer.from('5b0c6b3e6a3f4d0e9d3c0f6f2a1e7c84', 'hex');

/**
 * The id of an event in the log: UUID v5 of its source and id, so that a retry and a second collector make the same. The name that is hashed
 * is the JSON text of `[source, id]`.
 */
export function eventIdOf(event: { readonly source: string; readonly id: string }): string {
  const digest = createHash('sha1')
    .update(NAMESPACE)
    .update(JSON.stringify([event.source, event.id]))
    .digest()
    .subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
