import type { AlertMessage } from '#libs/alerts/message.js';
import { nextTry } from '#libs/channels/backoff.js';
import type { Outcome } from '#libs/channels/outcome.js';
import type { DataSource } from 'typeorm';
import { clock } from '../clock.js';
import { inOrganization, type Transaction } from '../database.js';

/** A message that is to be carried out through one channel, and the try that it is. */
export interface DueDelivery {
  readonly messageId: string;
  readonly channel: string;
  readonly message: AlertMessage;
  /** From 1 on; only the newest try may say what came of it. */
  readonly attempt: number;
  readonly firstTriedAt: string;
  /** The receipt of the first message of its group that was delivered through this channel; null: there was none. */
  readonly thread: string | null;
}

/** Organizations with something to deliver: a declared question of the provider, asked by the deliverers. */
export async function deliveriesDue(db: Transaction): Promise<readonly string[]> {
  const rows = await db.query<{ organization: string }>(
    `select distinct organization from certfleet.alert_delivery
     where state = 'due' and due_at <= clock_timestamp() and (leased_until is null or leased_until < clock_timestamp())
     order by organization`,
  );
  return rows.map(({ organization }) => organization);
}

/**
 * Takes what is due for itself, for so many seconds; who is killed meanwhile leaves it to the next one. Messages of one group go through a channel one
 * after another, so that nobody learns of an end before the beginning.
 */
export function claimDeliveries(
  db: DataSource,
  organization: string,
  { most, seconds }: { readonly most: number; readonly seconds: number },
): Promise<readonly DueDelivery[]> {
  return inOrganization(db, organization, async (inside) => {
    const rows = await inside.query<Omit<DueDelivery, 'firstTriedAt'> & { firstTriedAt: Date }>(
      `with next as (
         select d.message_id, d.channel from certfleet.alert_delivery d
         where d.organization = $1 and d.state = 'due' and d.due_at <= clock_timestamp()
           and (d.leased_until is null or d.leased_until < clock_timestamp())
           and not exists (select from certfleet.alert_delivery e where e.organization = $1 and e.group_id = d.group_id
             and e.channel = d.channel and e.state = 'due' and e.sequence < d.sequence)
         order by d.due_at limit $2 for update skip locked
       ), taken as (
         update certfleet.alert_delivery d
         set leased_until = clock_timestamp() + make_interval(secs => $3), attempts = d.attempts + 1,
           first_tried_at = coalesce(d.first_tried_at, clock_timestamp()), last_tried_at = clock_timestamp()
         from next where d.organization = $1 and d.message_id = next.message_id and d.channel = next.channel
         returning d.*
       )
       select t.message_id as "messageId", t.channel, m.message, t.attempts as attempt, t.first_tried_at as "firstTriedAt",
         (select e.receipt from certfleet.alert_delivery e where e.organization = $1 and e.group_id = t.group_id and e.channel = t.channel
            and e.receipt is not null order by e.sequence limit 1) as thread
       from taken t join certfleet.alert_message m on m.organization = $1 and m.message_id = t.message_id
       order by t.due_at, t.message_id`,
      [organization, most, seconds],
    );
    return rows.map((row) => ({ ...row, firstTriedAt: row.firstTriedAt.toISOString() }));
  });
}

/** Notes down what came of a try. A later try by somebody else has the last word. */
export function noteOutcome(
  db: DataSource,
  organization: string,
  delivery: DueDelivery,
  outcome: Outcome,
): Promise<'delivered' | 'undelivered' | 'due'> {
  return inOrganization(db, organization, async (inside) => {
    const now = await clock(inside);
    const after = afterwards(delivery, outcome, now);
    const noted = await inside.query(
      `update certfleet.alert_delivery set state = $5, due_at = coalesce($6::timestamptz, due_at), leased_until = null, receipt = $7,
         detail = $8, finished_at = case when $5 = 'due' then null else $9::timestamptz end
       where organization = $1 and message_id = $2 and channel = $3 and attempts = $4 and state = 'due' returning channel`,
      [
        organization,
        delivery.messageId,
        delivery.channel,
        delivery.attempt,
        after.state,
        after.dueAt,
        outcome.kind === 'delivered' ? outcome.receipt : null,
        detailOf(outcome),
        now,
      ],
    );
    if (noted.length > 0) await count(inside, organization, delivery.channel, countedAs(outcome, after));
    return after.state;
  });
}

