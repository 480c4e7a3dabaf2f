import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { done } from '../../cli/failure.js';
import { storyOf } from '../../cli/plan/planner.js';
import type { Told } from './ask.js';
import type { KnownFleet } from './known-fleet.js';

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

/** The story that the server's answers make, made of answers from here. */
export async function toldHere(
  { planner, partly, position, asOf }: Omit<KnownFleet, 'mark' | 'only'>,
  commands: string,
): Promise<Told | null> {
  const read = planner.read(commands);
  if (!read.ok) return null;
  const teller = {
    source: typeof window === 'undefined' ? '' : window.location.host,
    at: asOf,
    position,
    partly: partly.filter(({ server }) => server === null || read.touched.has(server)),
    plan: async (others: Parameters<typeof planner.report>[0]) => done(planner.report(others)),
  };
  const story = await storyOf(teller, { commands: read.commands, report: read.report });
  return story.ok ? { story: story.value, warnings: read.warnings } : null;
}
