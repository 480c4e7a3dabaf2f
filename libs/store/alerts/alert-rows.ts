import type { Alert } from '#libs/alerts/alert.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

interface Row {
  readonly body: Alert;
}

/** These alerts, by id, whatever their state. */
export async function alertsById(
  db: Transaction,
  organization: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Alert>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<Row>(
    `select body from certfleet.alert where organization = $1 and alert_id = any($2::uuid[])`,
    [organization, ids],
  );
  return new Map(rows.map(({ body }) => [body.id, body]));
}

/** The alerts that fire or are acknowledged: of these rules, or of all; of these servers, or of all. */
export async function openAlerts(
  db: Transaction,
  organization: string,
  { rules, servers }: { readonly rules?: readonly string[]; readonly servers?: readonly string[] } = {},
): Promise<readonly Alert[]> {
  const rows = await db.query<Row>(
    `select body from certfleet.alert
     where organization = $1 and state <> 'resolved' and ($2::text[] is null or rule = any($2))
       and ($3::text[] is null or server = any($3))
     order by fired_at, alert_id`,
    [organization, rules ?? null, servers?.map(columnText) ?? null],
  );
  return rows.map(({ body }) => body);
}

/** Writes alerts as their events left them; which group they are told in stays as it was. */
export async function writeAlerts(db: Transaction, organization: string, alerts: readonly Alert[]): Promise<void> {
  if (alerts.length === 0) return;
  await db.query(
    `insert into certfleet.alert (organization, alert_id, rule, server, endpoint, subject, state, severity, changed_at,
       fired_at, cause_position, position, body)
     select $1, a.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
       $10::timestamptz[], $11::bigint[], $12::bigint[], $13::json[]) as a
     on conflict (organization, alert_id) do update set state = excluded.state, severity = excluded.severity, changed_at = excluded.changed_at,
       fired_at = excluded.fired_at, cause_position = excluded.cause_position, position = excluded.position, body = excluded.body`,
    [
      organization,
      alerts.map(({ id }) => id),
      alerts.map(({ facts }) => facts.rule),
      alerts.map(({ facts }) => (facts.server === null ? null : columnText(facts.server))),
      alerts.map(({ facts }) => (facts.endpoint === null ? null : columnText(facts.endpoint))),
      alerts.map(({ facts }) => columnText(facts.subject)),
      alerts.map(({ state }) => state),
      alerts.map(({ facts }) => facts.severity),
      alerts.map(({ changedAt }) => changedAt),
      alerts.map(({ firedAt }) => firedAt),
      alerts.map(({ facts }) => facts.cause?.position ?? null),
      alerts.map(({ position }) => position),
      alerts.map((alert) => JSON.stringify(alert)),
    ],
  );
}
