import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';

/** Which lanes: of a server, of one endpoint, of a certificate, or of the fleet those that changed. */
export interface LanesOf {
  readonly server?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly thumbprint?: string | undefined;
}

/** What endpoints presented, present and will present in a stretch of time. The instant that is looked at is a line in it, and narrows nothing. */
export function history(
  { organization, knownAt }: Moment,
  of: LanesOf,
  time: { readonly from: string; readonly to: string },
) {
  const isOfFleet = of.server === undefined && of.thumbprint === undefined;
  return infiniteQueryOptions({
    queryKey: ['history', { organization, knownAt }, of, time],
    queryFn: ({ pageParam, signal }) => {
      const about = { organization, knownAt, ...of, ...time, cursor: pageParam, limit: isOfFleet ? 40 : 100 };
      const query = given({ ...about, changed: isOfFleet ? ('true' as const) : undefined });
      return told(api.GET('/api/v1/history', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}
