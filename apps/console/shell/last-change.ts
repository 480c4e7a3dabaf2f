import { queryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

/** The second before the latest event that changed what is presented, on one server or anywhere; null: none of the latest 200 did. */
export function lastChangeBefore(moment: Moment, server: string | undefined) {
  return queryOptions({
    queryKey: ['last-change', moment, server],
    queryFn: async ({ signal }) => {
      const query = given({ ...moment, limit: 200 });
      const { items } = await told(
        server === undefined
          ? api.GET('/api/v1/timeline', { params: { query }, signal })
          : api.GET('/api/v1/servers/{fqdn}/timeline', { params: { path: { fqdn: server }, query }, signal }),
      );
      const item = items.find(({ changes }) => changes.some((change) => server === undefined || isOf(change, server)));
      if (item === undefined) return null;
      return new Date(Math.min(Date.parse(item.occurredAt), Date.parse(item.recordedAt)) - 1_000).toISOString();
    },
  });
}

/** A server is asked for by any of its names; what is answered has the whole one. */
function isOf(change: { readonly server: string }, server: string): boolean {
  const [whole, asked] = [change.server.toLowerCase(), server.toLowerCase()];
  return whole === asked || whole.split('.')[0] === asked;
}
