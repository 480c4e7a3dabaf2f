import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, told } from '../client/api.js';
import { given, type Moment, type Narrowed } from '../client/moment.js';

/** The certificates that a query asks for, page by page. */
export function certificateList(moment: Moment, { where, sort }: Narrowed) {
  return infiniteQueryOptions({
    queryKey: ['certificates', moment, where, sort],
    queryFn: ({ pageParam, signal }) => {
      const query = given({ ...moment, where, sort, cursor: pageParam, limit: 100 });
      return told(api.GET('/api/v1/certificates', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** One certificate with where it is installed and presented, and how old the answer is. */
export function certificateFacts(moment: Moment, thumbprint: string) {
  return queryOptions({
    queryKey: ['certificate', moment, thumbprint],
    queryFn: ({ signal }) =>
      told(api.GET('/api/v1/certificates', { params: { query: given({ ...moment, thumbprint, limit: 1 }) }, signal })),
  });
}

/** Which settings name it. */
export function namings(moment: Moment, thumbprint: string) {
  return queryOptions({
    queryKey: ['namings', moment, thumbprint],
    queryFn: ({ signal }) =>
      told(
        api.GET('/api/v1/certificates/{thumbprint}/namings', {
          params: { path: { thumbprint }, query: given({ ...moment }) },
          signal,
        }),
      ),
  });
}

/** What is known of those who issued it, by their subject: one certificate is enough to lead on. */
export function issuersOf(moment: Moment, issuer: string) {
  return queryOptions({
    queryKey: ['issuers', moment, issuer],
    queryFn: ({ signal }) => {
      const where = `subject:${quoted(issuer)}`;
      return told(
        api.GET('/api/v1/certificates', { params: { query: given({ ...moment, where, limit: 5 }) }, signal }),
      );
    },
  });
}

/** What somebody saw on the wire lately. */
export function seenOnTheWire({ organization }: Moment, servers: readonly string[]) {
  return queryOptions({
    queryKey: ['seen', organization, servers],
    queryFn: async ({ signal }) => {
      const asked = servers.map((server) =>
        told(
          api.GET('/api/v1/presentations', {
            params: { query: given({ organization, server, days: 366, limit: 100 }) },
            signal,
          }),
        ),
      );
      return (await Promise.all(asked)).flatMap(({ items }) => items);
    },
  });
}

/** What is wrong on the servers that hold it. */
export function findingsAround(moment: Moment, servers: readonly string[]) {
  return queryOptions({
    queryKey: ['findings', moment, 'around', servers],
    queryFn: ({ signal }) => {
      const where = `server:${servers.join(',')}`;
      return told(api.GET('/api/v1/findings', { params: { query: given({ ...moment, where, limit: 500 }) }, signal }));
    },
    enabled: servers.length > 0,
  });
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
