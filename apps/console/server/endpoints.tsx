import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Certificate } from '#libs/certificates/certificate.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { selections } from '../client/queries.js';
import { Named } from '../explain/named.js';
import { Brief } from '../parts/foreign.js';
import { Outcome } from '../parts/outcome.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';

/** What each endpoint of a server presents; each leads to why. */
export function Endpoints({ fqdn, store }: { readonly fqdn: string; readonly store: readonly Certificate[] }) {
  const { data, error, isPending, refetch } = useQuery(selections(useMoment(), fqdn));
  return (
    <section className="sheet">
      <h2>What it presents</h2>
      {isPending ? <Waiting what="Asking for its endpoints" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <ul className="endpoints">
          {data.selections.map(({ endpoint, outcome, thumbprint, rule }) => (
            <li key={endpoint}>
              <Link to="/servers/$fqdn/explain" params={{ fqdn }} search={{ endpoint }}>
                <Brief text={endpointWords(endpoint)} most={200} />
              </Link>
              <span>
                <Outcome outcome={outcome} /> <code className="dim">{rule}</code>
              </span>
              <span>{thumbprint === null ? null : <Named thumbprint={thumbprint} store={store} />}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
