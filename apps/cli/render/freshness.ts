import type { List } from '../answers.js';
import { shown } from '../text/escape.js';

const MOST = 3;

/** Of which servers nothing was heard lately: `9,998 of 10,000 servers heard of lately, 2 silent: EX77, EX81`. Nothing where none is silent. */
export function freshnessLine({ freshness }: Pick<List<unknown>, 'freshness'>): readonly string[] {
  if (freshness === undefined || freshness.silentCount === 0 || freshness.silentCount === null) return [];
  const { servers, silent, silentSince } = freshness;
  const { silentCount } = freshness;
  const named = silent.slice(0, MOST).map(shown).join(', ');
  const others = silentCount > MOST ? ` and ${silentCount - MOST} more` : '';
  const count = (n: number) => n.toLocaleString('en-US');
  return [
    `${count(servers - silentCount)} of ${count(servers)} servers heard of since ${silentSince.slice(0, 10)}, ${count(silentCount)} silent: ${named}${others}`,
  ];
}

/** The saved view and what narrows it. */
export function queryLine({ query }: Pick<List<unknown>, 'query'>): readonly string[] {
  if (query?.view == null) return [];
  const narrowed = query.where === null ? '' : `, narrowed by: ${shown(query.where)}`;
  return [`view ${shown(query.view.name)}: ${shown(query.view.where)}${narrowed}`];
}
