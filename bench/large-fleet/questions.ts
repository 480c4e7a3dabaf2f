import { type LargeFleet, serverName } from './load.js';

const WEEK = 7 * 86_400_000;

/** What a page asks. */
export interface Question {
  readonly title: string;
  readonly path: string;
}

/** The questions of the pages. */
export function questions({ until, servers, events }: LargeFleet): readonly Question[] {
  // In the middle of the history: a year ago, where it is two years long.
  const weeks = Math.ceil(events / 2);
  const lastYear = new Date(until - weeks * WEEK + WEEK / 2).toISOString();
  const where = (text: string) => `where=${encodeURIComponent(text)}`;
  const server = `${serverName(Math.floor(servers / 2))}.corp.contoso.com`;
  return [
    { title: 'first page, two filters', path: `/bindings?${where('role:starttls issuer.kind:self-signed')}` },
    { title: 'first page, two filters that few meet', path: `/bindings?${where(`site:SITE0 notAfter:<+30d`)}` },
    { title: 'first page, by expiry', path: '/bindings?sort=notAfter' },
    { title: 'servers, first page', path: '/servers' },
    { title: 'facets', path: '/query/facets?list=bindings&fields=outcome,issuer.kind,role' },
    { title: 'as of last year, first page', path: `/bindings?asOf=${lastYear}` },
    {
      title: 'as of last year, two filters',
      path: `/bindings?asOf=${lastYear}&${where('role:starttls issuer.kind:self-signed')}`,
    },
    {
      title: 'as of last year, as known a month later',
      path: `/bindings?asOf=${lastYear}&knownAt=${servers * (events - weeks + 4)}`,
    },
    { title: 'diff with last year', path: `/diff?from=${lastYear}` },
    { title: 'forecast, 90 days', path: '/forecast?days=90' },
    { title: 'timeline of a server', path: `/servers/${server}/timeline` },
    { title: 'one server', path: `/servers/${server}` },
    { title: 'one server as of last year', path: `/servers/${server}?asOf=${lastYear}` },
  ];
}
