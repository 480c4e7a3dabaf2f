import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { shown } from '../../cli/text/escape.js';
import { evidenceWords } from '../../cli/words/evidence.js';
import { ruleText } from '../../cli/words/rule-text.js';
import type { Schemas } from '../client/api.js';
import { Lines } from '../parts/copied.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Severity } from '../parts/severity.js';

type Finding = Schemas['Finding'];

interface Props {
  readonly findings: readonly Finding[];
  readonly asOf: string;
  readonly isOfOneServer?: boolean;
}

/** What is wrong, the worst first: what it is, why it is said, and what to do in this order. */
export function FindingList({ findings, asOf, isOfOneServer = false }: Props) {
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={[finding.id, finding.server, finding.endpoint, finding.summary].join('\n')}>
          <One finding={finding} asOf={asOf} isOfOneServer={isOfOneServer} />
        </li>
      ))}
    </ul>
  );
}

function One({
  finding,
  asOf,
  isOfOneServer,
}: {
  readonly finding: Finding;
  readonly asOf: string;
  readonly isOfOneServer: boolean;
}) {
  const { id, severity, server, endpoint, summary } = finding;
  // On the page of a server the list stands below a heading of its own.
  const Title = isOfOneServer ? 'h3' : 'h2';
  return (
    <article>
      <Title>
        <Severity severity={severity} /> {id} {ruleText(id)?.title}
      </Title>
      <p>
        {isOfOneServer ? null : (
          <>
            <Link to="/servers/$fqdn" params={{ fqdn: server }}>
              <Brief text={server} />
            </Link>{' '}
          </>
        )}
        {endpoint === null ? null : (
          <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint }}>
            <Brief text={endpointWords(endpoint)} most={200} />
          </Link>
        )}
      </p>
      <p>
        <Foreign text={summary} most={1_000} />
      </p>
      <p className="dim">
        <Standing finding={finding} asOf={asOf} />
      </p>
      <More finding={finding} />
    </article>
  );
}

function Standing({ finding, asOf }: { readonly finding: Finding; readonly asOf: string }) {
  const { state, standsFrom, standsUntil, resolved } = finding;
  return (
    <>
      {state === 'coming' ? 'Will stand' : state === 'resolved' ? 'Stood' : 'Stands'}
      {standsFrom === undefined ? null : (
        <>
          {' '}
          from <Instant at={standsFrom} from={asOf} />
        </>
      )}
      {resolved === null ? null : (
        <>
          {' '}
          to <Instant at={resolved} from={asOf} />
        </>
      )}
      {standsUntil === null ? null : (
        <>
          {' '}
          until <Instant at={standsUntil} from={asOf} />, when time alone changes it
        </>
      )}
    </>
  );
}

function More({ finding: { remediation, evidence, sources } }: { readonly finding: Finding }) {
  return (
    <details>
      <summary>What to do, and why this is said</summary>
      {remediation.length === 0 ? null : <Lines lines={remediation} label="What to do" />}
      <dl className="facts">
        {evidenceWords(evidence).map(([what, value]) => (
          <div key={what} className="fact">
            <dt>{what}</dt>
            <dd>
              <Foreign text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="dim">Sources: {sources.map(shown).join(', ')}</p>
    </details>
  );
}
