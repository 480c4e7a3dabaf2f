import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Client } from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { append } from '#libs/store/append.js';
import { columnsOf } from '#libs/store/append-batch.js';
import { openDatabase } from '#libs/store/database.js';
import { type NewEvent, reportedRow } from '#libs/store/event-row.js';
import type { Side } from '../harness/alternate.js';
import { asking, type Scratch } from '../harness/scratch.js';
import { BENCH, benchEvents } from './events.js';
import { copyLine, copyText } from './copy.js';
import { WITHOUT_CHAIN, withoutChain } from './without-chain.js';

/** A side with what it holds open. */
export interface OpenSide extends Side {
  readonly close: () => Promise<unknown>;
}

/** Seeds of the sides: no two of them append the same events. */
let seeds = 1000;

/** Our own append, in batches. */
export async function ours(scratch: Scratch, name: string, batch: number): Promise<OpenSide> {
  const db = await openDatabase((await scratch.copy(name)).appUrl, 1);
  const take = benchEvents((seeds += 1));
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const events = take(batch);
      return async () => recorded(await append(db, BENCH, events), batch);
    },
  };
}

/** The same over several connections at once. */
export async function oursAtOnce(scratch: Scratch, name: string, connections: number): Promise<OpenSide> {
  const db = await openDatabase((await scratch.copy(name)).appUrl, connections);
  const take = benchEvents((seeds += 1));
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const batches = Array.from({ length: connections }, () => take(1000));
      return async () => {
        await Promise.all(batches.map((events) => append(db, BENCH, events)));
        return 1000 * connections;
      };
    },
  };
}

/** What is in the log already, told once more. */
export async function redelivered(scratch: Scratch, name: string, known: () => NewEvent[][]): Promise<OpenSide> {
  const db = await openDatabase((await scratch.copy(name)).appUrl, 1);
  let batches: NewEvent[][] = [];
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      // Made anew each time: nothing may be remembered of an object.
      if (batches.length === 0) batches = known();
      const events = batches.shift() ?? [];
      return async () => {
        const { results } = await append(db, BENCH, events);
        if (results.some((result) => result !== 'duplicate')) throw new Error('It was known.');
        return events.length;
      };
    },
  };
}

/** Our append without the hashes of rows and commits. */
export async function unchained(scratch: Scratch, name: string): Promise<OpenSide> {
  const urls = await scratch.copy(name);
  await asking(urls.ownerUrl, withoutChain);
  const db = await openDatabase(urls.appUrl, 1);
  const take = benchEvents((seeds += 1));
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const events = take(1000);
      return async () => {
        const parameters = [BENCH, ...columnsOf(events.map(reportedRow))];
        const places = parameters.map((_, index) => `$${index + 1}`).join();
        await db.query(`select first, last, outcomes from ${WITHOUT_CHAIN}(${places})`, parameters);
        return events.length;
      };
    },
  };
}

/** The rows of certfleet.event, made ready before: ids and hashes are not computed here, nothing is checked. */
function bareRows(seed: number) {
  const take = benchEvents(seed);
  const versions = new Map<string, number>();
  let position = 1_000_000;
  return (count: number) =>
    take(count).map((event) => {
      const { stream, event_id, type, schema_version, source, id, occurred_at, data, provenance, content_hash } =
        reportedRow(event);
      const version = (versions.get(stream) ?? 1_000_000) + 1;
      versions.set(stream, version);
      position += 1;
      const recorded = occurred_at;
      return {
        organization: BENCH,
        position: String(position),
        stream,
        version: String(version),
        event_id,
        type,
        schema_version,
        source,
        id,
        occurred_at,
        recorded_at: recorded,
        data,
        provenance,
        content_hash: `\\x${content_hash}`,
        hash: `\\x${content_hash}`,
      };
    });
}

const BARE = 'certfleet.bare';
const MAKE_BARE = `create table ${BARE} (like certfleet.event including all);
  insert into ${BARE} select * from certfleet.event; vacuum analyze ${BARE}`;

