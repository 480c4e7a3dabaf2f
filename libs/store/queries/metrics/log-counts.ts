import { EVENT_TYPES, type EventData, type EventType } from '#libs/fleet/event.js';
import type { Transaction } from '../../database.js';
import { wireType } from '../../event-row.js';

/** Kinds of actors that are told apart; a sender may write any text. */
export const ACTOR_KINDS = ['person', 'user', 'service', 'service_account', 'system', 'automation'] as const;

/** What is looked at or said, and changes nothing. */
const OBSERVED: readonly EventType[] = [
  'server.observed',
  'inventory.observed',
  'presentation.observed',
  'windows-event.logged',
  'note.added',
];

/** Events that say that something was changed. */
export const CHANGES: readonly EventType[] = EVENT_TYPES.filter((type) => !OBSERVED.includes(type));

/** A part of an organization's log: from after a position up to another. */
export interface Stretch {
  readonly organization: string;
  readonly after: number;
  readonly until: number;
}

export interface ChangeCount {
  /** As on the wire: `certfleet.certificate.enabled.v1`. */
  readonly type: string;
  /** One of ACTOR_KINDS, `other`, or `unknown`. */
  readonly actorKind: string;
  readonly events: number;
}

/**
 * The changes of a stretch of the log, counted. The kind of actor is found in the text of the provenance, where a quote inside a value is escaped:
 * the json operators would refuse a row with a NUL in any of its values.
 */
export function changeCounts(db: Transaction, { organization, after, until }: Stretch): Promise<ChangeCount[]> {
  return db.query<ChangeCount>(
    `select e.type, k.kind as "actorKind", count(*)::float8 as events
     from certfleet.event e
     cross join lateral (select case when strpos(e.provenance::text, '"actorKind":"') = 0 then 'unknown'
       else coalesce(substring(e.provenance::text from '"actorKind":"(${ACTOR_KINDS.join('|')})"'), 'other') end as kind) k
     where e.organization = $1 and e.position > $2 and e.position <= $3 and e.type = any($4::text[])
     group by e.type, k.kind`,
    [organization, after, until, CHANGES.map(wireType)],
  );
}

type Enabled = EventData['certificate.enabled'];

/** An event that may tell of the default SMTP certificate being overwritten. */
export type OverwriteEvent =
  | { readonly type: 'enabled'; readonly data: Enabled }
  | {
      readonly type: 'overwritten';
      readonly data: EventData['default-smtp-certificate.overwritten'];
      /** What was enabled on the same server just before or after, as far as the log had it before this event. */
      readonly enabled: readonly Enabled[];
    };

/** Two reports of one deed: the window in which an overwrite is what enabling a certificate did. */
const WINDOW = '2 minutes';

/** What a stretch of the log tells of overwrites. Depends on the log up to each event alone, so that a count made of it only grows. */
export async function overwriteEvents(
  db: Transaction,
  { organization, after, until }: Stretch,
): Promise<OverwriteEvent[]> {
  const enabled = wireType('certificate.enabled');
  const [enablings, overwrites] = [
    await db.query<{ data: Enabled }>(
      `select e.data from certfleet.event e
       where e.organization = $1 and e.position > $2 and e.position <= $3 and e.type = $4`,
      [organization, after, until, enabled],
    ),
    await db.query<Pick<Extract<OverwriteEvent, { type: 'overwritten' }>, 'data' | 'enabled'>>(
      `select e.data, coalesce((select json_agg(p.data) from (
         select f.data from certfleet.event f
         where f.organization = $1 and f.stream = e.stream and f.version < e.version and f.type = $4
           and f.occurred_at between e.occurred_at - interval '${WINDOW}' and e.occurred_at + interval '${WINDOW}'
         order by f.version desc limit 5) p), '[]'::json) as enabled
       from certfleet.event e
       where e.organization = $1 and e.position > $2 and e.position <= $3 and e.type = $5`,
      [organization, after, until, enabled, wireType('default-smtp-certificate.overwritten')],
    ),
  ];
  return [
    ...enablings.map(({ data }) => ({ type: 'enabled' as const, data })),
    ...overwrites.map((row) => ({ type: 'overwritten' as const, ...row })),
  ];
}

/** Where each log ends. */
export function heads(
  db: Transaction,
  organization: string | null,
): Promise<{ readonly organization: string; readonly head: number }[]> {
  return db.query(
    `select organization, position::float8 as head from certfleet.head ${organization === null ? '' : 'where organization = $1'} order by organization`,
    organization === null ? [] : [organization],
  );
}
