import { shortThumbprint } from '#libs/fleet/describe.js';
import type { Transaction } from '#libs/store/database.js';
import { comingChanges, countComingChanges, type ComingChange } from '#libs/store/queries/coming-changes.js';
import { serverKey } from '#libs/store/queries/server-key.js';
import { weightOf, whatTimeDoes } from '#libs/views/time-alone.js';
import { askedQuery } from './asked-query.js';
import { ComingKeys, keysOf } from './cursor.js';
import { type Moment, page } from './list.js';
import type { ForecastQuery } from './params.js';
import { noServer } from './reads.js';

/** What time alone will change of what is presented, the soonest first. */
export async function forecastList(db: Transaction, organization: string, query: ForecastQuery, moment: Moment) {
  const server = query.server === undefined ? undefined : await serverKey(db, organization, query.server);
  if (server === null) throw noServer(query.server ?? '');
  const at = moment.now.toISOString();
  const asked = await askedQuery(db, organization, 'bindings', { where: query.where, view: query.view, at });
  const condition = asked.echo === undefined ? undefined : asked.condition;
  const filter = { server, days: query.days, condition };
  const after = keysOf('forecast', query.cursor, ComingKeys);
  const rows = await comingChanges(db, organization, filter, { after, limit: query.limit + 1 });
  const about = {
    total: await countComingChanges(db, organization, filter),
    position: moment.position,
    asOf: at,
    ...(asked.echo !== undefined && { query: asked.echo }),
  };
  const keys = (row: ComingChange) => [row.at.toISOString(), row.server, row.endpoint];
  return page(rows, query.limit, { list: 'forecast', keys, item: forecastItem }, about);
}

/** One endpoint at one instant. */
export type ForecastItem = ReturnType<typeof forecastItem>;

function forecastItem({ at, fqdn, endpoint, before, after, certificateBefore, certificateAfter }: ComingChange) {
  const expires = before === after || JSON.stringify(before) === JSON.stringify(after);
  return {
    at: at.toISOString(),
    server: fqdn,
    endpoint,
    kind: expires ? ('expires' as const) : weightOf(before, after),
    what: expires
      ? `goes on presenting ${short(before.thumbprint)}, which is expired then`
      : whatTimeDoes(before, after),
    before: side(before, certificateBefore),
    after: side(after, certificateAfter),
    rule: after.rule,
    certainty: after.certainty,
    events: after.events,
  };
}

function short(thumbprint: string | null): string {
  return thumbprint === null ? 'a certificate' : shortThumbprint(thumbprint);
}

function side({ outcome, thumbprint }: ComingChange['before'], certificate: ComingChange['certificateBefore']) {
  return { outcome, thumbprint, certificate };
}
