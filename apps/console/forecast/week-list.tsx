import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { distanceWords } from '../../cli/text/instant.js';
import { eventWords } from '../../cli/words/events.js';
import { CertificateName } from '../parts/certificate.js';
import { Brief } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';
import { type Coming, KIND_WORDS, type Same, together, weekOf } from './weeks.js';

/** What comes, week by week: what happens, to whom, and what breaks by it. */
export function WeekList({ items, asOf }: { readonly items: readonly Coming[]; readonly asOf: string }) {
  const weeks = new Map<string, Coming[]>();
  for (const item of items) weeks.set(weekOf(item.at), [...(weeks.get(weekOf(item.at)) ?? []), item]);
  return (
    <div className="weeks">
      {[...weeks].map(([monday, list]) => (
        <section key={monday}>
          <h2 className="day">
            Week of {monday} <span className="dim">{distanceWords(asOf, list[0]?.at ?? asOf)}</span>
          </h2>
          {together(list).map((same) => (
            <ComingChange key={same.key} same={same} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** So many endpoints are named at once. */
const MOST = 6;

export function ComingChange({ same: { first, endpoints } }: { readonly same: Same }) {
  const { at, server, kind, what, events } = first;
  const { mark, words, colour } = KIND_WORDS[kind];
  return (
    <article className="cause coming-change">
      <p className="when">
        <span className={colour}>
          <span aria-hidden="true">{mark}</span> {words}
        </span>{' '}
        <Link to="/servers/$fqdn" params={{ fqdn: server }}>
          <Brief text={server} />
        </Link>{' '}
        <span className="dim">
          <Instant at={at} />
        </span>
      </p>
      {kind === 'expires' ? null : (
        <p>
          <Brief text={what} most={400} />
        </p>
      )}
      <Sides first={first} />
      <ul className="changes">
        {endpoints.slice(0, MOST).map((endpoint) => (
          <li key={endpoint}>
            <Link to="/servers/$fqdn/explain" params={{ fqdn: server }} search={{ endpoint, asOf: at }} preload={false}>
              <Brief text={endpointWords(endpoint)} most={200} />
            </Link>
          </li>
        ))}
        {endpoints.length > MOST ? (
          <li className="dim">and {endpoints.length - MOST} more endpoints of this server</li>
        ) : null}
      </ul>
      {events.length === 0 ? null : (
        <p className="dim">
          The server then logs {events.map((event) => `event ${event} (${eventWords(event)})`).join(', ')}.
        </p>
      )}
    </article>
  );
}

function Sides({ first: { before, after } }: { readonly first: Coming }) {
  return (
    <p className="sides-of">
      <Side side={before} />{' '}
      {before.thumbprint === after.thumbprint && before.outcome === after.outcome ? (
        <span className="dim">goes on being presented, and is expired then</span>
      ) : (
        <>
          <span aria-label="then">→</span> <Side side={after} />
        </>
      )}
    </p>
  );
}

function Side({ side: { outcome, thumbprint, certificate } }: { readonly side: Coming['before'] }) {
  return (
    <>
      {outcome === 'PRESENTED' && thumbprint !== null ? null : (
        <>
          <Outcome outcome={outcome} />{' '}
        </>
      )}
      {thumbprint === null ? null : <CertificateName thumbprint={thumbprint} certificate={certificate} />}
    </>
  );
}
