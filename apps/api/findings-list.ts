import { z } from 'zod';
import { findingOfRow } from '#libs/store/kept-findings.js';
import type { Transaction } from '#libs/store/database.js';
import {
  countFindingsNow,
  findingsNow,
  type FindingKeys,
  type ListedFinding,
} from '#libs/store/queries/findings-now.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { keysOf } from './cursor.js';
import {
  compareFindings,
  compareKeys,
  type FindingAt,
  findingsAt,
  keysOfFinding,
  tooManyToJudge,
} from './findings-at.js';
import { fleetWithin } from './fleet-at.js';
import { type Moment, page } from './list.js';
import type { FindingsQuery } from './params.js';
import { noServer } from './reads.js';
import { Refused } from './refused.js';

/** Where a page of findings ends: severity, server, rule, endpoint, certificate, and since when. */
const Keys = z.tuple([z.int().min(1).max(4), z.string(), z.string(), z.string(), z.string(), z.iso.datetime()]);

interface Asked {
  readonly query: FindingsQuery;
  readonly server: string | undefined;
  readonly after: FindingKeys | null;
}

/** What is wrong, the worst first: from the stored ranges for now, by judging the folded fleet for another time. */
export async function findingsList(db: Transaction, organization: string, query: FindingsQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const after = keysOf('findings', query.cursor, Keys);
  if (query.asOf !== undefined || query.knownAt !== undefined)
    return findingsThen(db, organization, { query, server, after }, moment);
  const filter = { server, rule: query.rule, severity: query.severity, state: query.state };
  const rows = await findingsNow(db, organization, filter, { after, limit: query.limit + 1 });
  const total = await countFindingsNow(db, organization, filter);
  const about = { total, position: moment.position, asOf: moment.now.toISOString() };
  return page(rows, query.limit, { list: 'findings', keys: keysOfRow, item: findingItem }, about);
}

function keysOfRow(row: ListedFinding): FindingKeys {
  return [row.rank, row.server, row.rule, row.endpoint, row.subject, row.stands_from.toISOString()];
}

/** A finding of the contract with its range of time. What has not come has not been seen. */
export function findingItem(row: ListedFinding) {
  const { state, stands_from, stands_until, first_seen, last_seen, resolved } = row;
  const seen = state !== 'coming';
  return {
    ...findingOfRow(row),
    state,
    firstSeen: seen ? first_seen.toISOString() : null,
    lastSeen: seen ? last_seen.toISOString() : null,
    resolved: resolved?.toISOString() ?? null,
    standsFrom: stands_from.toISOString(),
    standsUntil: stands_until?.toISOString() ?? null,
  };
}

/** The same at another time. When a finding was first seen is not told then: it depends on when we looked. */
async function findingsThen(db: Transaction, organization: string, { query, server, after }: Asked, moment: Moment) {
  if (query.state === 'resolved')
    throw new Refused('bad-request', 'What was resolved is told of the present only.', {
      errors: [{ parameter: 'state', message: 'with asOf or knownAt one of standing, coming and all' }],
    });
  const fleet = await fleetWithin(db, organization, query, moment);
  if ('tooMany' in fleet)
    throw new Refused('unprocessable', tooManyToJudge(fleet.tooMany), {
      remedy: 'Ask without asOf and knownAt for the findings of the present, or the timeline for what happened.',
    });
  const found = await findingsAt(fleet, server === undefined ? undefined : new Set([server]));
  const rows = found.filter((one) => passes(one, query)).sort(compareFindings);
  const rest = after === null ? rows : rows.filter((one) => compareKeys(keysOfFinding(one), after) > 0);
  const about = { total: rows.length, position: fleet.position, asOf: fleet.at };
  return page(rest, query.limit, { list: 'findings', keys: keysOfFinding, item: findingItemThen }, about);
}

function passes({ finding: { id, severity }, state }: FindingAt, query: FindingsQuery): boolean {
  return (
    (query.rule === undefined || query.rule === id) &&
    (query.severity === undefined || query.severity === severity) &&
    (query.state === 'all' || query.state === state)
  );
}

export function findingItemThen({ finding, state, standsFrom, standsUntil }: FindingAt) {
  return { ...finding, state, resolved: null, ...(state === 'coming' && { standsFrom }), standsUntil };
}
