/** A receiver may ask for so much patience and no more. */
export const MOST_PATIENCE_MS = 4 * 60 * 60_000;

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The instant that a `Retry-After` means, seconds or a date, at most four hours away; null: it says nothing that can be read. RFC 9110, 10.2.3. */
export function retryAfter(header: string | undefined, at: number): string | null {
  const text = header?.trim() ?? '';
  const then = /^\d{1,10}$/.test(text) ? at + Number(text) * 1000 : HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(then) || then < at) return null;
  return new Date(Math.min(then, at + MOST_PATIENCE_MS)).toISOString();
}
