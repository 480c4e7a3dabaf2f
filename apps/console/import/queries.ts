import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

/** What was accepted and could not be recorded as it came: what waits for somebody, or what somebody has marked as seen. */
export function quarantined({ organization }: Moment, seen: 'no' | 'yes') {
  return infiniteQueryOptions({
    queryKey: ['quarantine', organization, seen],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ organization, seen, cursor: pageParam, limit: 100 });
      return told(api.GET('/api/v1/quarantine', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}
