import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { Brief } from '../parts/foreign.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { namings } from './queries.js';

type Naming = Schemas['Naming'];

const KINDS: Readonly<Record<Naming['kind'], string>> = {
  'internal-transport': 'Default SMTP certificate',
  'receive-connector': 'Receive connector',
  'send-connector': 'Send connector',
  hybrid: 'Hybrid configuration',
  'iis-binding': 'IIS binding',
  pop: 'POP settings',
  imap: 'IMAP settings',
  'auth-config': 'Auth configuration',
  'tls-bridge': 'TLS bridge of the pool',
};

/** Which settings name it: by its thumbprint, or by names that others may share. */
export function Namings({ thumbprint }: { readonly thumbprint: string }) {
  const { data, error, isPending, refetch } = useQuery(namings(useMoment(), thumbprint));
  return (
    <section className="sheet">
      <h2>Where it is named</h2>
      {isPending ? <Waiting what="Asking what names it" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data?.items.length === 0 ? <p className="quiet">No setting that is known names it.</p> : null}
      <ul className="places">
        {data?.items.map((item) => (
          <li key={JSON.stringify([item.kind, item.server, item.name])}>
            <span>
              {KINDS[item.kind]} {item.name === null ? null : <Brief text={item.name} most={100} />}
            </span>
            <span className="dim">
              {item.server === null ? (
                'organization'
              ) : (
                <Link to="/servers/$fqdn" params={{ fqdn: item.server }}>
                  <Brief text={item.server} />
                </Link>
              )}
              , {item.exact ? 'by its thumbprint' : howOf(item.kind)}
            </span>
          </li>
        ))}
      </ul>
      {data?.cut === true ? (
        <p className="doubt">More than 1,000 servers hold it; the settings of the others were not looked at.</p>
      ) : null}
    </section>
  );
}

function howOf(kind: Naming['kind']): string {
  return kind === 'pop' || kind === 'imap' ? 'by a host name of it' : 'by issuer and subject';
}
