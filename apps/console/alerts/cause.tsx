import { Link } from '@tanstack/react-router';
import { distanceWords } from '../../cli/text/instant.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import type { Alert } from './groups.js';

type Side = NonNullable<Alert['before']>;

/** What was presented, and what is now. */
export function Effect({ alert: { before, after } }: { readonly alert: Alert }) {
  if (before === null && after === null) return null;
  return (
    <section className="sheet">
      <h2>Effect</h2>
      <div className="before-after">
        <Shown name="Before" side={before} />
        <span className="arrow" aria-hidden="true">
          →
        </span>
        <Shown name="After" side={after} />
      </div>
    </section>
  );
}

const COLOURS: Readonly<Record<string, string>> = {
  NOT_ADVERTISED: 'quiet',
  HANDSHAKE_FAILS: 'bad',
  INDETERMINATE: 'doubt',
};

function Shown({ name, side }: { readonly name: string; readonly side: Side | null }) {
  return (
    <div className="side">
      <h3>{name}</h3>
      {side === null ? (
        <p className="quiet">not there</p>
      ) : (
        <p title={side.thumbprint ?? undefined} className={COLOURS[side.outcome] ?? ''}>
          <Foreign text={side.text} most={300} />
        </p>
      )}
    </div>
  );
}

/** The change behind it, and where it stands in the log. */
export function Cause({ alert }: { readonly alert: Alert }) {
  const { cause, server } = alert;
  return (
    <section className="sheet">
      <h2>Cause</h2>
      {cause === null ? (
        <p>No change is known behind it: time alone, or nobody reported one.</p>
      ) : (
        <>
          <p>
            <Foreign text={cause.what} most={600} />
          </p>
          <p className="dim">
            <Instant at={cause.occurredAt} />
            {cause.actor === null ? null : (
              <>
                , by <Brief text={cause.actor} />
              </>
            )}
            {cause.tool === null ? null : (
              <>
                {' '}
                with <Brief text={cause.tool} />
              </>
            )}
            , log position {cause.position}
          </p>
          {cause.lateBySeconds === null ? null : (
            <p className="doubt">
              It became known {distanceWords(cause.occurredAt, cause.recordedAt).replace(/^in /, '')} later,{' '}
              <Instant at={cause.recordedAt} />.
            </p>
          )}
        </>
      )}
      {server === null ? null : <Ways alert={alert} server={server} />}
    </section>
  );
}

/** Where to look further: what happened there, and why it presents what it does, now and just before. */
function Ways({ alert: { endpoint, cause }, server }: { readonly alert: Alert; readonly server: string }) {
  const before = cause === null ? undefined : new Date(Math.max(0, Date.parse(cause.occurredAt) - 1_000)).toISOString();
  return (
    <ul className="ways">
      <li>
        <Link to="/timeline" search={{ server, endpoint: endpoint ?? undefined }}>
          What happened to {endpoint === null ? 'this server' : 'this endpoint'}
        </Link>
      </li>
      {endpoint === null ? null : (
        <li>
          <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint }}>
            Why it presents what it does
          </Link>
        </li>
      )}
      {endpoint === null || before === undefined ? null : (
        <li>
          <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint, asOf: before }}>
            … and what it did before the change
          </Link>
        </li>
      )}
    </ul>
  );
}

export function Evidence({ alert: { evidence } }: { readonly alert: Alert }) {
  if (evidence.length === 0) return null;
  return (
    <section className="sheet">
      <h2>Evidence</h2>
      <dl className="facts">
        {evidence.map(({ name, value }, i) => (
          <div key={i} className="fact">
            <dt>
              <Brief text={name} />
            </dt>
            <dd>
              <Foreign text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
