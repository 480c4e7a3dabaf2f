import { compareText } from '#libs/fleet/canonical.js';
import type { ServerState } from '#libs/fleet/state.js';
import type { Neighbour } from '#libs/rules/neighbour.js';
import { judgedNeighbour } from '#libs/views/judged-server.js';
import { columnText, textOfColumn } from './column-text.js';
import { textArray } from './text-array.js';
import type { Transaction } from './database.js';

/** By canonical name, in the order of these. */
export type Neighbours = ReadonlyMap<string, Neighbour>;

/** The neighbours of all projected servers, or of these of them. Null: one from before neighbours were kept. */
export async function storedNeighbours(
  db: Transaction,
  organization: string,
  servers?: readonly string[],
): Promise<ReadonlyMap<string, Neighbour | null>> {
  const rows = await db.query<{ server: string; facts: Neighbour | null }>(
    `select s.server, n.facts
     from certfleet.server_state s
     left join certfleet.neighbour n using (organization, server)
     where s.organization = $1 and ($2::text[] is null or s.server = any($2))`,
    [organization, servers?.map(columnText) ?? null],
  );
  return inOrder(rows.map(({ server, facts }) => [textOfColumn(server), facts]));
}

/** Makes the missing neighbours of these servers out of their states, and keeps them. */
export async function makeNeighbours(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<Neighbours> {
  const made: [string, Neighbour][] = [];
  for (let start = 0; start < servers.length; start += CHUNK) {
    const states = await statesOf(db, organization, servers.slice(start, start + CHUNK));
    for (const [server, state] of states) made.push([server, judgedNeighbour(state)]);
  }
  await db.query(
    `insert into certfleet.neighbour (organization, server, facts)
     select $1, server, facts::json from unnest($2::text[], $3::text[]) as n (server, facts)
     on conflict (organization, server) do update set facts = excluded.facts`,
    [
      organization,
      made.map(([server]) => columnText(server)),
      textArray(made.map(([, facts]) => JSON.stringify(facts))),
    ],
  );
  return inOrder(made);
}

const CHUNK = 50;

/** The states of these servers, as they are projected. */
export async function statesOf(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, ServerState>> {
  const rows = await db.query<{ server: string; state: ServerState }>(
    `select server, state from certfleet.server_state where organization = $1 and server = any($2::text[])`,
    [organization, servers.map(columnText)],
  );
  return new Map(rows.map(({ server, state }) => [textOfColumn(server), state]));
}

/** By name, in code units: whom a short name means must not depend on a database's collation. */
export function inOrder<T>(entries: Iterable<readonly [string, T]>): ReadonlyMap<string, T> {
  return new Map([...entries].sort(([one], [other]) => compareText(one, other)));
}
