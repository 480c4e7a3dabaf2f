import { queryOptions } from '@tanstack/react-query';
import type { Command } from '#libs/planning/command.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { PartlyKnown } from '#libs/views/plannable-fleet.js';
import { done } from '../../cli/failure.js';
import { storyOf } from '../../cli/plan/planner.js';
import { api, told } from '../client/api.js';
import type { Moment } from '../client/moment.js';
import type { Told } from './told.js';

/** The answer of `POST /plans`, as the libraries know it. */
type Answer = PlanReport & {
  readonly commands: readonly Command[];
  readonly warnings: readonly { readonly place: string; readonly message: string }[];
  readonly partlyKnown: readonly PartlyKnown[];
  readonly position: number;
  readonly asOf: string;
};

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'outcome' in value && 'changes' in value && 'commands' in value;
}

/** What commands would do, answered both ways where they raise the overwrite question: the same story that the command line tells. */
export function planned(moment: Moment, commands: string) {
  return queryOptions({
    queryKey: ['plan', moment, commands],
    queryFn: async ({ signal }): Promise<Told> => {
      const ask = (asked: string | readonly Command[]) => askFor(moment, asked, signal);
      const first = await ask(commands);
      const planner = {
        source: window.location.host,
        at: first.asOf,
        position: first.position,
        partly: first.partlyKnown,
        plan: async (others: readonly Command[]) => done(await ask(others)),
      };
      const story = await storyOf(planner, { commands: first.commands, report: first });
      if (!story.ok) throw new Error(story.failure.what);
      return { story: story.value, warnings: first.warnings };
    },
  });
}

async function askFor(
  { organization, asOf }: Moment,
  commands: string | readonly Command[],
  signal: AbortSignal,
): Promise<Answer> {
  const body: Record<string, unknown> = { commands, asOf: asOf ?? null };
  const query = organization === undefined ? {} : { organization };
  const answer: unknown = await told(
    api.POST('/api/v1/plans', { params: { query }, body: Object.assign(Object.create(null), body), signal }),
  );
  if (!isAnswer(answer)) throw new Error('This is no plan.');
  return answer;
}
