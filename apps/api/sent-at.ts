import { amount, SUSPECT_MS } from '#libs/fleet/clock.js';
import { instantText } from '#libs/formats/instant-text.js';
import type { Warning } from '#libs/formats/report.js';

/** The header by which a sender says what time it is there when it sends. */
export const SENT_AT = 'certfleet-sent-at';

export const SENT_AT_HEADER = {
  name: 'Certfleet-Sent-At',
  description: 'What time it is at the sender, RFC 3339 with its zone: so a clock that is off shows.',
  required: false,
  schema: { type: 'string' as const, format: 'date-time' },
};

/** What a request says of the clock of its sender. */
export interface SentClock {
  /** Received minus sent; undefined: unknown. */
  readonly clockOffsetMs: number | undefined;
  readonly warnings: readonly Warning[];
}

/** How far a sender's clock is off. What cannot be read is told and stops nothing: what was sent matters more. */
export function sentClock(header: string | undefined, now: Date): SentClock {
  if (header === undefined) return { clockOffsetMs: undefined, warnings: [] };
  const sentAt = header.length > LONGEST ? undefined : instantText(header.trim());
  if (sentAt === undefined) return { clockOffsetMs: undefined, warnings: [unreadable] };
  const clockOffsetMs = now.getTime() - Date.parse(sentAt);
  return { clockOffsetMs, warnings: Math.abs(clockOffsetMs) > SUSPECT_MS ? [suspect(clockOffsetMs)] : [] };
}

const LONGEST = 64;
const place = SENT_AT_HEADER.name;

const unreadable: Warning = {
  place,
  message: 'It is no instant with its time zone, such as 2026-06-01T08:30:00Z, and was ignored.',
};

function suspect(offset: number): Warning {
  const side = offset > 0 ? 'behind' : 'ahead of';
  return { place, message: `The clock of the sender is ${amount(Math.abs(offset))} ${side} ours. Set it right.` };
}
