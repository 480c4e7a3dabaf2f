import { digestOf } from '#libs/alerts/digest.js';
import { derivedId } from '#libs/fleet/event-id.js';
import type { Transaction } from '../database.js';
import { head } from '../queries/head.js';
import { carrying, type StoredChannel } from './channel-rows.js';
import { dayBetween } from './day.js';
import type { Follower } from './follower.js';
import { layOut } from './outbox.js';

const DAY_MS = 86_400_000;

interface Digest {
  readonly follower: Follower;
  readonly channels: readonly StoredChannel[];
  readonly now: string;
  /** The public address of this Certfleet, for links; null: none. */
  readonly address: string | null;
}

/** Lays the digest of the day into the outbox when its hour has come. One that was missed for days tells of all of them. */
export async function tellDigest(
  db: Transaction,
  organization: string,
  { follower, channels, now, address }: Digest,
): Promise<number> {
  const { digestHour, digestUntil, digestPosition } = follower;
  if (digestHour === null || digestUntil === null || digestUntil > now) return 0;
  const end = await head(db, organization);
  const position = end?.position ?? 0;
  const from = new Date(Date.parse(digestUntil) - DAY_MS).toISOString();
  const day = await dayBetween(db, organization, { from, until: digestUntil, after: digestPosition, position });
  const id = derivedId(JSON.stringify(['digest', organization, digestUntil]));
  const message = digestOf({ organization, ...day, headHash: end?.hash ?? '' }, id, address);
  const wanted = channels.filter(({ digest }) => digest);
  await layOut(db, organization, message, { group: null, sequence: 1, channels: carrying(wanted, null, null) });
  await db.query(
    `update certfleet.alert_follower set digest_until = $2, digest_position = $3 where organization = $1`,
    [organization, nextDigest(digestHour, now), position],
  );
  return 1;
}

/** The next instant at which it is this hour, UTC. */
export function nextDigest(hour: number, now: string): string {
  const day = Date.parse(`${now.slice(0, 10)}T00:00:00.000Z`);
  const today = day + hour * 3_600_000;
  return new Date(today > Date.parse(now) ? today : today + DAY_MS).toISOString();
}

/** Asks for a digest at an hour of each day, UTC; null: none. */
export async function setDigestHour(
  db: Transaction,
  organization: string,
  hour: number | null,
  now: string,
): Promise<void> {
  await db.query(
    `update certfleet.alert_follower set digest_hour = $2, digest_until = $3::timestamptz,
       digest_position = greatest(digest_position, (select position from certfleet.head where organization = $1))
     where organization = $1 and digest_hour is distinct from $2`,
    [organization, hour, hour === null ? null : nextDigest(hour, now)],
  );
}
