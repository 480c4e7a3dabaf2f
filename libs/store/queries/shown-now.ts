import type { ShownNow } from '#libs/alerts/holding.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Condition } from '#libs/query/condition.js';
import { placeOf } from '#libs/alerts/presented-change.js';
import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { BINDINGS_SQL } from './listed/bindings-sql.js';
import { conditionSql } from './listed/condition-sql.js';
import { valuesAfter } from './listed/sql-field.js';

export interface Place {
  readonly server: string;
  readonly endpoint: string;
}

/** What these endpoints show now, by place; those that are not there are left out. */
export async function shownNow(
  db: Transaction,
  organization: string,
  places: readonly Place[],
): Promise<ReadonlyMap<string, ShownNow>> {
  if (places.length === 0) return new Map();
  const rows = await db.query<ShownNow & Place>(
    `select b.server, b.endpoint, b.outcome, b.thumbprint
     from unnest($2::text[], $3::text[]) as p (server, endpoint)
     join certfleet.binding b on b.organization = $1 and b.server = p.server and b.endpoint = p.endpoint
       and b.selection is not null and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())`,
    [organization, ...columns(places)],
  );
  return new Map(rows.map(({ outcome, thumbprint, ...place }) => [keyOf(place), { outcome, thumbprint }]));
}

/** Which of these endpoints meet a condition of the list of bindings now. */
export async function placesMeeting(
  db: Transaction,
  organization: string,
  condition: Condition,
  places: readonly Place[],
): Promise<ReadonlySet<string>> {
  if (places.length === 0) return new Set();
  const values = valuesAfter([organization, ...columns(places)]);
  const rows = await db.query<Place>(
    `select b.server, b.endpoint from ${BINDINGS_SQL.from}
     where ${BINDINGS_SQL.where} and (b.server, b.endpoint) in (select * from unnest($2::text[], $3::text[]))
       and ${conditionSql(condition, BINDINGS_SQL, values)}`,
    values.all(),
  );
  return new Set(rows.map(keyOf));
}

function columns(places: readonly Place[]): readonly string[][] {
  return [places.map(({ server }) => columnText(server)), places.map(({ endpoint }) => columnText(endpoint))];
}

function keyOf({ server, endpoint }: Place): string {
  return placeOf({ server: textOfColumn(server), endpoint: textOfColumn(endpoint) });
}

/** What is known of these certificates. */
export async function certificatesNamed(
  db: Transaction,
  organization: string,
  thumbprints: readonly string[],
): Promise<ReadonlyMap<string, Certificate>> {
  const rows = await db.query<{ thumbprint: string; facts: Certificate }>(
    `select thumbprint, facts from certfleet.certificate where organization = $1 and thumbprint = any($2::text[])`,
    [organization, [...new Set(thumbprints)].map(columnText)],
  );
  return new Map(rows.map(({ thumbprint, facts }) => [textOfColumn(thumbprint), facts]));
}
