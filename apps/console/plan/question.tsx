import { serverNamedBy } from '#libs/planning/named-by-command.js';
import { promptText } from '#libs/planning/prompt-text.js';
import { compared, recommendation } from '../../cli/plan/recommendation.js';
import type { Names, Story } from '../../cli/plan/story.js';
import { asksForRenewal } from '../../cli/render/plan-question.js';
import { digestOf } from '../../cli/plan/digest.js';
import { OVERWRITE_ADVICE, WHY_NO } from '../../cli/words/overwrite.js';
import { Foreign } from '../parts/foreign.js';
import { Result } from './result.js';

interface Props {
  readonly story: Story;
  readonly names: Names;
}

/** The overwrite question: what to answer here and why, the text as the Shell puts it, and what each answer does, side by side. */
export function Question({ story, names }: Props) {
  const { report, answered } = story;
  const prompts = report.prompts.filter((one) => one.shown !== false || one.rule === 'PR-2');
  if (prompts.length === 0)
    return report.prompts.length > 0 || report.outcome !== 'applied' ? null : (
      <section className="sheet">
        <h2>The overwrite question</h2>
        <p>It is not asked here.</p>
      </section>
    );
  const advice =
    answered === null
      ? ['Answer No.']
      : recommendation(compared(answered.yes, answered.no), asksForRenewal(story, names));
  return (
    <section className="sheet question">
      <h2>The overwrite question</h2>
      {advice.map((sentence, i) => (
        <p key={sentence} className={i === 0 ? 'advice' : undefined}>
          {sentence}
        </p>
      ))}
      {prompts.slice(0, MOST_PROMPTS).map((prompt) => (
        <Asked key={prompt.command} prompt={prompt} story={story} names={names} isOneOfMany={prompts.length > 1} />
      ))}
      {prompts.length > MOST_PROMPTS ? <p className="dim">And {prompts.length - MOST_PROMPTS} times more.</p> : null}
      {answered === null ? null : (
        <div className="beside">
          <section aria-label="Yes">
            <h3>Yes (Enter)</h3>
            <Result digest={digestOf(answered.yes)} report={answered.yes} names={names} />
          </section>
          <section aria-label="No">
            <h3>No</h3>
            <Result digest={digestOf(answered.no)} report={answered.no} names={names} />
          </section>
        </div>
      )}
      <details>
        <summary>Microsoft says both: who says what, and why it is No here</summary>
        {OVERWRITE_ADVICE.map(({ answer, says, pages }) => (
          <p key={answer}>
            <strong>{answer}</strong> {says}: {pages.join(', ')}.
          </p>
        ))}
        <p>{WHY_NO}</p>
      </details>
    </section>
  );
}

/** So many times the question stands there as the Shell puts it. */
const MOST_PROMPTS = 5;

interface AskedProps extends Props {
  readonly prompt: Story['report']['prompts'][number];
  readonly isOneOfMany: boolean;
}

function Asked({ prompt, story, names, isOneOfMany }: AskedProps) {
  const { current, replacement = '', shown } = prompt;
  const command = story.commands[prompt.command];
  const where = command === undefined ? null : serverNamedBy(command);
  const end = (thumbprint: string | undefined) =>
    thumbprint === undefined ? undefined : names.store.get(thumbprint)?.notAfter;
  const lines = promptText(current, replacement, { current: end(current), replacement: end(replacement) });
  return (
    <>
      {isOneOfMany && where !== null ? (
        <p className="on">
          On <Foreign text={where} />:
        </p>
      ) : null}
      {shown === false ? (
        <p className="doubt">-Force answers it with Yes; it is not read by anybody.</p>
      ) : (
        <pre
          className="prompt"
          tabIndex={0}
          aria-label={`As the Shell asks it${isOneOfMany ? `, command ${prompt.command + 1}` : ''}`}
        >
          {lines.join('\n')}
        </pre>
      )}
    </>
  );
}
