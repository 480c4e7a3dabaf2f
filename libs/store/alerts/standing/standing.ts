import type { AlertFacts } from '#libs/alerts/alert-event.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { gapAlert } from '#libs/alerts/gap-alerts.js';
import { placeOf } from '#libs/alerts/presented-change.js';
import { conflictAlert, expiryAlert, queryAlert, silentAlert, switchAlert } from '#libs/alerts/standing-alerts.js';
import { type Gap, gapsBetween } from '#libs/fleet/gaps.js';
import { readQuery } from '#libs/query/read-query.js';
import type { Transaction } from '../../database.js';
import { countedRanges, isCountable } from '../../queries/counts.js';
import { type Place, placesMeeting } from '../../queries/shown-now.js';
import { expiring, switching } from './bindings.js';
import { conflictsSince, rowsMeeting, silentServers } from './others.js';

interface When {
  readonly since: string;
  readonly now: string;
}

/** What a rule finds to stand now; null: it cannot be asked, for its query is none any more. Risks and changes are asked elsewhere. */
export async function standingOf(
  db: Transaction,
  organization: string,
  rule: AlertRule,
  { since, now }: When,
): Promise<readonly AlertFacts[] | null> {
  const { condition } = rule;
  const instant = Date.parse(now);
  switch (condition.kind) {
    case 'presented-expires':
    case 'forecast-switch':
      return foretold(db, organization, rule, instant);
    case 'collector-silent':
      return (await silentServers(db, organization, condition.hours)).map((one) => silentAlert(rule, one));
    case 'source-gap':
      return (await gapsSince(db, organization, { since, now }))?.map((gap) => gapAlert(rule, gap, undefined)) ?? null;
    case 'conflict':
      return (await conflictsSince(db, organization, since)).map((one) => conflictAlert(rule, one));
    case 'query':
      return foundByQuery(db, organization, rule, instant);
    default:
      return [];
  }
}

async function foretold(
  db: Transaction,
  organization: string,
  rule: AlertRule,
  instant: number,
): Promise<readonly AlertFacts[] | null> {
  const { condition } = rule;
  if (condition.kind === 'presented-expires') {
    const all = await expiring(db, organization, Math.max(0, ...condition.days));
    const rows = await meeting(db, organization, { where: condition.where, instant }, all);
    return rows?.flatMap((one) => expiryAlert(rule, one, instant) ?? []) ?? null;
  }
  if (condition.kind !== 'forecast-switch') return [];
  const all = await switching(db, organization, condition.days);
  const rows = await meeting(db, organization, { where: condition.where, instant }, all);
  return rows?.map((one) => switchAlert(rule, one)) ?? null;
}

async function foundByQuery(db: Transaction, organization: string, rule: AlertRule, now: number) {
  if (rule.condition.kind !== 'query') return [];
  const { where, list } = rule.condition;
  const query = readQuery(where, list, now);
  if (!query.ok) return null;
  return (await rowsMeeting(db, organization, list, query.value.condition)).map((row) => queryAlert(rule, row));
}

/** The holes that show since an instant; null: too much is numbered to go through it at once. */
async function gapsSince(db: Transaction, organization: string, { since, now }: When): Promise<readonly Gap[] | null> {
  if (!(await isCountable(db, organization))) return null;
  return gapsBetween(await countedRanges(db, organization, {}), now).filter((gap) => gap.since >= since);
}

interface Narrowed {
  readonly where: string | null;
  readonly instant: number;
}

async function meeting<T extends Place>(
  db: Transaction,
  organization: string,
  { where, instant }: Narrowed,
  rows: readonly T[],
): Promise<readonly T[] | null> {
  if (where === null || where.trim() === '') return rows;
  const query = readQuery(where, 'bindings', instant);
  if (!query.ok) return null;
  const met = await placesMeeting(db, organization, query.value.condition, rows);
  return rows.filter((row) => met.has(placeOf(row)));
}
