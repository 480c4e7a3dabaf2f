import { useSearch } from '@tanstack/react-router';
import type { Moment } from '../client/moment.js';

/** The organization and the time of the address, on both axes: when it was so, and when it was known. */
export function useMoment(): Moment {
  return useSearch({
    from: '__root__',
    select: ({ organization, asOf, knownAt }) => ({
      organization,
      asOf,
      knownAt: knownAt === undefined ? undefined : Number(knownAt),
    }),
    structuralSharing: true,
  });
}

/** Whether it is now that is looked at, with all that is known. */
export function isNow({ asOf, knownAt }: Moment): boolean {
  return asOf === undefined && knownAt === undefined;
}
