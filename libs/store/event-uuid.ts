import { hash } from 'node:crypto';
import { eventIdOf, NAMESPACE } from '#libs/fleet/event-id.js';

/** Longer ones are rare, and hashing them is what takes the time. */
const SHORT_BYTES = 4096;

/** The namespace, and room for a text behind it. */
const named = Buffer.alloc(NAMESPACE.length + SHORT_BYTES);
named.set(NAMESPACE);

/** The same as `eventIdOf`, as hex digits without hyphens, in a seventh of the time: by OpenSSL, which a browser has not. */
export function eventUuid(event: { readonly source: string; readonly id: string }): string {
  const text = JSON.stringify([event.source, event.id]);
  // A character of UTF-16 takes three bytes at most.
  if (text.length * 3 > SHORT_BYTES) return eventIdOf(event).replaceAll('-', '');
  const length = named.write(text, NAMESPACE.length);
  const digest = hash('sha1', named.subarray(0, NAMESPACE.length + length));
  const variant = '89ab'.charAt(parseInt(digest.charAt(16), 16) % 4);
  return `${digest.slice(0, 12)}5${digest.slice(13, 16)}${variant}${digest.slice(17, 32)}`;
}
