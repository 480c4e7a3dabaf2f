import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { isSelections, isServer } from '../../cli/answers.js';
import { api, told } from './api.js';
import { given, type Moment, type Narrowed } from './moment.js';

export function findings(moment: Moment, narrowed: Narrowed & { readonly state: 'standing' | 'coming' | 'resolved' }) {
  return infiniteQueryOptions({
    queryKey: ['findings', moment, narrowed],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ ...moment, ...narrowed, cursor: pageParam, limit: 200 });
      return told(api.GET('/api/v1/findings', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

export type ListName = 'bindings' | 'findings' | 'certificates';

export function facets(moment: Moment, list: ListName, fields: string, { where, view }: Narrowed) {
  return queryOptions({
    queryKey: ['facets', list, moment, fields, where, view],
    queryFn: ({ signal }) => {
      const query = given({ ...moment, where, view, fields, most: 8 });
      return told(api.GET('/api/v1/query/facets', { params: { query: { list, ...query } }, signal }));
    },
  });
}

export function fields({ organization }: Moment, list: ListName | 'servers') {
  return queryOptions({
    queryKey: ['fields', list, organization],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/query/fields', { params: { query: { list, ...given({ organization }) } }, signal })),
    staleTime: 300_000,
  });
}

export function views({ organization }: Moment) {
  return queryOptions({
    queryKey: ['views', organization],
    queryFn: ({ signal }) => told(api.GET('/api/v1/views', { params: { query: given({ organization }) }, signal })),
  });
}

export function servers(moment: Moment) {
  return queryOptions({
    queryKey: ['servers', moment],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/servers', { params: { query: given({ ...moment, limit: 1_000 }) }, signal })),
  });
}

/** Everything that is known of one server, as the libraries know it. */
export function server(moment: Moment, fqdn: string) {
  return queryOptions({
    queryKey: ['server', moment, fqdn],
    queryFn: async ({ signal }) => {
      const answer = await told(
        api.GET('/api/v1/servers/{fqdn}', { params: { path: { fqdn }, query: given({ ...moment }) }, signal }),
      );
      const known: unknown = answer;
      if (!isServer(known)) throw new Error('This is no server.');
      return { server: known, answer };
    },
  });
}

/** Which certificate an endpoint presents, with the worked path; of all endpoints where none is named. */
export function selections(moment: Moment, fqdn: string, endpoint?: string) {
  return queryOptions({
    queryKey: ['selections', moment, fqdn, endpoint],
    queryFn: async ({ signal }) => {
      const query = {
        ...given({ ...moment, endpoint }),
        trace: endpoint === undefined ? ('false' as const) : ('true' as const),
      };
      const answer: unknown = await told(
        api.GET('/api/v1/servers/{fqdn}/selections', { params: { path: { fqdn }, query }, signal }),
      );
      if (!isSelections(answer)) throw new Error('These are no selections.');
      return answer;
    },
  });
}

/** Whose timeline: of a server or one of its endpoints, of a certificate, or of the organization. */
export interface TimelineOf {
  readonly fqdn?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly thumbprint?: string | undefined;
}

/** What happened, newest first. */
export function timeline(moment: Moment, { fqdn, endpoint, thumbprint }: TimelineOf) {
  return infiniteQueryOptions({
    queryKey: ['timeline', moment, fqdn, endpoint, thumbprint],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ ...moment, cursor: pageParam, limit: 100 });
      if (thumbprint !== undefined)
        return told(
          api.GET('/api/v1/certificates/{thumbprint}/timeline', { params: { path: { thumbprint }, query }, signal }),
        );
      if (fqdn === undefined) return told(api.GET('/api/v1/timeline', { params: { query }, signal }));
      const ofServer = given({ ...query, endpoint });
      return told(api.GET('/api/v1/servers/{fqdn}/timeline', { params: { path: { fqdn }, query: ofServer }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}
