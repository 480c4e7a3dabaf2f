import type { Alert } from '#libs/alerts/alert.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { groupedBy } from '../queries/grouped.js';

/** Told at most so often: what joins meanwhile is told together. */
export const AGAIN_AFTER_SECONDS = 20;
/** … and so often where nothing but the end of some is new, and others go on: a fleet is mended server by server. */
export const ENDED_AFTER_SECONDS = 300;

interface Moved {
  readonly before: ReadonlyMap<string, Alert>;
  readonly after: readonly Alert[];
  /** Seconds before those that fired now are told. */
  readonly settle: number;
}

/**
 * Puts alerts that fired into the groups that they are told in, and marks the groups that have something new to tell. The first alert of a group
 * gives it its id, so that an alert by itself is told under its own.
 */
export async function joinGroups(
  db: Transaction,
  organization: string,
  { before, after, settle }: Moved,
): Promise<void> {
  const fired = after.filter(({ id, episode }) => before.get(id)?.episode !== episode);
  for (const alerts of groupedBy(fired, ({ facts }) => JSON.stringify([facts.rule, facts.together])).values())
    await join(db, organization, alerts);
  const isNew = new Set(fired);
  await due(db, organization, fired, settle);
  await due(
    db,
    organization,
    after.filter((alert) => !isNew.has(alert)),
    0,
  );
}

async function join(db: Transaction, organization: string, alerts: readonly Alert[]): Promise<void> {
  const [first] = alerts;
  if (first === undefined) return;
  const { rule, together } = first.facts;
  const known = await db.query<{ group_id: string; round: number }>(
    `select group_id, round from certfleet.alert_group
     where organization = $1 and is_open and rule = $2 and together = $3 order by group_id limit 1`,
    [organization, rule, columnText(together)],
  );
  const made =
    known.length > 0
      ? known
      : await db.query<{ group_id: string; round: number }>(
          `insert into certfleet.alert_group as g (organization, group_id, rule, together) values ($1, $2, $3, $4)
           on conflict (organization, group_id) do update set is_open = true,
             round = case when g.is_open then g.round else g.round + 1 end,
             told_state = case when g.is_open then g.told_state end,
             told_channels = case when g.is_open then g.told_channels else '{}' end,
             together = case when g.is_open then g.together else excluded.together end
           returning group_id, round`,
          [organization, first.id, rule, columnText(together)],
        );
  await db.query(
    `update certfleet.alert set group_id = $3, round = $4 where organization = $1 and alert_id = any($2::uuid[])`,
    [organization, alerts.map(({ id }) => id), made[0]?.group_id, made[0]?.round],
  );
}

/**
 * What is due earlier stays so; what was told just now is not told again at once, and the end of a few is told together with that of others as long
 * as something of their group goes on.
 */
async function due(db: Transaction, organization: string, alerts: readonly Alert[], seconds: number): Promise<void> {
  if (alerts.length === 0) return;
  const isEnded = ({ state }: Alert) => state === 'resolved';
  await db.query(
    `update certfleet.alert_group g set due_at = least(g.due_at,
       greatest(clock_timestamp() + make_interval(secs => $4), g.told_at + make_interval(secs => case
         when n.moves or not exists (select from certfleet.alert o where o.organization = $1 and o.group_id = g.group_id and o.round = g.round
           and o.state <> 'resolved') then ${AGAIN_AFTER_SECONDS} else ${ENDED_AFTER_SECONDS} end)))
     from (
       select a.group_id, bool_or(m.moves) as moves from unnest($2::uuid[], $3::boolean[]) as m (alert_id, moves)
       join certfleet.alert a on a.organization = $1 and a.alert_id = m.alert_id group by a.group_id) n
     where g.organization = $1 and g.group_id = n.group_id`,
    [organization, alerts.map(({ id }) => id), alerts.map((alert) => !isEnded(alert)), seconds],
  );
}
