import { knownInstant } from '#libs/certificates/instant.js';
import { knownList } from '#libs/certificates/known.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { SeenCertificate } from '#libs/views/certificate-facts.js';
import { mergeSeen } from '#libs/views/certificate-facts.js';
import type { ServerProjection } from '#libs/views/projection.js';
import type { ColumnKind, View } from '#libs/views/view.js';
import { unsetOf } from '#libs/views/unset.js';
import { VIEWS } from '#libs/views/views.js';
import { columnText } from './column-text.js';
import type { Transaction } from './database.js';
import { textArray } from './text-array.js';

const SQL_TYPE: Record<ColumnKind, string> = {
  text: 'text',
  texts: 'text[]',
  json: 'json',
  instant: 'timestamptz',
  integer: 'bigint',
  boolean: 'boolean',
};

/** Writes the rows of these servers in every view: those that are new or other than they were, and none of those that are no more. */
export async function writeViews(
  db: Transaction,
  organization: string,
  projected: ReadonlyMap<string, ServerProjection>,
): Promise<void> {
  if (projected.size === 0) return;
  for (const view of VIEWS) {
    const rows = rowsOf(view, projected);
    if (view.key.length > 0) await removeOthers(db, organization, view, { servers: [...projected.keys()], rows });
    await upsertCells(db, organization, view, rows);
  }
}

function rowsOf(view: View<object>, projected: ReadonlyMap<string, ServerProjection>): readonly ServerCells[] {
  return [...projected].flatMap(([server, projection]) =>
    view.rows(projection).map((row) => ({ server, cells: new Map<string, unknown>(Object.entries(row)) })),
  );
}

/** Takes servers that are no more out of every view. */
export async function removeServers(db: Transaction, organization: string, servers: readonly string[]): Promise<void> {
  if (servers.length === 0) return;
  for (const { table } of VIEWS)
    await db.query(`delete from certfleet.${table} where organization = $1 and server = any($2::text[])`, [
      organization,
      servers.map(columnText),
    ]);
}

/** A row of a projected table, but for its organization. */
interface ServerCells {
  readonly server: string;
  readonly cells: ReadonlyMap<string, unknown>;
}

type Table = Pick<View<object>, 'table' | 'columns'>;

/** Takes out the rows of these servers that are not among the rows. */
async function removeOthers(
  db: Transaction,
  organization: string,
  { table, columns, key }: View<object>,
  { servers, rows }: { readonly servers: readonly string[]; readonly rows: readonly ServerCells[] },
): Promise<void> {
  const same = ['server', ...key].map((column) => `k.${column} = t.${column}`).join(' and ');
  await db.query(
    `delete from certfleet.${table} t where t.organization = $1 and t.server = any($2::text[]) and not exists (
       select from unnest($3::text[], ${key.map((_, index) => `$${index + 4}::text[]`).join(', ')}) as k (server, ${key.join(', ')})
       where ${same})`,
    [
      organization,
      textArray(servers.map(columnText)),
      textArray(rows.map(({ server }) => columnText(server))),
      ...key.map((column) => textArray(rows.map(({ cells }) => encoded(columns[column], cells.get(column))))),
    ],
  );
}

/** Inserts rows of servers into a projected table. */
export async function insertCells(
  db: Transaction,
  organization: string,
  table: Table,
  rows: readonly ServerCells[],
): Promise<void> {
  if (rows.length > 0) await db.query(insertion(table), cellsOf(organization, table, rows));
}

/** The same where rows with these keys may be there: such a row is written over when it is another one. */
export async function upsertCells(
  db: Transaction,
  organization: string,
  view: Pick<View<object>, 'table' | 'columns' | 'key'>,
  rows: readonly ServerCells[],
): Promise<void> {
  if (rows.length === 0) return;
  const { columns, key } = view;
  const others = Object.entries(columns).filter(([name]) => !key.includes(name));
  // json has no equality but that of its text; it is compared last, for mostly something shorter tells
  const compared = (alias: string) =>
    [...others.filter(([, kind]) => kind !== 'json'), ...others.filter(([, kind]) => kind === 'json')]
      .map(([name, kind]) => `${alias}.${name}${kind === 'json' ? '::text' : ''}`)
      .join(', ');
  await db.query(
    `${insertion(view)}
     on conflict (${['organization', 'server', ...key].join(', ')}) do update
     set ${others.map(([name]) => `${name} = excluded.${name}`).join(', ')}
     where row(${compared('held')}) is distinct from row(${compared('excluded')})`,
    cellsOf(organization, view, rows),
  );
}

