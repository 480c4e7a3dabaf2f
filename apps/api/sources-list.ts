import { gapsBetween, type Gap } from '#libs/fleet/gaps.js';
import { speakerOf } from '#libs/fleet/source.js';
import type { Transaction } from '#libs/store/database.js';
import { suspectClocks } from '#libs/store/queries/clocks.js';
import {
  countCountingSources,
  countedRanges,
  countingSourcesPage,
  type CountingSource,
} from '#libs/store/queries/counts.js';
import { groupedBy } from '#libs/store/queries/grouped.js';
import { keysOf, TwoTexts } from './cursor.js';
import { type Moment, page } from './list.js';
import type { SourcesQuery } from './params.js';
import { MOST_GAPS, told } from './sources-told.js';

/** The sources that number what they tell, each with what is missing of it. */
export async function sourcesList(db: Transaction, organization: string, query: SourcesQuery & Moment) {
  const after = keysOf('sources', query.cursor, TwoTexts);
  const now = query.now.toISOString();
  const rows = await countingSourcesPage(db, organization, { after, limit: query.limit + 1 });
  const sources = [...new Set(rows.slice(0, query.limit).map(({ source }) => source))];
  const gaps = groupedBy(gapsBetween(await countedRanges(db, organization, { sources }), now), nameOf);
  const about = { total: await countCountingSources(db, organization), position: query.position, asOf: now };
  const item = (row: CountingSource) => itemOf(row, gaps.get(nameOf(row)) ?? []);
  return {
    ...page(rows, query.limit, { list: 'sources', keys: ({ key }: CountingSource) => key, item }, about),
    clocks: await suspectClocks(db, organization),
  };
}

function nameOf({ source, epoch }: Pick<CountingSource, 'source' | 'epoch'>): string {
  return JSON.stringify([source, epoch]);
}

function itemOf({ key: _, recordedAt, ...row }: CountingSource, gaps: readonly Gap[]) {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return {
    ...row,
    server: speakerOf(row.source)?.server ?? null,
    lastRecordedAt: recordedAt,
    missing: row.numbering === 'every-event' ? missing : null,
    gaps: gaps.slice(0, MOST_GAPS).map(told),
  };
}
