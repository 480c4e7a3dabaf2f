import type { DataSource } from 'typeorm';
import type { Alert } from '#libs/alerts/alert.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { bearingsOf, type Bearings } from '#libs/alerts/bearing.js';
import { messageOf } from '#libs/alerts/make-message.js';
import type { MessageState } from '#libs/alerts/message.js';
import type { Silence } from '#libs/alerts/silences.js';
import { telling, type Telling } from '#libs/alerts/telling.js';
import { rank } from '#libs/alerts/transitions.js';
import { clock } from '../clock.js';
import { inOrganization, type Transaction } from '../database.js';
import { type Lease, stillHeld } from '../lease.js';
import { progress } from '../queries/progress.js';
import { openAlerts } from './alert-rows.js';
import { alertChannels, carrying, type StoredChannel } from './channel-rows.js';
import { layOut } from './outbox.js';
import { tellDigest } from './tell-digest.js';
import { lockFollower } from './follower.js';
import { alertRules } from './rule-rows.js';
import { silencesAt } from './silence-rows.js';

/** So many groups in one transaction. */
const AT_ONCE = 50;
const MOST_MEMBERS = 200;

interface GroupRow {
  readonly group_id: string;
  readonly round: number;
  readonly rule: string;
  readonly sequence: number;
  readonly told_state: MessageState | null;
  readonly told_channels: readonly string[];
  readonly told_at: Date | null;
}

/** Everything that telling asks, read once. */
interface Around {
  readonly rules: ReadonlyMap<string, AlertRule>;
  readonly bearings: Bearings;
  readonly channels: readonly StoredChannel[];
  readonly silences: readonly Silence[];
  readonly since: string;
  readonly now: string;
  readonly position: number;
  readonly address: string | null;
}

/**
 * Makes messages of the groups whose time has come, and lays them into the outbox: one transaction, under the lease of the deciding.
 *
 * @param address the public address of this Certfleet, for links; null: none.
 * @returns how many messages that were.
 */
export function tell(db: DataSource, lease: Lease, address: string | null): Promise<number | 'lost'> {
  const { organization } = lease;
  return inOrganization(db, organization, async (inside) => {
    if (!(await stillHeld(inside, lease))) return 'lost';
    const follower = await lockFollower(inside, organization);
    const { since } = follower;
    const groups = await inside.query<GroupRow>(
      `select group_id, round, rule, sequence, told_state, told_channels, told_at from certfleet.alert_group
       where organization = $1 and due_at <= clock_timestamp() order by due_at limit ${AT_ONCE} for update`,
      [organization],
    );
    const now = await clock(inside);
    const rules = await alertRules(inside, organization);
    const around: Around = {
      rules: new Map(rules.map(({ rule }) => [rule.id, rule])),
      bearings: bearingsOf(rules.map(({ rule }) => rule)),
      channels: await alertChannels(inside, organization),
      silences: await silencesAt(inside, organization, now),
      since,
      now,
      position: (await progress(inside, organization)).position,
      address,
    };
    let messages = await tellDigest(inside, organization, {
      follower,
      channels: around.channels,
      now,
      address,
    });
    for (const group of groups) messages += await tellGroup(inside, organization, group, around);
    return messages;
  });
}