export const COUNTED_OUTCOMES = ['delivered', 'retry', 'unknown', 'never', 'given-up'] as const;
export type CountedOutcome = (typeof COUNTED_OUTCOMES)[number];

/** The last of many tries counts as given up. */
function countedAs({ kind }: Outcome, { state }: Afterwards): CountedOutcome {
  return state === 'undelivered' && kind !== 'never' ? 'given-up' : kind;
}

/** Counts a try of a channel that there is: what there can be of counts is bounded by the channels. */
async function count(db: Transaction, organization: string, channel: string, outcome: CountedOutcome): Promise<void> {
  await db.query(
    `insert into certfleet.alert_delivery_count as c (organization, channel, outcome, tries)
     select organization, name, $3, 1 from certfleet.alert_channel where organization = $1 and name = $2
     on conflict (organization, channel, outcome) do update set tries = c.tries + 1`,
    [organization, channel, outcome],
  );
}

interface Afterwards {
  readonly state: 'delivered' | 'undelivered' | 'due';
  readonly dueAt: string | null;
}

function afterwards({ attempt, firstTriedAt, messageId }: DueDelivery, outcome: Outcome, now: string): Afterwards {
  if (outcome.kind === 'delivered') return { state: 'delivered', dueAt: null };
  if (outcome.kind === 'never') return { state: 'undelivered', dueAt: null };
  const notBefore = outcome.kind === 'retry' ? outcome.notBefore : null;
  const jitter = Number.parseInt(messageId.slice(0, 8), 16) / 2 ** 32;
  const next = nextTry({ made: attempt, firstAt: firstTriedAt, lastAt: now, notBefore, jitter });
  return next.kind === 'try' ? { state: 'due', dueAt: next.at } : { state: 'undelivered', dueAt: null };
}

const LONGEST = 2_000;

function detailOf(outcome: Outcome): string | null {
  const words =
    outcome.kind === 'delivered'
      ? outcome.note
      : outcome.kind === 'never'
        ? `${outcome.why}. ${outcome.remedy}`
        : outcome.why;
  return words?.replace(/[\0\p{Cs}]/gu, '').slice(0, LONGEST) ?? null;
}

/** What came of the messages of a group, the newest first. */
export interface DeliveryResult {
  readonly channel: string;
  readonly messageState: string;
  readonly state: string;
  readonly attempts: number;
  readonly madeAt: string;
  readonly lastTriedAt: string | null;
  readonly finishedAt: string | null;
  readonly nextTryAt: string | null;
  readonly detail: string | null;
}

const MOST_RESULTS = 20;

export async function deliveryResults(
  db: Transaction,
  organization: string,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly DeliveryResult[]>> {
  const rows = await db.query<{
    group: string;
    channel: string;
    messageState: string;
    state: string;
    attempts: number;
    madeAt: Date;
    lastTriedAt: Date | null;
    finishedAt: Date | null;
    dueAt: Date;
    detail: string | null;
  }>(
    `select d.group_id as "group", d.channel, m.message ->> 'state' as "messageState", d.state, d.attempts, d.made_at as "madeAt",
       d.last_tried_at as "lastTriedAt", d.finished_at as "finishedAt", d.due_at as "dueAt", d.detail
     from certfleet.alert_delivery d join certfleet.alert_message m on m.organization = $1 and m.message_id = d.message_id
     where d.organization = $1 and d.group_id = any($2::uuid[]) order by d.sequence desc, d.channel limit 2000`,
    [organization, groups],
  );
  const found = new Map<string, DeliveryResult[]>();
  for (const { group, dueAt, ...row } of rows) {
    const results = found.get(group) ?? [];
    if (results.length < MOST_RESULTS)
      results.push({
        ...row,
        madeAt: row.madeAt.toISOString(),
        lastTriedAt: row.lastTriedAt?.toISOString() ?? null,
        finishedAt: row.finishedAt?.toISOString() ?? null,
        nextTryAt: row.state === 'due' ? dueAt.toISOString() : null,
      });
    found.set(group, results);
  }
  return found;
}
