import { columnText } from './column-text.js';
import type { Transaction } from './database.js';

/** What a request said of the clock of its sender. */
export interface SenderClock {
  /** What it told of. */
  readonly streams: readonly string[];
  readonly receivedAt: string;
  /** Received minus sent. */
  readonly clockOffsetMs: number;
  readonly credential?: string | undefined;
}

/** Notes down how far off the clock is by which these streams are told of; what was received earlier and comes late changes nothing. */
export async function recordSenderClock(db: Transaction, organization: string, told: SenderClock): Promise<void> {
  const streams = [...new Set(told.streams.map(columnText))].sort();
  if (streams.length === 0) return;
  await db.query(
    `insert into certfleet.sender_clock (organization, stream, received_at, clock_offset_ms, credential)
     select $1, stream, $3, $4, $5 from unnest($2::text[]) as told (stream)
     on conflict (organization, stream) do update
     set received_at = excluded.received_at, clock_offset_ms = excluded.clock_offset_ms, credential = excluded.credential
     where sender_clock.received_at < excluded.received_at`,
    [
      organization,
      streams,
      told.receivedAt,
      told.clockOffsetMs,
      told.credential === undefined ? null : columnText(told.credential),
    ],
  );
}
