import { gapsBetween } from '#libs/fleet/gaps.js';
import type { Transaction } from '../database.js';
import { PROJECTION } from '../refresh.js';
import { suspectClocks } from './clocks.js';
import { countedRanges, isCountable } from './counts.js';
import { STANDS } from './findings-now.js';

export interface Measures {
  readonly organizations: readonly {
    readonly organization: string;
    readonly head: string;
    readonly position: string | null;
    readonly lastRecordedAt: Date | null;
  }[];
  readonly inbox: readonly {
    readonly organization: string;
    readonly state: string;
    readonly rows: string;
    readonly oldestSeconds: number;
  }[];
  readonly outcomes: readonly { readonly organization: string; readonly outcome: string; readonly endpoints: string }[];
  readonly findings: readonly { readonly organization: string; readonly severity: string; readonly findings: string }[];
  readonly servers: readonly {
    readonly organization: string;
    readonly servers: string;
    readonly oldestSeenAt: Date | null;
  }[];
  /** How far those can be relied on who tell of each organization. */
  readonly sources: readonly {
    readonly organization: string;
    /** Null: too many events are numbered to go through them here. */
    readonly missing: number | null;
    readonly gaps: number | null;
    readonly suspectClocks: number;
  }[];
}

/** The counts behind the metrics, over all organizations: a declared question of the provider. */
export async function measures(db: Transaction, now: Date): Promise<Measures> {
  const organizations = await db.query<Measures['organizations'][number]>(
    `select h.organization, h.position as head, p.position, r.recorded_at as "lastRecordedAt"
     from certfleet.head h
     left join (select organization, position from certfleet.checkpoint where projection = $1) p using (organization)
     left join (select organization, max(recorded_at) as recorded_at from certfleet.commit group by organization) r using (organization)`,
    [PROJECTION],
  );
  const inbox = await db.query<Measures['inbox'][number]>(
    `select organization, state, count(*) as rows, extract(epoch from now() - min(received_at))::float8 as "oldestSeconds"
     from certfleet.inbox group by organization, state`,
  );
  const outcomes = await db.query<Measures['outcomes'][number]>(
    `select organization, outcome, count(*) as endpoints from certfleet.binding
     where selection is not null and valid_from <= now() and (valid_until is null or valid_until > now()) group by organization, outcome`,
  );
  const servers = await db.query<Measures['servers'][number]>(
    `select organization, count(*) as servers, min(last_seen_at) as "oldestSeenAt" from certfleet.server_state group by organization`,
  );
  const findings = await db.query<Measures['findings'][number]>(
    `select f.organization, f.severity, count(*) as findings from certfleet.finding f where ${STANDS} group by f.organization, f.severity`,
  );
  const sources: Measures['sources'][number][] = [];
  for (const { organization } of servers) {
    const gaps = (await isCountable(db, organization))
      ? gapsBetween(await countedRanges(db, organization, {}), now.toISOString())
      : null;
    const missing = gaps?.reduce((sum, gap) => sum + gap.missing, 0) ?? null;
    const clocks = await suspectClocks(db, organization);
    sources.push({ organization, missing, gaps: gaps?.length ?? null, suspectClocks: clocks.length });
  }
  return { organizations, inbox, outcomes, findings, servers, sources };
}
