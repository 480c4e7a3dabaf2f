import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { toldHere } from './told-here.js';
import type { KnownFleet } from './told.js';

/** What commands would do, worked out in the browser. Null: they cannot be read. */
export function plannedHere(known: KnownFleet, commands: string) {
  return queryOptions({
    queryKey: ['plan', 'here', known.mark, commands],
    queryFn: () => toldHere(known, commands),
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });
}
