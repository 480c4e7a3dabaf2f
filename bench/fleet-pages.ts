/**
 * Rows 15 and 23: questions to a large fleet.
 *
 *   node dist/bench/fleet-pages.js [--smoke]
 */
import 'reflect-metadata';
import { pino } from 'pino';
import { foldServer } from '#libs/fleet/fold.js';
import { inOrganization, openDatabase } from '#libs/store/database.js';
import { histories, streamsOf } from '#libs/store/queries/histories.js';
import { newToken } from '#libs/store/tokens.js';
import { selectionsOf } from '#libs/views/selections-of.js';
import { startApi } from '../apps/api/api.js';
import { historyOf } from '../apps/api/fleet-at.js';
import type { OpenSide } from './append/sides.js';
import { alternate } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Row, rounded, rowOf } from './harness/row.js';
import { asking, type Scratch, type ScratchDatabase, withScratch } from './harness/scratch.js';
import { rateOf, ratioOf } from './harness/statistics.js';
import { FLEET, loadFleet } from './large-fleet/load.js';

const { smoke, finish } = reporting('fleet-pages', 'Questions to a large fleet');
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const WEEK = 7 * 86_400_000;
const EVENTS = 12;
const LARGE = smoke ? 40 : 10_000;
const SMALL = smoke ? 20 : 100;
const THEN = new Date(UNTIL - (EVENTS / 2) * WEEK + WEEK / 2).toISOString();

async function fleetOf(scratch: Scratch, name: string, servers: number): Promise<ScratchDatabase> {
  const urls = await scratch.copy(name);
  const db = await openDatabase(urls.appUrl, 2);
  await loadFleet(
    db,
    urls.ownerUrl,
    { servers, events: EVENTS, templates: smoke ? 5 : 10, until: UNTIL },
    () => undefined,
  );
  await db.destroy();
  return urls;
}

/** What every endpoint presented then, from the history of the bindings. */
async function fromHistory({ appUrl }: ScratchDatabase, name: string): Promise<OpenSide> {
  const db = await openDatabase(appUrl, 1);
  return {
    name,
    close: () => db.destroy(),
    next: () => async () => {
      const rows = await inOrganization(db, FLEET, (inside) =>
        inside.query(
          `select server, endpoint, outcome, thumbprint from certfleet.binding
           where organization = $1 and tstzrange(valid_from, valid_until) @> $2::timestamptz and known_until is null`,
          [FLEET, THEN],
        ),
      );
      if (rows.length === 0) throw new Error('There were bindings then.');
      return 1;
    },
  };
}

/** The same by folding the log of every server again and asking the rules. */
async function fromLog({ appUrl }: ScratchDatabase, name: string): Promise<OpenSide> {
  const db = await openDatabase(appUrl, 1);
  return {
    name,
    close: () => db.destroy(),
    next: () => () =>
      inOrganization(db, FLEET, async (inside) => {
        const aliases = await streamsOf(inside, FLEET);
        const recorded = await histories(inside, FLEET, {});
        let found = 0;
        for (const { fqdn, streams } of aliases.values()) {
          const { state } = foldServer(fqdn, historyOf(recorded, streams), { asOf: THEN });
          found += selectionsOf(state, {}, { at: THEN }).length;
        }
        if (found === 0) throw new Error('There were bindings then.');
        return 1;
      }),
  };
}

/** The first page of a list over HTTP. */
async function page({ appUrl }: ScratchDatabase, name: string, path: string): Promise<OpenSide> {
  const token = newToken();
  const settings = { host: '127.0.0.1', port: 0, databaseUrl: appUrl, administratorToken: token };
  const api = await startApi(settings, pino({ level: 'silent' }));
  return {
    name,
    close: api.close,
    next: () => async () => {
      const response = await fetch(`${api.url}/api/v1${path}&organization=${FLEET}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
      return 1;
    },
  };
}

const FIRST_PAGE = `/bindings?where=${encodeURIComponent('role:starttls outcome:presented')}`;

await withScratch(smoke, async (scratch) => {
  const [small, large] = [await fleetOf(scratch, 'small', SMALL), await fleetOf(scratch, 'large', LARGE)];
  const ranges = await asking(large.ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: string }>('select count(*) from certfleet.binding');
    return Number(rows[0]?.count);
  });
  const sides = [
    await page(small, 'page_small', FIRST_PAGE),
    await page(large, 'page_large', FIRST_PAGE),
    await fromHistory(large, 'history'),
  ];
  const folding = await fromLog(large, 'log');
  const quick = { rounds: smoke ? 1 : 11, sliceSeconds: smoke ? 0.01 : 0.4, postgres: scratch.time };
  const measured = new Map([
    ...(await alternate(sides, quick)),
    ...(await alternate([{ ...(sides[2] ?? folding), name: 'history_again' }, folding], {
      ...quick,
      rounds: smoke ? 1 : 3,
    })),
  ]);
  for (const { close } of [...sides, folding]) await close();
  const [fast, slow] = [measured.get('page_small') ?? [], measured.get('page_large') ?? []];
  const { wall, processor } = ratioOf(fast, slow);
  const pages: Row = {
    number: '23',
    title: `first page of bindings with filters, ${rounded(LARGE * 10)} / ${rounded(SMALL * 10)} bindings (time)`,
    target: 3,
    better: 'less',
    unit: 'ratio',
    value: wall,
    processor,
    absolute: `${rounded(1000 / rateOf(slow))} ms against ${rounded(1000 / rateOf(fast))} ms`,
  };
  const title = `whole fleet as of another time, ${rounded(ranges)} ranges: from its history / by folding the log`;
  const asOf = rowOf({ number: '15', title, of: 'history_again', to: 'log', target: 50 }, measured);
  finish({ rows: [asOf, pages], settings: scratch.settings });
});
