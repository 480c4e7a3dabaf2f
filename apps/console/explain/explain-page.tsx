import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { selections, server } from '../client/queries.js';
import { Foreign } from '../parts/foreign.js';
import { Facts, Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { type Explained, Explanation, type Show } from './explanation.js';

/** Why an endpoint presents what it presents: the way of the rulebook, step by step. */
export function ExplainPage() {
  const { fqdn } = useParams({ from: '/servers/$fqdn/explain' });
  const { endpoint = 'internal-transport' } = useSearch({ from: '/servers/$fqdn/explain' });
  const moment = useMoment();
  const answer = useQuery(selections(moment, fqdn, endpoint));
  const store = useQuery(server(moment, fqdn));
  const words = endpointWords(endpoint);
  const error = answer.error ?? store.error;
  const selection = answer.data?.selections.find((one) => one.endpoint === endpoint);
  return (
    <>
      <p className="crumbs">
        <Link to="/">Fleet</Link> /{' '}
        <Link to="/servers/$fqdn" params={{ fqdn }}>
          <Foreign text={fqdn} />
        </Link>
      </p>
      <Heading title={`${words} · ${fqdn}`}>
        <Foreign text={words} />
      </Heading>
      {error === null ? null : <Trouble error={error} again={() => void answer.refetch()} />}
      {answer.isPending || store.isPending ? <Waiting what="Asking why" /> : null}
      {answer.data === undefined || store.data === undefined ? null : selection === undefined ? (
        <p className="nothing">
          {fqdn} has no endpoint of this address{moment.asOf === undefined ? '' : ' at that time'}. Its endpoints are
          listed{' '}
          <Link to="/servers/$fqdn" params={{ fqdn }}>
            on its page
          </Link>
          .
        </p>
      ) : (
        <>
          <p className="dim">
            <code>
              <Foreign text={endpoint} />
            </code>
            {selection.via === null ? null : <>, answered by {<Foreign text={selection.via} />}</>},{' '}
            <Facts position={answer.data.position} asOf={answer.data.asOf} />
          </p>
          <Shown selection={selection} server={store.data.server} asOf={answer.data.asOf} />
          <p>
            <Link to="/timeline" search={{ server: fqdn, endpoint }}>
              What changed this answer before
            </Link>
          </p>
        </>
      )}
    </>
  );
}

/** As a drawing, in words or both, as the address says. */
function Shown(explained: Explained) {
  const { show } = useSearch({ from: '/servers/$fqdn/explain' });
  const navigate = useNavigate({ from: '/servers/$fqdn/explain' });
  const choose = (one: Show) =>
    void navigate({ search: (before) => ({ ...before, show: one === 'drawing' ? undefined : one }), replace: true });
  return <Explanation {...explained} show={show === 'text' || show === 'both' ? show : 'drawing'} choose={choose} />;
}
