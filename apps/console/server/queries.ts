import { queryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

/** What each endpoint of a server presents, with the certificate, and when and by whom that last changed. */
export function bindingsOf(moment: Moment, server: string) {
  return queryOptions({
    queryKey: ['bindings', moment, 'of', server],
    queryFn: ({ signal }) => {
      const query = given({ ...moment, server, limit: 1_000 });
      return told(api.GET('/api/v1/bindings', { params: { query }, signal }));
    },
  });
}
