import type { Command } from '#libs/planning/command.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { PartlyKnown } from '#libs/views/plannable-fleet.js';
import { done, type Result } from '../failure.js';
import type { Story } from './story.js';
import { variantsOf, type Variants } from './variants.js';

/** A plan with the commands it was made of, as they were read. */
export interface Planned {
  readonly commands: readonly Command[];
  readonly report: PlanReport;
}

/** Somebody who can plan: over a fleet document, or by asking a running Certfleet. */
export interface Planner {
  readonly source: string;
  readonly at: string;
  /** Log position of the facts; null: they come from a file. */
  readonly position: number | null;
  readonly partly: readonly PartlyKnown[];
  readonly plan: (commands: readonly Command[]) => Promise<Result<PlanReport>>;
}

/** A plan with what its reader compares it with: the question answered both ways, and the safer variant. */
export async function storyOf(planner: Planner, { commands, report }: Planned): Promise<Result<Story>> {
  const { source, at, position, partly, plan } = planner;
  const variants = variantsOf(commands, report);
  const asked = await compared(variants, plan);
  if (!asked.ok) return asked;
  const { yes, no } = asked.value;
  // The safer variant of commands that say Yes is the one that says No.
  const safer = variants?.open === false ? done(no) : await planned(report.safer?.commands, plan);
  if (!safer.ok) return safer;
  const answered = no === null ? null : { yes: yes ?? report, no };
  const careful = report.safer === null ? null : safer.value;
  return done({
    source,
    at,
    position,
    partly,
    commands,
    report,
    answered,
    open: variants?.open ?? false,
    safer: careful,
  });
}

async function compared(
  variants: Variants | null,
  plan: Planner['plan'],
): Promise<Result<{ readonly yes: PlanReport | null; readonly no: PlanReport | null }>> {
  const yes = await planned(variants?.yes, plan);
  if (!yes.ok) return yes;
  const no = await planned(variants?.no, plan);
  return no.ok ? done({ yes: yes.value, no: no.value }) : no;
}

async function planned(
  commands: readonly Command[] | null | undefined,
  plan: Planner['plan'],
): Promise<Result<PlanReport | null>> {
  return commands == null ? done(null) : plan(commands);
}