/** COPY into a table with the same columns and keys, and nothing else. */
export async function copied(scratch: Scratch, name: string, batch: number): Promise<OpenSide> {
  const urls = await scratch.copy(name);
  const client = await withBare(urls.ownerUrl);
  const take = bareRows((seeds += 1));
  return {
    name,
    close: () => client.end(),
    next: () => {
      const rows = take(batch);
      return async () => {
        await copyText(client, BARE, rows.map((row) => copyLine(Object.values(row).map(String))).join(''));
        return rows.length;
      };
    },
  };
}

async function withBare(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of MAKE_BARE.split(';')) await client.query(statement);
  return client;
}

const Bare = new EntitySchema<Record<string, unknown>>({
  name: 'bare',
  tableName: 'bare',
  schema: 'certfleet',
  columns: {
    organization: { type: 'text', primary: true },
    position: { type: 'bigint', primary: true },
    stream: { type: 'text' },
    version: { type: 'bigint' },
    event_id: { type: 'uuid' },
    type: { type: 'text' },
    schema_version: { type: 'smallint' },
    source: { type: 'text' },
    id: { type: 'text' },
    occurred_at: { type: 'timestamptz' },
    recorded_at: { type: 'timestamptz' },
    data: { type: 'json' },
    provenance: { type: 'json' },
    content_hash: { type: 'bytea' },
    hash: { type: 'bytea' },
  },
});

/** The same rows through TypeORM's repository. */
export async function typeorm(scratch: Scratch, name: string, how: 'insert' | 'save'): Promise<OpenSide> {
  const urls = await scratch.copy(name);
  await (await withBare(urls.ownerUrl)).end();
  const db = await new DataSource({
    type: 'postgres',
    url: urls.ownerUrl,
    poolSize: 1,
    entities: [Bare],
    installExtensions: false,
  }).initialize();
  const repository = db.getRepository(Bare);
  const take = bareRows((seeds += 1));
  return {
    name,
    close: () => db.destroy(),
    next: () => {
      const rows = take(1000).map((row) => ({
        ...row,
        occurred_at: new Date(row.occurred_at),
        recorded_at: new Date(row.recorded_at),
        data: JSON.parse(row.data) as unknown,
        provenance: JSON.parse(row.provenance) as unknown,
        content_hash: Buffer.from(row.content_hash.slice(2), 'hex'),
        hash: Buffer.from(row.hash.slice(2), 'hex'),
      }));
      return async () => {
        await (how === 'insert' ? repository.insert(rows) : repository.save(rows));
        return rows.length;
      };
    },
  };
}

/** Emmett's event store: so many events to one stream at a time. */
export async function emmett(scratch: Scratch, name: string, batch: number, prefill: number): Promise<OpenSide> {
  const urls = await scratch.copy(name);
  const store = getPostgreSQLEventStore(urls.ownerUrl, { schema: { autoMigration: 'None' } });
  await store.schema.migrate();
  const take = benchEvents((seeds += 1));
  const told = (count: number) => {
    const events = take(count);
    return {
      stream: events[0]?.stream ?? '',
      events: events.map(({ type, data, id, source, occurredAt, actor }) => ({
        type,
        data: { ...data },
        metadata: { id, source, occurredAt, actor },
      })),
    };
  };
  for (let done = 0; done < prefill; done += 60) {
    const { stream, events } = told(60);
    await store.appendToStream(stream, events);
  }
  await asking(urls.superuserUrl, (client) => client.query('vacuum analyze'));
  return {
    name,
    close: () => store.close(),
    next: () => {
      const { stream, events } = told(batch);
      return async () => {
        await store.appendToStream(stream, events);
        return events.length;
      };
    },
  };
}

function recorded({ results }: { readonly results: readonly string[] }, expected: number): number {
  if (results.length !== expected || results.some((result) => result !== 'recorded'))
    throw new Error('Every event is new.');
  return expected;
}