async function tellGroup(db: Transaction, organization: string, group: GroupRow, around: Around): Promise<number> {
  const { alerts, open, ended, servers: onServers } = await membersOf(db, organization, group);
  const rule = around.rules.get(group.rule);
  const [worst] = alerts.toSorted((one, other) => rank(one.facts.severity) - rank(other.facts.severity));
  if (worst === undefined) return closed(db, organization, group);
  const servers = [...new Set(alerts.flatMap(({ facts }) => facts.server ?? []))];
  const meanwhile = open > 0 ? await endedMeanwhile(db, organization, group) : NONE;
  const said = telling({
    alerts,
    open,
    ended,
    endedSince: meanwhile.count,
    told: group.told_state === null ? null : { state: group.told_state, channels: group.told_channels },
    channels: carrying(around.channels, rule?.channels ?? null, worst.facts.severity),
    silences: around.silences,
    around: await openAlerts(db, organization, { servers }),
    bearings: around.bearings,
    isChange: rule?.condition.kind === 'presented-changed',
    since: around.since,
    now: around.now,
  });
  if (said.state !== null) {
    const name = { id: group.rule, name: rule?.name ?? group.rule };
    const { state, count, alerts: told } = said;
    const { position, address } = around;
    const isChange = rule?.condition.kind === 'presented-changed';
    const about = {
      id: group.group_id,
      organization,
      rule: name,
      isChange,
      alerts: told,
      count,
      servers: onServers,
      ended: meanwhile,
      state,
      position,
    };
    const message = messageOf(about, address);
    await layOut(db, organization, message, {
      group: group.group_id,
      sequence: group.sequence + 1,
      channels: said.channels,
    });
  }
  await noted(db, organization, group, said);
  return said.state === null ? 0 : 1;
}

interface Members {
  /** Not all of many. */
  readonly alerts: readonly Alert[];
  readonly open: number;
  readonly ended: number;
  /** On how many servers the open ones are, or all where none is. */
  readonly servers: number;
}

async function membersOf(db: Transaction, organization: string, { group_id, round }: GroupRow): Promise<Members> {
  const rows = await db.query<{ body: Alert }>(
    `select body from certfleet.alert where organization = $1 and group_id = $2 and round = $3
     order by state = 'resolved', array_position(array['critical', 'high', 'medium', 'low'], severity), fired_at, alert_id limit ${MOST_MEMBERS}`,
    [organization, group_id, round],
  );
  const [counts] = await db.query<{ open: string; ended: string; openServers: string; servers: string }>(
    `select count(*) filter (where state <> 'resolved') as open, count(*) filter (where state = 'resolved') as ended,
       count(distinct server) filter (where state <> 'resolved') as "openServers", count(distinct server) as servers
     from certfleet.alert where organization = $1 and group_id = $2 and round = $3`,
    [organization, group_id, round],
  );
  const open = Number(counts?.open);
  const servers = Number(open > 0 ? counts?.openServers : counts?.servers);
  return { alerts: rows.map(({ body }) => body), open, ended: Number(counts?.ended), servers };
}

const NONE = { alerts: [], count: 0 } as const;
const MOST_ENDED = 20;

/** Of the members whose beginning was told those that ended since the last message. */
async function endedMeanwhile(
  db: Transaction,
  organization: string,
  { group_id, round, told_at }: GroupRow,
): Promise<{ readonly alerts: readonly Alert[]; readonly count: number }> {
  if (told_at === null) return NONE;
  const rows = await db.query<{ body: Alert; count: string }>(
    `select body, count(*) over () as count from certfleet.alert
     where organization = $1 and group_id = $2 and round = $3 and state = 'resolved' and changed_at > $4 and fired_at <= $4
     order by changed_at, alert_id limit ${MOST_ENDED}`,
    [organization, group_id, round, told_at],
  );
  return { alerts: rows.map(({ body }) => body), count: Number(rows[0]?.count ?? 0) };
}

async function closed(db: Transaction, organization: string, { group_id }: GroupRow): Promise<number> {
  await db.query(
    `update certfleet.alert_group set due_at = null, is_open = false where organization = $1 and group_id = $2`,
    [organization, group_id],
  );
  return 0;
}

async function noted(db: Transaction, organization: string, { group_id }: GroupRow, said: Telling): Promise<void> {
  await db.query(
    `update certfleet.alert_group set due_at = $3::timestamptz, is_open = not $4, held_back = $5,
       told_state = coalesce($6, told_state), told_at = case when $6::text is null then told_at else clock_timestamp() end,
       told_channels = case when $6::text is null then told_channels else $7::text[] end,
       sequence = sequence + case when $6::text is null then 0 else 1 end
     where organization = $1 and group_id = $2`,
    [organization, group_id, said.again, said.close, said.heldBack, said.state, said.channels],
  );
}
