import { done } from '../../cli/failure.js';
import { storyOf } from '../../cli/plan/planner.js';
import type { KnownFleet, Told } from './told.js';

/** The story that the server's answers make, made of answers from here. */
export async function toldHere(
  { source, planner, partly, position, asOf }: Omit<KnownFleet, 'mark' | 'only'>,
  commands: string,
): Promise<Told | null> {
  const read = planner.read(commands);
  if (!read.ok) return null;
  const teller = {
    source,
    at: asOf,
    position,
    partly: partly.filter(({ server }) => server === null || read.touched.has(server)),
    plan: async (others: Parameters<typeof planner.report>[0]) => done(planner.report(others)),
  };
  const story = await storyOf(teller, { commands: read.commands, report: read.report });
  return story.ok ? { story: story.value, warnings: read.warnings } : null;
}
