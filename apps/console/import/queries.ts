import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

/** What was accepted and could not be recorded as it came. */
export function quarantined({ organization }: Moment) {
  return infiniteQueryOptions({
    queryKey: ['quarantine', organization],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ organization, cursor: pageParam, limit: 100 });
      return told(api.GET('/api/v1/quarantine', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}
