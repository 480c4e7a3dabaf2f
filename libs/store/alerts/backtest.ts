import type { AlertFacts } from '#libs/alerts/alert-event.js';
import type { AlertRule } from '#libs/alerts/alert-rule.js';
import { isOfChanges } from '#libs/alerts/alert-rule.js';
import { concerns } from '#libs/alerts/change-alerts.js';
import { placeOf, type PresentedChange } from '#libs/alerts/presented-change.js';
import { readQuery } from '#libs/query/read-query.js';
import { clock } from '../clock.js';
import type { Transaction } from '../database.js';
import { stretchAfter } from '../queries/events-after.js';
import { presentedChanges } from '../queries/presented-changes.js';
import { progress } from '../queries/progress.js';
import { placesMeeting } from '../queries/shown-now.js';
import { tiedToEdge } from '../queries/tied-to-edge.js';
import { seenBy } from './seen.js';
import { standingOf } from './standing/standing.js';

/** When a rule would have had something to tell. */
export interface BackTest {
  readonly rule: string;
  readonly from: string;
  readonly until: string;
  readonly hits: number;
  /** The same without the conditions beside its kind: Edge, query, robots; null: it has none. */
  readonly withoutConditions: number | null;
  /** The newest ones. */
  readonly items: readonly { readonly at: string; readonly server: string | null; readonly what: string }[];
  /** What was looked at: past changes; past findings; or, where the past cannot be asked, what meets the rule now. */
  readonly over: 'changes' | 'findings' | 'now';
  /** Events were too many to look at all of them: those recorded first were not. */
  readonly cutOff: boolean;
}

const PAGE = 500;
const MOST_EVENTS = 50_000;
const MOST_ITEMS = 20;

/** Asks a rule of the past, as it is known today. Tells nobody, writes nothing. */
export async function backTest(
  db: Transaction,
  organization: string,
  rule: AlertRule,
  days: number,
): Promise<BackTest> {
  const until = await clock(db);
  const from = new Date(Date.parse(until) - days * 86_400_000).toISOString();
  const asked = { rule: rule.id, from, until };
  if (isOfChanges(rule.condition)) return { ...asked, ...(await overChanges(db, organization, rule, from)) };
  if (rule.condition.kind === 'risk') return { ...asked, ...(await overFindings(db, organization, rule, from)) };
  const things = (await standingOf(db, organization, rule, { since: from, now: until })) ?? [];
  return {
    ...asked,
    hits: things.length,
    withoutConditions: null,
    items: things.slice(0, MOST_ITEMS).map(({ fqdn, summary }) => ({ at: until, server: fqdn, what: summary })),
    over: 'now',
    cutOff: false,
  };
}

async function overChanges(db: Transaction, organization: string, rule: AlertRule, from: string) {
  const { position: knownAt } = await progress(db, organization);
  const first = Math.max(0, knownAt - MOST_EVENTS);
  const changes: PresentedChange[] = [];
  const sighted: Hit[] = [];
  for (let at = first; at < knownAt;) {
    const { events, until } = await stretchAfter(db, organization, at, PAGE);
    const inTime = events.filter(({ occurredAt, position }) => occurredAt >= from && position <= knownAt);
    if (inTime.length > 0) {
      const found = await presentedChanges(db, organization, { events: inTime, knownAt });
      changes.push(...found.changes);
      sighted.push(...hitsOf(seenBy(rule, found)));
    }
    if (until === at) break;
    at = until;
  }
  const tied = await tiedToEdge(db, organization, [...new Set(changes.map(({ server }) => server))]);
  const where = 'where' in rule.condition ? rule.condition.where : null;
  const query = where === null || where.trim() === '' ? null : readQuery(where, 'bindings', Date.parse(from));
  const met = query?.ok === true ? await placesMeeting(db, organization, query.value.condition, changes) : null;
  const told = changes.filter((change) => concerns(rule, change, tied) && (met === null || met.has(placeOf(change))));
  const hits = [...told.map(({ at, fqdn, cause }) => ({ at, server: fqdn, what: cause.what })), ...sighted].sort(
    (one, other) => (one.at < other.at ? 1 : -1),
  );
  const plain = plainRule(rule);
  return {
    hits: hits.length,
    withoutConditions: plain === null ? null : changes.filter((change) => concerns(plain, change, tied)).length,
    items: hits.slice(0, MOST_ITEMS),
    over: 'changes' as const,
    cutOff: first > 0,
  };
}

type Hit = BackTest['items'][number];

/** What a rule would have told of what was seen, which is no change of what is presented. */
function hitsOf(facts: readonly AlertFacts[]): readonly Hit[] {
  return facts.map(({ fqdn, cause, summary }) => ({ at: cause?.occurredAt ?? '', server: fqdn, what: summary }));
}

/** Null: it is plain already. */
function plainRule(rule: AlertRule): AlertRule | null {
  const { condition } = rule;
  const hasEdge = condition.kind === 'default-smtp-overwritten' && condition.edge;
  const hasWhere = 'where' in condition && condition.where !== null;
  if (!hasEdge && !hasWhere && rule.robots === 'told') return null;
  return condition.kind === 'default-smtp-overwritten'
    ? { ...rule, robots: 'told', condition: { ...condition, edge: false } }
    : { ...rule, robots: 'told' };
}

async function overFindings(db: Transaction, organization: string, { condition }: AlertRule, from: string) {
  const { severities, rules } = condition.kind === 'risk' ? condition : { severities: [], rules: null };
  const rows = await db.query<{ at: Date; server: string; what: string }>(
    `select min(first_seen) as at, fqdn as server, rule || ': ' || min(summary) as what from certfleet.finding
     where organization = $1 and severity = any($2::text[]) and ($3::text[] is null or rule = any($3))
       and first_seen >= $4::timestamptz and stands_from <= now()
     group by server, fqdn, rule, endpoint, subject, first_seen order by at desc, server, what`,
    [organization, severities, rules, from],
  );
  return {
    hits: rows.length,
    withoutConditions: null,
    items: rows.slice(0, MOST_ITEMS).map((row) => ({ ...row, at: row.at.toISOString() })),
    over: 'findings' as const,
    cutOff: false,
  };
}