/** Every column goes as an array of texts and is cast in the statement: one form for every type, JSON texts included. */
function insertion({ table, columns }: Table): string {
  const kinds = Object.entries(columns);
  const names = kinds.map(([name]) => name).join(', ');
  return `insert into certfleet.${table} as held (organization, server, ${names})
     select $1, server, ${kinds.map(([name, kind]) => `${name}::${SQL_TYPE[kind]}`).join(', ')}
     from unnest($2::text[], ${kinds.map((_, index) => `$${index + 3}::text[]`).join(', ')}) as r (server, ${names})`;
}

function cellsOf(organization: string, { columns }: Table, rows: readonly ServerCells[]): readonly unknown[] {
  return [
    organization,
    textArray(rows.map(({ server }) => columnText(server))),
    ...Object.entries(columns).map(([name, kind]) =>
      textArray(rows.map(({ cells }) => encoded(kind, cells.get(name)))),
    ),
  ];
}

function encoded(kind: ColumnKind | undefined, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'instant') return columnInstant(String(value));
  if (kind === 'texts' && Array.isArray(value)) return arrayLiteral(value.map(String));
  return columnText(String(value));
}

/** PostgreSQL knows no year 0; what cannot be read is unknown. */
export function columnInstant(text: string | null | undefined): string | null {
  const instant = knownInstant(text);
  return instant === undefined ? null : new Date(Math.max(instant, FIRST_INSTANT)).toISOString();
}
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');

function arrayOf(texts: readonly string[] | undefined): string | null {
  return texts === undefined ? null : arrayLiteral(texts);
}

function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${columnText(text).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** Adds what was seen of certificates to what is known of them. */
export async function writeCertificates(
  db: Transaction,
  organization: string,
  seen: ReadonlyMap<string, SeenCertificate>,
  position: number,
): Promise<void> {
  if (seen.size === 0) return;
  const known = await certificates(db, organization, [...seen.keys()]);
  const rows = [...seen].flatMap(([thumbprint, found]) => {
    const before = known.get(thumbprint);
    const after = before === undefined ? found : mergeSeen(before, found);
    return before !== undefined && JSON.stringify(before) === JSON.stringify(after) ? [] : [after];
  });
  if (rows.length === 0) return;
  await db.query(
    `insert into certfleet.certificate
       (organization, thumbprint, facts, subject, issuer, not_before, not_after, first_seen_at, position,
        names, key_algorithm, key_size, unset)
     select $1, thumbprint, facts::json, subject, issuer, not_before, not_after, first_seen_at, $9,
       names::text[], key_algorithm, key_size, unset::text[]
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
       $10::text[], $11::text[], $12::bigint[], $13::text[])
       as c (thumbprint, facts, subject, issuer, not_before, not_after, first_seen_at, names, key_algorithm, key_size, unset)
     on conflict (organization, thumbprint) do update set facts = excluded.facts, subject = excluded.subject,
       issuer = excluded.issuer, not_before = excluded.not_before, not_after = excluded.not_after,
       first_seen_at = excluded.first_seen_at, position = excluded.position, names = excluded.names,
       key_algorithm = excluded.key_algorithm, key_size = excluded.key_size, unset = excluded.unset`,
    [
      organization,
      rows.map(({ facts }) => columnText(facts.thumbprint)),
      textArray(rows.map(({ facts }) => canonicalText(facts))), // the same, in whatever order reports were merged
      rows.map(({ facts }) => text(facts.subject)),
      rows.map(({ facts }) => text(facts.issuer)),
      rows.map(({ facts }) => columnInstant(facts.notBefore)),
      rows.map(({ facts }) => columnInstant(facts.notAfter)),
      rows.map(({ firstSeenAt }) => firstSeenAt),
      position,
      rows.map(({ facts }) => arrayOf(knownList(facts.subjectAlternativeNames))),
      rows.map(({ facts }) => text(facts.keyAlgorithm)),
      rows.map(({ facts }) => facts.keySize ?? null),
      rows.map(({ facts }) => arrayOf(unsetOf(facts, ['subject', 'issuer', 'keyAlgorithm', 'keySize']))),
    ],
  );
}

function text(value: string | null | undefined): string | null {
  return value == null ? null : columnText(value);
}

/** What is known of these certificates. */
export async function certificates(
  db: Transaction,
  organization: string,
  thumbprints: readonly string[],
): Promise<ReadonlyMap<string, SeenCertificate>> {
  const rows = await db.query<{ facts: SeenCertificate['facts']; first_seen_at: Date }>(
    `select facts, first_seen_at from certfleet.certificate where organization = $1 and thumbprint = any($2::text[])`,
    [organization, thumbprints.map(columnText)],
  );
  return new Map(
    rows.map(({ facts, first_seen_at }) => [facts.thumbprint, { facts, firstSeenAt: first_seen_at.toISOString() }]),
  );
}
