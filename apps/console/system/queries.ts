import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

type Asked = Pick<Moment, 'organization'>;

/** What is said of Certfleet itself is of now, whatever time is looked at. */
export function status({ organization }: Asked) {
  return queryOptions({
    queryKey: ['status', organization],
    queryFn: ({ signal }) => told(api.GET('/api/v1/status', { params: { query: given({ organization }) }, signal })),
    refetchInterval: 5_000,
  });
}

export function sources({ organization }: Asked) {
  return infiniteQueryOptions({
    queryKey: ['sources', organization],
    queryFn: ({ pageParam, signal }) =>
      told(
        api.GET('/api/v1/sources', {
          params: { query: given({ organization, cursor: pageParam, limit: 200 }) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** The servers that were heard of least lately, first. */
export function silentServers({ organization }: Asked) {
  return infiniteQueryOptions({
    queryKey: ['silent', organization],
    queryFn: ({ pageParam, signal }) =>
      told(
        api.GET('/api/v1/servers', {
          params: { query: given({ organization, sort: 'lastSeen', cursor: pageParam, limit: 50 }) },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export function keys({ organization }: Asked) {
  return infiniteQueryOptions({
    queryKey: ['keys', organization],
    queryFn: ({ pageParam, signal }) =>
      told(
        api.GET('/api/v1/keys', { params: { query: given({ organization, cursor: pageParam, limit: 200 }) }, signal }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}
