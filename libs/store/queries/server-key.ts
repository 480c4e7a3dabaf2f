import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

/**
 * The canonical name of the one server that is called so: by its own name, by a name that reports used for it, by its NetBIOS name or,
 * where that is unknown, by the first label of its name. Null when no server, or more than one, is called so.
 */
export async function serverKey(db: Transaction, organization: string, name: string): Promise<string | null> {
  const key = columnText(name.toLowerCase());
  const rows = (await fullNames(db, organization, key)) ?? (await shortNames(db, organization, key));
  const best = rows.filter(({ rank }) => rank === rows[0]?.rank);
  return best.length === 1 ? (best[0]?.server ?? null) : null;
}

interface Called {
  readonly server: string;
  readonly rank: number;
}

/** By their keys, however many servers there are; null: none is called so in full. */
async function fullNames(db: Transaction, organization: string, key: string): Promise<readonly Called[] | null> {
  const rows = await db.query<Called>(
    `select server, 1 as rank from certfleet.server_state where organization = $1 and server = $2
     union
     select server, 2 from certfleet.server_alias where organization = $1 and stream = 'server:' || $2
     order by rank, server`,
    [organization, key],
  );
  return rows.length === 0 ? null : rows;
}

/** By looking at each server of the organization. */
function shortNames(db: Transaction, organization: string, key: string): Promise<readonly Called[]> {
  return db.query<Called>(
    `select server, 3 as rank from certfleet.server_state where organization = $1 and lower(netbios_name) = $2
     union
     select server, 4 from certfleet.server_state
     where organization = $1 and netbios_name is null and split_part(server, '.', 1) = $2
     order by rank, server`,
    [organization, key],
  );
}
