import { follows, type Frontier } from '#libs/fleet/effective-order.js';
import type { RecordedEvent } from '#libs/fleet/event.js';
import { serverStream } from '#libs/fleet/event.js';
import { foldServer } from '#libs/fleet/fold.js';
import { joinServers } from '#libs/fleet/join-servers.js';
import type { Reached } from '#libs/views/server.js';
import { columnText, textOfColumn } from './column-text.js';
import type { Transaction } from './database.js';
import { foldedHistories } from './projected.js';
import { groupedBy } from './queries/grouped.js';

/** Which streams are which server, by the server's canonical name; and what has changed of it. */
export interface Membership {
  readonly servers: ReadonlyMap<string, readonly string[]>;
  /** Servers that have other streams than before, new ones too: they are walked from nothing. */
  readonly changed: ReadonlySet<string>;
  /** Servers that are no more, because their streams belong to others. */
  readonly gone: readonly string[];
}

interface Alias {
  readonly stream: string;
  /** Null: a stream that is new. */
  readonly server: string | null;
  /** What the stream itself says; absent: nothing. */
  readonly netbiosName?: string | null;
}

/**
 * Which servers there are after these events, and notes it down.
 *
 * @param arrived the new events of each stream of a server, sighted ones included.
 */
export async function refreshMembership(
  db: Transaction,
  organization: string,
  arrived: ReadonlyMap<string, readonly RecordedEvent[]>,
  position: number,
): Promise<Membership> {
  const family = await aliasesOf(db, organization, [...arrived.keys()]);
  const touched = new Map([...family].filter(([stream]) => arrived.has(stream)));
  const doubtful = await namedAnew(db, organization, touched, arrived);
  const settled = doubtful.size === 0 && [...arrived.keys()].every((stream) => touched.has(stream));
  if (!settled) return join(db, organization, { arrived, doubtful, position });
  const servers = groupedBy([...family.values()], ({ server }) => server ?? '');
  return {
    servers: new Map([...servers].map(([server, own]) => [server, streamsOf(own)])),
    changed: new Set(),
    gone: [],
  };
}

/** The streams of every server. */
export async function everyServer(db: Transaction, organization: string): Promise<Membership['servers']> {
  const all = await aliasesOf(db, organization);
  const servers = groupedBy([...all.values()], ({ server }) => server ?? '');
  return new Map([...servers].map(([server, own]) => [server, streamsOf(own)]));
}

function streamsOf(aliases: readonly Alias[]): readonly string[] {
  return aliases.map(({ stream }) => stream).sort();
}

interface Joining {
  readonly arrived: ReadonlyMap<string, readonly RecordedEvent[]>;
  /** Streams whose own NetBIOS name may be another one by now. */
  readonly doubtful: ReadonlySet<string>;
  readonly position: number;
}

/** Joins all streams of the organization anew. */
async function join(
  db: Transaction,
  organization: string,
  { arrived, doubtful, position }: Joining,
): Promise<Membership> {
  const stored = await aliasesOf(db, organization);
  const fresh = [...arrived.keys()].filter((stream) => !stored.has(stream));
  const before = [...stored.values(), ...fresh.map((stream): Alias => ({ stream, server: null }))];
  const named = await withOwnNames(db, organization, { aliases: before, doubtful, position });
  const joined = joinServers(named.map((alias) => ({ ...alias, name: nameOf(alias.stream) })));
  const after = named.map((alias) => ({
    ...alias,
    now: joined.get(nameOf(alias.stream))?.server ?? nameOf(alias.stream),
  }));
  const servers = groupedBy(after, ({ now }) => now);
  const moved = after.filter(({ server, now }) => server !== now);
  const changed = new Set(moved.flatMap(({ server, now }) => (server === null ? [now] : [server, now])));
  await writeAliases(
    db,
    organization,
    after.filter((alias, index) => alias.server !== alias.now || named[index] !== before[index]),
  );
  return {
    servers: new Map([...servers].map(([server, own]) => [server, streamsOf(own)])),
    changed: new Set([...changed].filter((server) => servers.has(server))),
    gone: [...changed].filter((server) => !servers.has(server)),
  };
}

