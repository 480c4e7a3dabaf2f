import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { histories, type StreamHistory } from './queries/histories.js';
import { groupedBy } from './queries/grouped.js';

/** For each of these streams the history of the server it is known to belong to, all its streams together. */
export async function historiesOfServers(
  db: Transaction,
  organization: string,
  streams: readonly string[],
): Promise<ReadonlyMap<string, Pick<StreamHistory, 'events' | 'sightings'>>> {
  const names = streams.map(columnText);
  const aliases = await db.query<{ stream: string; sibling: string }>(
    `select a.stream, b.stream as sibling
     from certfleet.server_alias a
     join certfleet.server_alias b using (organization, server)
     where a.organization = $1 and a.stream = any($2::text[])`,
    [organization, names],
  );
  const siblings = groupedBy(aliases, ({ stream }) => stream);
  const wanted = [...new Set([...names, ...aliases.map(({ sibling }) => sibling)])];
  const found = await histories(db, organization, { streams: wanted });
  const byName = new Map([...found].map(([stream, history]) => [textOfColumn(stream), history]));
  return new Map(
    streams.map((stream) => {
      const own = [columnText(stream), ...(siblings.get(columnText(stream)) ?? []).map(({ sibling }) => sibling)];
      const parts = [...new Set(own)].flatMap((name) => byName.get(textOfColumn(name)) ?? []);
      return [
        stream,
        { events: parts.flatMap(({ events }) => events), sightings: parts.flatMap(({ sightings }) => sightings) },
      ];
    }),
  );
}
