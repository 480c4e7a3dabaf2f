import { clockVerdict, SUSPECT_MS, type ClockFacts, type ClockVerdict } from '#libs/fleet/clock.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';

/** An event that its source dated more than five minutes after it was recorded: the condition of the index `event_ahead`. */
const AHEAD = `occurred_at - recorded_at > interval '5 minutes'`;

interface ClockRow {
  readonly offsetMs: string | null;
  readonly measuredAt: Date | null;
  readonly credential: string | null;
  readonly events: string | null;
  readonly mostMs: string | null;
  readonly lastAt: Date | null;
}

/** What is known of the clocks by which a server is told of; as known at a position only what the log says. */
export async function clockOfServer(
  db: Transaction,
  organization: string,
  { streams, knownAt }: { readonly streams: readonly string[]; readonly knownAt?: number | undefined },
): Promise<ClockVerdict> {
  const [row] = await db.query<ClockRow>(
    `select m.clock_offset_ms as "offsetMs", m.received_at as "measuredAt", m.credential, a.events, a."mostMs", a."lastAt"
     from (select count(*) as events, max(extract(epoch from occurred_at - recorded_at) * 1000)::bigint as "mostMs", max(recorded_at) as "lastAt"
       from certfleet.event
       where organization = $1 and stream = any($2::text[]) and ${AHEAD} and ($3::bigint is null or position <= $3)) a
     left join (select clock_offset_ms, received_at, credential from certfleet.sender_clock
       where organization = $1 and stream = any($2::text[]) and $3::bigint is null
       order by received_at desc limit 1) m on true`,
    [organization, streams.map(columnText), knownAt ?? null],
  );
  return clockVerdict(row === undefined ? { measured: null, ahead: null } : factsOf(row));
}

function factsOf({ offsetMs, measuredAt, credential, events, mostMs, lastAt }: ClockRow): ClockFacts {
  const by = credential === null ? null : textOfColumn(credential);
  return {
    measured:
      offsetMs === null || measuredAt === null
        ? null
        : { offsetMs: Number(offsetMs), at: measuredAt.toISOString(), by },
    ahead: lastAt === null ? null : { events: Number(events), mostMs: Number(mostMs), lastAt: lastAt.toISOString() },
  };
}

export type SuspectClock = ClockVerdict & {
  /** Canonical name. */
  readonly server: string;
};

/** Of all servers of an organization those whose clocks are in doubt. */
export async function suspectClocks(db: Transaction, organization: string): Promise<readonly SuspectClock[]> {
  const rows = await db.query<ClockRow & { server: string }>(
    `select s.server, m.clock_offset_ms as "offsetMs", m.received_at as "measuredAt", m.credential, a.events, a."mostMs", a."lastAt"
     from (
       select server from certfleet.sender_clock join certfleet.server_alias using (organization, stream)
       where organization = $1 and abs(clock_offset_ms) > ${SUSPECT_MS}
       union
       select server from certfleet.event join certfleet.server_alias using (organization, stream)
       where organization = $1 and ${AHEAD}
     ) s
     left join (
       select distinct on (server) server, clock_offset_ms, received_at, credential
       from certfleet.sender_clock join certfleet.server_alias using (organization, stream)
       where organization = $1 order by server, received_at desc
     ) m on m.server = s.server
     left join (
       select server, count(*) as events, max(extract(epoch from occurred_at - recorded_at) * 1000)::bigint as "mostMs",
         max(recorded_at) as "lastAt"
       from certfleet.event join certfleet.server_alias using (organization, stream)
       where organization = $1 and ${AHEAD} group by server
     ) a on a.server = s.server
     order by s.server`,
    [organization],
  );
  return rows
    .map((row) => ({ server: textOfColumn(row.server), ...clockVerdict(factsOf(row)) }))
    .filter(({ suspect }) => suspect);
}
