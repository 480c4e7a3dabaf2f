import type { Answer, Command } from '#libs/planning/command.js';
import type { Plan } from '#libs/planning/plan-answer.js';
import { withAnswerNo } from '#libs/planning/safer.js';

/** The same commands with their overwrite questions answered both ways. */
export interface Variants {
  /** Null: the commands themselves say Yes. */
  readonly yes: readonly Command[] | null;
  readonly no: readonly Command[];
  /** A question will be shown, and the commands do not say what is answered. */
  readonly open: boolean;
}

/** What to compare where the overwrite question is asked, or answered with Yes; null: there is nothing to compare. */
export function variantsOf(commands: readonly Command[], { prompts }: Pick<Plan, 'prompts'>): Variants | null {
  const asked = new Set(prompts.filter((prompt) => prompt.shown !== false).map(({ command }) => command));
  const isOpen = (command: Command, index: number): boolean => asked.has(index) && answerOf(command) === 'unanswered';
  if (commands.some(isOpen)) {
    const answering = (answer: Answer): readonly Command[] =>
      commands.map((command, index) => (isOpen(command, index) ? answered(command, answer) : command));
    return { yes: answering('yes'), no: answering('no'), open: true };
  }
  const careful = withAnswerNo(commands);
  return careful === null ? null : { yes: null, no: careful, open: false };
}

function answerOf(command: Command): Answer | null {
  if (command.cmdlet !== 'Enable-ExchangeCertificate' && command.cmdlet !== 'New-ExchangeCertificate') return null;
  return command.answer ?? 'unanswered';
}

/** What No leaves behind in the admin center is documented nowhere: No is said in the Shell. */
function answered(command: Command, answer: Answer): Command {
  if (command.cmdlet !== 'Enable-ExchangeCertificate' && command.cmdlet !== 'New-ExchangeCertificate') return command;
  return answer === 'no' ? { ...command, answer, surface: 'shell' } : { ...command, answer };
}
