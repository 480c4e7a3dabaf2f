import type { PlanReport } from '#libs/planning/report.js';
import type { Names } from '../../cli/plan/story.js';
import { Foreign } from '../parts/foreign.js';

/** Commands that Exchange would refuse, with what there is instead. */
export function Refused({ report, names }: { readonly report: PlanReport; readonly names: Names }) {
  if (report.refused.length === 0) return null;
  return (
    <section className="sheet">
      <h2 className="bad">Refused</h2>
      {report.refused.map(({ command, rule, message }) => {
        const choice = report.choices.find((one) => one.command === command);
        return (
          <div key={`${command} ${rule}`}>
            <p>
              Command {command + 1}: <Foreign text={message} /> <code>{rule}</code>
            </p>
            {choice === undefined ? null : (
              <>
                <p>{choice.names.length === 0 ? `There are no ${choice.of}.` : `The ${choice.of} that there are:`}</p>
                <ul>
                  {choice.names.map((name) => (
                    <li key={name}>
                      <Foreign text={choice.of === 'certificates' ? `${name} ${names.words(name)}` : name} />
                    </li>
                  ))}
                  {choice.more > 0 ? <li>and {choice.more} more</li> : null}
                </ul>
              </>
            )}
          </div>
        );
      })}
    </section>
  );
}
