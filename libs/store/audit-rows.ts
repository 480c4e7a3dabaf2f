import { canonicalText } from '#libs/fleet/canonical.js';
import type { SeenCertificate } from '#libs/views/certificate-facts.js';
import type { ColumnKind, View } from '#libs/views/view.js';
import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { groupedBy } from './queries/grouped.js';
import { columnInstant } from './write-views.js';

/** Servers of which a table holds other rows than these, in any column. */
export async function serversWithOtherRows(
  db: Transaction,
  organization: string,
  { table, columns }: Pick<View<object>, 'table' | 'columns'>,
  rows: ReadonlyMap<string, readonly object[]>,
): Promise<ReadonlySet<string>> {
  const kinds = Object.entries(columns);
  const stored = await db.query<Readonly<Record<string, unknown>> & { readonly server: string }>(
    `select server, ${kinds.map(([name]) => name).join(', ')} from certfleet.${table}
     where organization = $1 and server = any($2::text[])`,
    [organization, [...rows.keys()].map(columnText)],
  );
  const byServer = groupedBy(stored, ({ server }) => textOfColumn(server));
  const others = [...rows].filter(([server, own]) => {
    const made = own.map((row) => {
      const cells = new Map<string, unknown>(Object.entries(row));
      return rowText(kinds.map(([name, kind]) => written(kind, cells.get(name))));
    });
    const kept = (byServer.get(server) ?? []).map((row) => rowText(kinds.map(([name, kind]) => read(kind, row[name]))));
    return made.sort().join('\n') !== kept.sort().join('\n');
  });
  return new Set(others.map(([server]) => server));
}

function rowText(cells: readonly unknown[]): string {
  return canonicalText(cells);
}

/** A value as it comes back from its column. */
function written(kind: ColumnKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'instant') return columnInstant(String(value));
  if (kind === 'texts' && Array.isArray(value)) return value.map((text) => columnText(String(text)));
  if (kind === 'text') return columnText(String(value));
  return value;
}

function read(kind: ColumnKind, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return kind === 'integer' && value !== null ? Number(value) : value;
}

/** Whether the certificates of an organization are kept otherwise than the log speaks of them. */
export async function certificatesDiffer(
  db: Transaction,
  organization: string,
  seen: ReadonlyMap<string, SeenCertificate>,
): Promise<boolean> {
  const rows = await db.query<{ thumbprint: string; facts: unknown; first_seen_at: Date }>(
    `select thumbprint, facts, first_seen_at from certfleet.certificate where organization = $1`,
    [organization],
  );
  if (rows.length !== seen.size) return true;
  return rows.some(({ thumbprint, facts, first_seen_at }) => {
    const expected = seen.get(textOfColumn(thumbprint));
    const kept = { facts, firstSeenAt: first_seen_at.toISOString() };
    return expected === undefined || canonicalText(expected) !== canonicalText(kept);
  });
}
