import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import type { Schemas } from '../client/api.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { useMoment } from '../session/moment.js';
import { seenOnTheWire } from './queries.js';

type Item = Schemas['CertificateItem'];
const MOST = 60;

/** In whose stores it lies, and for which services it is enabled there. */
export function Installed({ item: { installedOn } }: { readonly item: Item }) {
  return (
    <section className="sheet">
      <h2>Where it is installed</h2>
      {installedOn.length === 0 ? (
        <p className="quiet">In no store that is known.</p>
      ) : (
        <ul className="places">
          {installedOn.slice(0, MOST).map((place) => (
            <li key={place.server}>
              <Link to="/servers/$fqdn" params={{ fqdn: place.server }}>
                <Brief text={place.server} />
              </Link>
              <Enabled place={place} />
            </li>
          ))}
        </ul>
      )}
      <More of={installedOn.length} what="servers" />
    </section>
  );
}

function Enabled({ place }: { readonly place: Item['installedOn'][number] }) {
  const { services } = place;
  const facts = new Map<string, unknown>(Object.entries(place));
  const key = facts.get('hasPrivateKey');
  const name = facts.get('friendlyName');
  return (
    <span>
      {services == null ? (
        <span className="doubt">services unknown</span>
      ) : services.length === 0 ? (
        <span className="quiet">enabled for nothing</span>
      ) : (
        `enabled for ${services.join(', ')}`
      )}
      {key === true ? (
        ''
      ) : key === false || key === null ? (
        <span className="bad">, no private key</span>
      ) : (
        <span className="doubt">, key unknown</span>
      )}
      {facts.get('isInternalTransport') === true ? ', default SMTP certificate' : ''}
      {typeof name === 'string' && name !== '' ? (
        <span className="dim">
          {' '}
          “<Brief text={name} most={60} />”
        </span>
      ) : null}
    </span>
  );
}

/** Which endpoints present it, and where somebody saw that on the wire. */
export function Presented({ item: { presentedAt, thumbprint } }: { readonly item: Item }) {
  const servers = [...new Set(presentedAt.map(({ server }) => server))].slice(0, 8);
  const { data } = useQuery({ ...seenOnTheWire(useMoment(), servers), enabled: servers.length > 0 });
  const seen = data?.filter((one) => one.seen.thumbprint === thumbprint) ?? [];
  return (
    <section className="sheet">
      <h2>Where it is presented</h2>
      {presentedAt.length === 0 ? (
        <p className="quiet">Nowhere, as far as is known.</p>
      ) : (
        <ul className="places">
          {presentedAt.slice(0, MOST).map(({ server, endpoint }) => {
            const one = seen.find((other) => other.server === server && other.endpoint === endpoint);
            return (
              <li key={`${server}\n${endpoint}`}>
                <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint }}>
                  <Brief text={`${server.split('.')[0] ?? server} · ${endpointWords(endpoint)}`} most={160} />
                </Link>
                {one === undefined ? null : (
                  <span className="good">
                    seen on the wire <Instant at={one.observedAt} day />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <More of={presentedAt.length} what="endpoints" />
    </section>
  );
}

function More({ of, what }: { readonly of: number; readonly what: string }) {
  return of > MOST ? (
    <p className="dim">
      and {of - MOST} more {what}
    </p>
  ) : null;
}
