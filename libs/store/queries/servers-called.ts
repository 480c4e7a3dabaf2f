import { columnText, textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';

/** The servers that have one of these names, whole or by its first label. */
export async function serversCalled(
  db: Transaction,
  organization: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const labels = names.flatMap((name) => name.toLowerCase().split('.')[0] ?? []);
  const rows = await db.query<{ server: string }>(
    `select server from certfleet.server_state where organization = $1 and split_part(server, '.', 1) = any($2::text[]) order by server limit 100`,
    [organization, labels.map(columnText)],
  );
  return rows.map(({ server }) => textOfColumn(server));
}
