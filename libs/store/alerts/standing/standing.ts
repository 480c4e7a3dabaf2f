import type { AlertFacts } from '#libs/alerts/alert-event.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { placeOf } from '#libs/alerts/presented-change.js';
import { conflictAlert, expiryAlert, queryAlert, silentAlert, switchAlert } from '#libs/alerts/standing-alerts.js';
import { readQuery } from '#libs/query/read-query.js';
import type { Transaction } from '../../database.js';
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
    case 'presented-expires': {
      const all = await expiring(db, organization, Math.max(0, ...condition.days));
      const rows = await meeting(db, organization, { where: condition.where, instant }, all);
      return rows?.flatMap((one) => expiryAlert(rule, one, instant) ?? []) ?? null;
    }
    case 'forecast-switch': {
      const all = await switching(db, organization, condition.days);
      const rows = await meeting(db, organization, { where: condition.where, instant }, all);
      return rows?.map((one) => switchAlert(rule, one)) ?? null;
    }
    case 'collector-silent':
      return (await silentServers(db, organization, condition.hours)).map((one) => silentAlert(rule, one));
    case 'conflict':
      return (await conflictsSince(db, organization, since)).map((one) => conflictAlert(rule, one));
    case 'query': {
      const query = readQuery(condition.where, condition.list, instant);
      if (!query.ok) return null;
      const rows = await rowsMeeting(db, organization, condition.list, query.value.condition);
      return rows.map((row) => queryAlert(rule, row));
    }
    default:
      return [];
  }
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
