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
import { heldAt, HISTORY } from '#libs/store/queries/listed/bindings-sql.js';
import { newToken } from '#libs/store/tokens.js';
import { selectionsOf } from '#libs/views/selections-of.js';
import { startApi } from '../apps/api/api.js';
import { historyOf } from '../apps/api/fleet-at.js';
import type { OpenSide } from './append/sides.js';
import { alternate } from './harness/alternate.js';
import { reporting } from './harness/report.js';
import { type Row, rounded, rowOf } from './harness/row.js';
import { asking, type Scratch, type ScratchDatabase, withScratch } from './harness/scratch.js';
import { rateOf, ratioOf, type Slice } from './harness/statistics.js';
import { FLEET, loadFleet } from './large-fleet/load.js';

const { smoke, finish } = reporting('fleet-pages', 'Questions to a large fleet');
const UNTIL = Date.parse('2026-11-23T00:00:00Z');
const WEEK = 7 * 86_400_000;
/** Of each server, so that its history has a hundred ranges: a million of them in the large fleet. */
const EVENTS = smoke ? 12 : 30;
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

/** What every endpoint presented then, from the history of the bindings, as the lists of another time find it. */
async function fromHistory({ appUrl }: ScratchDatabase, name: string): Promise<OpenSide> {
  const db = await openDatabase(appUrl, 1);
  const { where, bound } = heldAt({ at: THEN });
  return {
    name,
    close: () => db.destroy(),
    next: () => async () => {
      const rows = await inOrganization(db, FLEET, (inside) =>
        inside.query(`select b.server, b.endpoint, b.outcome, b.thumbprint from ${HISTORY} b where ${where}`, [
          FLEET,
          ...bound,
        ]),
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

/** The first page of a list over HTTP. `anew`: something was projected before each time, so that no count is kept. */
async function page({ appUrl }: ScratchDatabase, name: string, anew = false): Promise<OpenSide> {
  const token = newToken();
  const settings = { host: '127.0.0.1', port: 0, databaseUrl: appUrl, administratorToken: token };
  const api = await startApi(settings, pino({ level: 'silent' }));
  const db = await openDatabase(appUrl, 1);
  const ask = async () => {
    const response = await fetch(`${api.url}/api/v1${FIRST_PAGE}&organization=${FLEET}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
    return 1;
  };
  return {
    name,
    close: async () => {
      await api.close();
      await db.destroy();
    },
    next: async () => {
      if (anew)
        await inOrganization(db, FLEET, (inside) =>
          inside.query(
            'update certfleet.checkpoint set updated_at = clock_timestamp() where organization = $1 returning 1',
            [FLEET],
          ),
        );
      return ask;
    },
  };
}

const FIRST_PAGE = `/bindings?where=${encodeURIComponent('role:starttls outcome:presented')}`;

function pagesOf(sides: string, measured: ReadonlyMap<string, readonly Slice[]>): Row {
  const [fast, slow] = [measured.get(`${sides}_small`) ?? [], measured.get(`${sides}_large`) ?? []];
  const { wall, processor } = ratioOf(fast, slow);
  return {
    number: '23',
    title: `first page of bindings with filters, ${rounded(LARGE * 10)} / ${rounded(SMALL * 10)} bindings (time)`,
    target: 3,
    better: 'less',
    unit: 'ratio',
    value: wall,
    processor,
    absolute: `${rounded(1000 / rateOf(slow))} ms against ${rounded(1000 / rateOf(fast))} ms`,
  };
}

await withScratch(smoke, async (scratch) => {
  const [small, large] = [await fleetOf(scratch, 'small', SMALL), await fleetOf(scratch, 'large', LARGE)];
  const ranges = await asking(large.ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: string }>('select count(*) from certfleet.binding');
    return Number(rows[0]?.count);
  });
  const sides = [
    await page(small, 'page_small'),
    await page(large, 'page_large'),
    await page(small, 'anew_small', true),
    await page(large, 'anew_large', true),
    await fromHistory(large, 'history'),
  ];
  const folding = await fromLog(large, 'log');
  const quick = { rounds: smoke ? 1 : 11, sliceSeconds: smoke ? 0.01 : 0.4, postgres: scratch.time };
  const measured = new Map([
    ...(await alternate(sides, quick)),
    ...(await alternate([{ ...(sides.at(-1) ?? folding), name: 'history_again' }, folding], {
      ...quick,
      rounds: smoke ? 1 : 3,
    })),
  ]);
  for (const { close } of [...sides, folding]) await close();
  const pages = pagesOf('page', measured);
  const anew = pagesOf('anew', measured);
  const title = `whole fleet as of another time, ${rounded(ranges)} ranges: from its history / by folding the log`;
  const asOf = rowOf({ number: '15', title, of: 'history_again', to: 'log', target: 50 }, measured);
  const counted = `* Row 23 with everything counted anew, as after each change: ${rounded(anew.value.median)} times, processor ${rounded(anew.processor?.median ?? Number.NaN)}; ${anew.absolute}.`;
  finish({ rows: [asOf, pages], notes: [counted], settings: scratch.settings });
});