/** The streams of all servers, or of those servers to which these streams belong. */
async function aliasesOf(
  db: Transaction,
  organization: string,
  streams?: readonly string[],
): Promise<ReadonlyMap<string, Alias>> {
  const rows = await db.query<{ stream: string; server: string; netbios_name: string | null }>(
    `select a.stream, a.server, a.netbios_name from certfleet.server_alias a
     where a.organization = $1${streams === undefined ? '' : OF_THESE_STREAMS}`,
    streams === undefined ? [organization] : [organization, streams.map(columnText)],
  );
  return new Map(
    rows.map(({ stream, server, netbios_name }) => {
      const known = netbios_name === null ? {} : { netbiosName: JSON.parse(netbios_name) as string | null };
      return [textOfColumn(stream), { stream: textOfColumn(stream), server: textOfColumn(server), ...known }];
    }),
  );
}

const OF_THESE_STREAMS = ` and a.server in (
  select b.server from certfleet.server_alias b where b.organization = $1 and b.stream = any($2::text[]))`;

/**
 * Streams of which the new events may have changed what they themselves say of their NetBIOS name: they say another one, or they are counted
 * by their source and may put older events into another order. A stream under a short name is not asked.
 */
async function namedAnew(
  db: Transaction,
  organization: string,
  known: ReadonlyMap<string, Alias>,
  arrived: ReadonlyMap<string, readonly RecordedEvent[]>,
): Promise<ReadonlySet<string>> {
  const long = [...arrived].filter(([stream]) => nameOf(stream).includes('.'));
  const counted = long.filter(([, events]) => events.some(({ sequence }) => sequence !== undefined));
  const frontiers = await frontiersOf(
    db,
    organization,
    counted.map(([stream]) => known.get(stream)?.server ?? nameOf(stream)),
  );
  const doubtful = long.filter(([stream, events]) => {
    const alias = known.get(stream);
    if (events.some((event) => saysOtherName(event, alias?.netbiosName))) return true;
    const frontier = alias === undefined ? undefined : frontiers.get(alias.server ?? '');
    return (
      events.some(({ sequence }) => sequence !== undefined) &&
      frontier !== undefined &&
      follows(frontier, events) === null
    );
  });
  return new Set(doubtful.map(([stream]) => stream));
}

async function frontiersOf(
  db: Transaction,
  organization: string,
  servers: readonly string[],
): Promise<ReadonlyMap<string, Frontier>> {
  if (servers.length === 0) return new Map();
  const rows = await db.query<{ server: string; frontier: Reached }>(
    `select server, frontier from certfleet.server_state where organization = $1 and server = any($2::text[])`,
    [organization, servers.map(columnText)],
  );
  return new Map(rows.map(({ server, frontier }) => [textOfColumn(server), frontier.frontier]));
}

interface Naming {
  readonly aliases: readonly Alias[];
  readonly doubtful: ReadonlySet<string>;
  readonly position: number;
}

/** With what doubtful streams say of their own NetBIOS name. The streams that join them have no say: else joining could undo itself. */
async function withOwnNames(db: Transaction, organization: string, naming: Naming): Promise<readonly Alias[]> {
  const { aliases, doubtful, position } = naming;
  if (doubtful.size === 0) return aliases;
  const histories = await foldedHistories(db, organization, [...doubtful], position);
  return aliases.map((alias) => {
    const history = histories.get(alias.stream);
    if (history === undefined) return alias;
    const { netbiosName } = foldServer(nameOf(alias.stream), history).state.server;
    if (netbiosName === alias.netbiosName) return alias;
    const { stream, server } = alias;
    return netbiosName === undefined ? { stream, server } : { stream, server, netbiosName };
  });
}

function saysOtherName(event: RecordedEvent, name: string | null | undefined): boolean {
  if (event.type !== 'server.observed' && event.type !== 'inventory.observed') return false;
  return 'netbiosName' in event.data && event.data.netbiosName !== name;
}

async function writeAliases(
  db: Transaction,
  organization: string,
  aliases: readonly (Alias & { readonly now: string })[],
): Promise<void> {
  if (aliases.length === 0) return;
  await db.query(
    `insert into certfleet.server_alias (organization, stream, server, netbios_name)
     select $1, stream, server, netbios_name from unnest($2::text[], $3::text[], $4::text[]) as a (stream, server, netbios_name)
     on conflict (organization, stream) do update set server = excluded.server, netbios_name = excluded.netbios_name`,
    [
      organization,
      aliases.map(({ stream }) => columnText(stream)),
      aliases.map(({ now }) => columnText(now)),
      aliases.map(({ netbiosName }) => (netbiosName === undefined ? null : JSON.stringify(netbiosName))),
    ],
  );
}

function nameOf(stream: string): string {
  return stream.slice(serverStream('').length);
}
