import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Server } from '#libs/fleet/document.js';
import type { Schemas } from '../client/api.js';
import { server } from '../client/queries.js';
import { FindingList } from '../findings/finding-list.js';
import { Lanes } from '../lanes/lanes.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Facts, Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Timeline } from '../timeline/timeline.js';
import { Coming } from './coming.js';
import { Connectors } from './connectors.js';
import { Glance } from './glance.js';
import { Store } from './store.js';

/** One server: what it is, what is wrong with it, what its endpoints present, what lies in its store, and what happened to it. */
export function ServerPage() {
  const { fqdn } = useParams({ from: '/servers/$fqdn' });
  const { data, error, isPending, refetch } = useQuery(server(useMoment(), fqdn));
  return (
    <>
      <p className="crumbs">
        <Link to="/">Fleet</Link>
      </p>
      <Heading title={fqdn}>
        <Foreign text={fqdn} />
      </Heading>
      {isPending ? <Waiting what="Asking for the server" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <About known={data.server} answer={data.answer} />
          <Glance fqdn={data.server.fqdn} findings={data.answer.findings} />
          <section className="sheet">
            <h2>What is wrong with it</h2>
            <Wrong answer={data.answer} />
          </section>
          <section className="sheet">
            <h2>What it presented over time</h2>
            <Lanes of={{ server: data.server.fqdn }} />
          </section>
          <Coming fqdn={data.server.fqdn} />
          <Connectors known={data.server} />
          <Store known={data.server} asOf={data.answer.asOf} />
          <section className="sheet">
            <h2>What happened to it</h2>
            <Timeline of={{ fqdn: data.server.fqdn }} />
          </section>
        </>
      )}
    </>
  );
}

/** What is unknown says so; what is known to be unset is none. */
function told(value: string | readonly string[] | null | undefined) {
  if (value === undefined) return <span className="doubt">unknown</span>;
  if (value === null || value.length === 0) return <span className="quiet">none</span>;
  return <Brief text={typeof value === 'string' ? value : value.join(', ')} />;
}

function About({ known, answer }: { readonly known: Server; readonly answer: Schemas['Server'] }) {
  const { version, roles, adSite } = known;
  const { lastSeenAt, position, asOf } = answer;
  return (
    <section className="sheet" aria-label="What it is">
      <dl className="facts">
        <dt>Exchange</dt>
        <dd>{told(version)}</dd>
        <dt>Build</dt>
        <dd>{told(known.build)}</dd>
        <dt>Roles</dt>
        <dd>{told(roles)}</dd>
        <dt>Site</dt>
        <dd>{told(adSite)}</dd>
        <dt>Heard of</dt>
        <dd>
          {lastSeenAt === null ? <span className="doubt">never</span> : <Instant at={lastSeenAt} from={asOf} />},{' '}
          <Facts position={position} asOf={asOf} />
        </dd>
      </dl>
    </section>
  );
}

function Wrong({ answer: { findings, findingsUnknown, asOf } }: { readonly answer: Schemas['Server'] }) {
  if (findings === undefined)
    return <p className="doubt">Unknown: {findingsUnknown ?? 'it could not be judged at that time.'}</p>;
  if (findings.length === 0) return <p className="good">Nothing that the rules know of.</p>;
  return <FindingList findings={findings} asOf={asOf} isOfOneServer />;
}
