import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { Lines } from '../parts/copied.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Severity } from '../parts/severity.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { About } from './about.js';
import { Act } from './act.js';
import { Members } from './alert-list.js';
import { AlertState, Marks } from './alert-state.js';
import { Cause, Effect, Evidence } from './cause.js';
import { Deliveries } from './deliveries.js';
import type { Alert } from './groups.js';
import { Life } from './life.js';
import { alert as question, companions } from './queries.js';
import { AlertHeading } from './tabs.js';

/** One alert: what it tells, why, what to do about it, and what became of it. */
export function AlertPage() {
  const { id } = useParams({ from: '/alerts/$id' });
  const { data, error, isPending, refetch } = useQuery(question(useMoment(), id));
  return (
    <>
      <AlertHeading title={data?.title ?? 'Alert'} below="/alerts">
        {data === undefined ? null : <Brief text={`${nameOf(data)}${data.headline}`} most={240} />}
      </AlertHeading>
      {isPending ? <Waiting what="Asking for the alert" /> : null}
      {error === null ? null : (
        <>
          <Trouble error={error} again={() => void refetch()} />
          <p>
            <Link to="/alerts">Every open alert</Link>
          </p>
        </>
      )}
      {data === undefined ? null : <Known alert={data} />}
    </>
  );
}

function nameOf({ server }: Alert): string {
  return server === null ? '' : `${server.split('.')[0]?.toUpperCase() ?? server}: `;
}

function Known({ alert }: { readonly alert: Alert }) {
  return (
    <div className="alert-page one-alert">
      <Told alert={alert} />
      <div className="beside-alert">
        <Act alert={alert} />
        <About alert={alert} />
        <Together alert={alert} />
      </div>
      <div>
        <Effect alert={alert} />
        <Cause alert={alert} />
        <Remedy alert={alert} />
        <Evidence alert={alert} />
        <Life alert={alert} />
        <Deliveries alert={alert} />
      </div>
    </div>
  );
}

function Told({ alert }: { readonly alert: Alert }) {
  const { severity, endpoint, summary, corrected, heldBack } = alert;
  return (
    <section className="sheet" aria-label="What it tells">
      <p className="alert-where">
        <Severity severity={severity} /> <AlertState alert={alert} /> <Marks alert={alert} />
      </p>
      {endpoint === null ? null : (
        <p>
          <strong>
            <Brief text={endpointWords(endpoint)} most={240} />
          </strong>
        </p>
      )}
      <p className="summary">
        <Foreign text={summary} most={1_200} />
      </p>
      {corrected === null ? null : (
        <p className="doubt">
          What was told is contradicted: <Foreign text={corrected} most={600} />
        </p>
      )}
      {heldBack === null ? null : (
        <p className="doubt">
          Nobody is told: <Foreign text={heldBack} most={400} />.
        </p>
      )}
    </section>
  );
}

function Remedy({ alert: { remedy } }: { readonly alert: Alert }) {
  if (remedy.length === 0) return null;
  return (
    <section className="sheet">
      <h2>What to do</h2>
      <Lines lines={remedy} label="What to do" />
    </section>
  );
}

function Together({ alert }: { readonly alert: Alert }) {
  const { data } = useQuery(companions(useMoment(), alert));
  if (data === undefined || data.length === 0) return null;
  return (
    <section className="sheet">
      <h2>Told in the same message</h2>
      <Members alerts={data} open={data.length <= 8} />
    </section>
  );
}
