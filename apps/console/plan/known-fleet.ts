import { queryOptions, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { FleetDocument } from '#libs/fleet/document.js';
import { documentPlanner } from '#libs/planning/document-planner.js';
import { api, told } from '../client/api.js';
import { given, type Moment } from '../client/moment.js';
import { namesToAskFor } from './read.js';
import type { KnownFleet } from './told.js';

/** What plans about these servers are made over; null: more than a browser should be given, the server plans alone. */
export function fleetAround({ organization, asOf }: Moment, servers: readonly string[]) {
  return queryOptions({
    queryKey: ['plan', 'fleet', organization, asOf, servers],
    queryFn: async ({ signal }): Promise<KnownFleet | null> => {
      const query = given({ organization, asOf, server: servers.join(',') });
      const { document, whole, partlyKnown, ...about } = await told(
        api.GET('/api/v1/fleet-document', { params: { query }, signal }),
      );
      const known: unknown = document;
      if (!isFleetDocument(known)) return null;
      return {
        ...about,
        mark: `${about.position} ${about.asOf} ${servers.join()}`,
        source: window.location.host,
        planner: documentPlanner(known, about.asOf),
        only: whole ? null : new Set(known.servers?.map(({ fqdn }) => fqdn)),
        partly: partlyKnown,
      };
    },
    staleTime: Infinity,
    structuralSharing: false,
  });
}

function isFleetDocument(value: unknown): value is FleetDocument {
  return typeof value === 'object' && value !== null && 'servers' in value && Array.isArray(value.servers);
}

const PATIENCE_MS = 150;

/** The fleet that a text of commands can be planned over here. Undefined: it is being asked for; null: the server plans alone. */
export function useKnownFleet(moment: Moment, text: string): KnownFleet | null | undefined {
  const whole = useQuery(fleetAround(moment, []));
  const [typed] = useDebouncedValue(text, PATIENCE_MS);
  const names = whole.data === null ? namesToAskFor(typed) : null;
  const part = useQuery({ ...fleetAround(moment, names ?? []), enabled: names !== null });
  if (whole.isError) return null;
  if (whole.data !== null) return whole.data;
  return names === null || part.isError ? null : part.data;
}
