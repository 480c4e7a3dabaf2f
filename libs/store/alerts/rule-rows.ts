import type { AlertRule, KeptRule } from '#libs/alerts/alert-rule.js';
import { isBuiltIn, rulesWith } from '#libs/alerts/built-in-rules.js';
import type { Transaction } from '../database.js';

/** Many for people; each is asked at every change. */
export const MOST_RULES = 200;

interface Row {
  readonly body: AlertRule;
  readonly savedAt: Date;
  readonly savedBy: string | null;
}

/** Every rule of an organization, the built-in ones first. */
export async function alertRules(db: Transaction, organization: string): Promise<readonly KeptRule[]> {
  const rows = await db.query<Row>(
    `select body, saved_at as "savedAt", saved_by as "savedBy" from certfleet.alert_rule where organization = $1 order by rule`,
    [organization],
  );
  return rulesWith(
    rows.map(({ body: rule, savedAt, savedBy }) => ({
      rule,
      builtIn: isBuiltIn(rule.id),
      savedAt: savedAt.toISOString(),
      savedBy,
    })),
  );
}

export async function enabledRules(db: Transaction, organization: string): Promise<readonly AlertRule[]> {
  return (await alertRules(db, organization)).map(({ rule }) => rule).filter(({ enabled }) => enabled);
}

/** Keeps a rule, in place of one of the same id. False: there are too many already. */
export async function saveRule(db: Transaction, organization: string, rule: AlertRule, by: string): Promise<boolean> {
  const rows = await db.query(
    `insert into certfleet.alert_rule (organization, rule, body, saved_by) select $1, $2, $3::json, $4
     where (select count(*) from certfleet.alert_rule where organization = $1 and rule <> $2) < ${MOST_RULES}
     on conflict (organization, rule) do update set body = excluded.body, saved_by = excluded.saved_by, saved_at = clock_timestamp()
     returning rule`,
    [organization, rule.id, JSON.stringify(rule), by],
  );
  return rows.length > 0;
}

/** Forgets a rule that somebody wrote, or the changes to a built-in one. True when there was one. */
export async function forgetRule(db: Transaction, organization: string, id: string): Promise<boolean> {
  const rows = await db.query(`delete from certfleet.alert_rule where organization = $1 and rule = $2 returning rule`, [
    organization,
    id,
  ]);
  return rows.length > 0;
}
