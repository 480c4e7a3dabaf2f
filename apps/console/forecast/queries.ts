import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { problemOf } from '../client/problem.js';
import { given, type Moment } from '../client/moment.js';

export interface ForecastOf {
  readonly where?: string | undefined;
  readonly server?: string | undefined;
  readonly days: number;
}

/** What time alone will change. It is always told from now on, with all that is known. */
export function forecast({ organization }: Pick<Moment, 'organization'>, { where, server, days }: ForecastOf) {
  return infiniteQueryOptions({
    queryKey: ['forecast', { organization }, where, server, days],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ organization, where, server, days, cursor: pageParam, limit: 500 });
      return told(api.GET('/api/v1/forecast', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** The same as a calendar file. */
export async function calendarFile({ organization }: Moment, { where, days }: ForecastOf): Promise<Blob> {
  const { data, error, response } = await api.GET('/api/v1/forecast.ics', {
    params: { query: given({ organization, where, days }) },
    headers: { accept: 'text/calendar' },
    parseAs: 'blob',
  });
  if (!(data instanceof Blob)) throw problemOf(response.status, error);
  return data;
}
