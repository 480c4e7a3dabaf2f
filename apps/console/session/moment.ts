import { useSearch } from '@tanstack/react-router';
import type { Moment } from '../api/queries.js';

/** The organization and the time of the address. */
export function useMoment(): Moment {
  return useSearch({
    from: '__root__',
    select: ({ organization, asOf }) => ({ organization, asOf }),
    structuralSharing: true,
  });
}
