import { Link } from '@tanstack/react-router';
import type { Presented } from '#libs/planning/plan-answer.js';
import type { PlanReport } from '#libs/planning/report.js';
import type { Risk } from '#libs/rules/finding.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { countsOf } from '../../cli/plan/counts.js';
import type { Digest, Shift } from '../../cli/plan/digest.js';
import type { Names } from '../../cli/plan/story.js';
import { Lines } from '../parts/copied.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Severity } from '../parts/severity.js';
import { sideWords } from '../../cli/render/plan-changes.js';

interface Props {
  readonly digest: Digest;
  readonly report: PlanReport;
  readonly names: Names;
}

/** What a plan comes to: the risky first, then what else changes, what cannot be told, and how much stays. */
export function Result({ digest, report, names }: Props) {
  const { risky, riskyOnly, changed, unknown, minor } = digest;
  const missing = [
    ...new Set(report.missing.map(({ fact, tells }) => `${fact} is not known; an export of ${tells} tells it.`)),
  ];
  return (
    <>
      <p>
        <strong>{countsOf(digest)}</strong>
      </p>
      {missing.map((text) => (
        <p key={text} className="doubt">
          <Foreign text={text} />
        </p>
      ))}
      <Shifts name="Risky" colour="bad" shifts={risky} names={names} />
      <Risks risks={riskyOnly} />
      <Shifts name="Changed" colour="" shifts={changed} names={names} />
      <Shifts name="Unknown" colour="doubt" shifts={unknown} names={names} />
      <Risks risks={minor} />
    </>
  );
}

function Shifts({
  name,
  colour,
  shifts,
  names,
}: {
  readonly name: string;
  readonly colour: string;
  readonly shifts: readonly Shift[];
  readonly names: Names;
}) {
  return shifts.map((shift) => (
    <article className="shift" key={shift.server + shift.endpoints.join()}>
      <p className="what">
        <span className={colour}>{name}</span>{' '}
        <Link to="/servers/$fqdn" params={{ fqdn: shift.server }}>
          <Brief text={names.server(shift.server)} />
        </Link>
      </p>
      <ul>
        {shift.endpoints.map((endpoint) => (
          <li key={endpoint}>
            <Brief text={endpointWords(endpoint)} most={200} />
          </li>
        ))}
      </ul>
      <p>
        <Side side={shift.before} names={names} />
        <br />
        <span aria-label="then">→</span> <Side side={shift.after} names={names} />
      </p>
      <Risks risks={shift.risks} />
    </article>
  ));
}

function Side({ side, names }: { readonly side: Presented | null; readonly names: Names }) {
  return <Foreign text={sideWords(side, names)} />;
}

function Risks({ risks }: { readonly risks: readonly Risk[] }) {
  return risks.map((risk) => (
    <div className="risk" key={risk.id + risk.server + String(risk.endpoint) + risk.summary}>
      <p>
        <Severity severity={risk.severity} /> <strong>{risk.id}</strong> <Foreign text={risk.summary} most={1_000} />
      </p>
      {risk.remediation.length === 0 ? null : (
        <details>
          <summary>What to do against {risk.id}</summary>
          <Lines lines={risk.remediation} label={`What to do against ${risk.id}`} />
        </details>
      )}
    </div>
  ));
}
