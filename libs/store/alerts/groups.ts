import type { Alert } from '#libs/alerts/alert.js';
import { rank } from '#libs/alerts/transitions.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { groupedBy } from '../queries/grouped.js';

/** Told at most so often: what joins meanwhile is told together. */
export const AGAIN_AFTER_SECONDS = 20;
/** … and so often where nothing but the end of some is new, and others go on: a fleet is mended server by server. */
export const ENDED_AFTER_SECONDS = 300;

/** So many causes of one rule are told by themselves within a minute; the others together: a flood of causes is one message, too. */
export const MOST_CAUSES = 10;
/** What alerts of many causes have in common; no cause is written so. */
const MANY = '\u0001many';

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
  for (const [rule, alerts] of groupedBy(fired, ({ facts }) => facts.rule))
    await joinOf(db, organization, rule, alerts);
  const isNew = new Set(fired);
  await due(db, organization, fired, settle);
  await due(
    db,
    organization,
    after.filter((alert) => !isNew.has(alert)),
    0,
  );
}

/** Alerts of one rule: those of a cause that is told already join it, new causes have groups of their own as far as they are few, the worst first. */
async function joinOf(db: Transaction, organization: string, rule: string, alerts: readonly Alert[]): Promise<void> {
  const causes = [...groupedBy(alerts, ({ facts }) => facts.together)].sort(
    ([, one], [, other]) => worstOf(one) - worstOf(other) || other.length - one.length,
  );
  const open = await db.query<{ together: string }>(
    `select together from certfleet.alert_group
     where organization = $1 and is_open and rule = $2 and together = any($3::text[])`,
    [organization, rule, causes.map(([together]) => columnText(together))],
  );
  const [fresh] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.alert_group
     where organization = $1 and is_open and rule = $2 and (told_at is null or told_at > clock_timestamp() - interval '1 minute')`,
    [organization, rule],
  );
  const known = new Set(open.map(({ together }) => together));
  const isKnown = ([together]: (typeof causes)[number]) => known.has(columnText(together));
  const news = causes.filter((cause) => !isKnown(cause));
  const room = Math.max(0, MOST_CAUSES - Number(fresh?.count));
  for (const [together, own] of [...causes.filter(isKnown), ...news.slice(0, room)])
    await join(db, organization, together, own);
  await join(
    db,
    organization,
    MANY,
    news.slice(room).flatMap(([, own]) => own),
  );
}

function worstOf(alerts: readonly Alert[]): number {
  return Math.min(...alerts.map(({ facts }) => rank(facts.severity)));
}

async function join(db: Transaction, organization: string, together: string, alerts: readonly Alert[]): Promise<void> {
  const [first] = alerts;
  if (first === undefined) return;
  const { rule } = first.facts;
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
