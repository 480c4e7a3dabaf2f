import type { FleetEvent } from './event.js';
import { sha1 } from './sha1.js';

/** The namespace of Certfleet's derived ids. Never to be changed: it is part of every id in every log. */
export const NAMESPACE = Uint8Array.of(
  0x6b,
  0x1f,
  0x2c,
  0x0a,
  0x9d,
  0x4e,
  0x4c,
  0x37,
  0x8a,
  0x52,
  0x5e,
  0xc3,
  0x71,
  0x0b,
  0xf4,
  0x98,
);

const ENCODER = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The id of an event in the log: UUID v5 of source and id, so that a retry and a second collector make the same one. */
export function eventIdOf({ source, id }: Pick<FleetEvent, 'source' | 'id'>): string {
  return derivedId(JSON.stringify([source, id]));
}

/** A UUID v5 (RFC 9562) of a text, in Certfleet's namespace. */
export function derivedId(text: string): string {
  const written = ENCODER.encode(text);
  // Not spread into arguments: an inventory may be larger than a call takes.
  const named = new Uint8Array(NAMESPACE.length + written.length);
  named.set(NAMESPACE);
  named.set(written, NAMESPACE.length);
  const bytes = sha1(named).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += HEX[byte] ?? '';
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
