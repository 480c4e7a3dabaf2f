import { useSearch } from '@tanstack/react-router';
import type { Moment } from '../client/moment.js';

/** The organization and the time of the address. */
export function useMoment(): Moment {
  return useSearch({
    from: '__root__',
    select: ({ organization, asOf }) => ({ organization, asOf }),
    structuralSharing: true,
  });
}
