import type { Command } from '#libs/planning/command.js';
import type { PlanReport } from '#libs/planning/report.js';
import { done, type Result } from '../failure.js';
import type { Story } from './story.js';
import { variantsOf } from './variants.js';

/** Somebody who can plan: over a fleet document, or by asking a running Certfleet. */
export interface Planner {
  readonly source: string;
  readonly at: string;
  readonly position: number | null;
  readonly plan: (commands: readonly Command[]) => Promise<Result<PlanReport>>;
}

/** A plan with what its reader compares it with: the question answered both ways, and the safer variant. */
export async function storyOf(
  { source, at, position, plan }: Planner,
  commands: readonly Command[],
  report: PlanReport,
): Promise<Result<Story>> {
  const variants = variantsOf(commands, report);
  const [yes, no, safer] = [
    await planned(variants?.yes, plan),
    await planned(variants?.no, plan),
    // The safer variant of commands that say Yes is the one that says No.
    await planned(variants?.open === false ? null : report.safer?.commands, plan),
  ];
  if (!yes.ok) return yes;
  if (!no.ok) return no;
  if (!safer.ok) return safer;
  const answered = no.value === null ? null : { yes: yes.value ?? report, no: no.value };
  const careful = report.safer === null ? null : (safer.value ?? no.value);
  return done({ source, at, position, commands, report, answered, open: variants?.open ?? false, safer: careful });
}

async function planned(
  commands: readonly Command[] | null | undefined,
  plan: Planner['plan'],
): Promise<Result<PlanReport | null>> {
  return commands == null ? done(null) : plan(commands);
}
