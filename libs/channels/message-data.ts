import type { Shortened } from './shorten.js';

/** The message as data for programs: every field of it, and what was left out. */
export function messageData({ message, left }: Shortened): Readonly<Record<string, unknown>> {
  return left.subjects + left.evidence + left.remedy > 0 ? { ...message, left } : { ...message };
}
