import { Link } from '@tanstack/react-router';
import { distanceWords } from '../../cli/text/instant.js';
import { endWords } from '../../cli/words/alerts.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import type { Alert } from './groups.js';

/** Which rule tells it, since when, whose it is, and who said what. */
export function About({ alert }: { readonly alert: Alert }) {
  const { rule, server, firedAt, episode, owner, id } = alert;
  const now = new Date().toISOString();
  return (
    <section className="sheet">
      <h2>About it</h2>
      <dl className="facts">
        <dt>Rule</dt>
        <dd>
          <Link to="/alerts/rules/$rule" params={{ rule }}>
            <Brief text={rule} most={63} />
          </Link>
        </dd>
        {server === null ? null : (
          <>
            <dt>Server</dt>
            <dd>
              <Link to="/servers/$fqdn" params={{ fqdn: server }}>
                <Brief text={server} />
              </Link>
            </dd>
          </>
        )}
        <dt>Since</dt>
        <dd>
          <Instant at={firedAt} from={now} />, {distanceWords(now, firedAt)}
        </dd>
        {episode === 1 ? null : (
          <>
            <dt>Fired</dt>
            <dd>{episode} times in all</dd>
          </>
        )}
        <dt>Owner</dt>
        <dd>{owner === null ? <span className="quiet">nobody in particular</span> : <Brief text={owner} />}</dd>
        <Said alert={alert} />
        <dt>Id</dt>
        <dd>
          <code>{id}</code>
        </dd>
      </dl>
    </section>
  );
}

function Said({ alert: { acknowledged, resolved } }: { readonly alert: Alert }) {
  return (
    <>
      {acknowledged === null ? null : (
        <>
          <dt>Acknowledged</dt>
          <dd>
            <Instant at={acknowledged.at} /> by <Brief text={acknowledged.by} />
            <Ticket ticket={acknowledged.ticket} />
            {acknowledged.note === null ? null : (
              <>
                : <Foreign text={acknowledged.note} />
              </>
            )}
          </dd>
        </>
      )}
      {resolved === null ? null : (
        <>
          <dt>Ended</dt>
          <dd>
            <Instant at={resolved.at} />: {endWords(resolved.reason)}
            {resolved.by === null ? null : (
              <>
                , by <Brief text={resolved.by} />
              </>
            )}
            {resolved.note === null ? null : (
              <>
                : <Foreign text={resolved.note} />
              </>
            )}
          </dd>
        </>
      )}
    </>
  );
}

export function Ticket({ ticket }: { readonly ticket: string | null }) {
  return ticket === null ? null : (
    <>
      , <Brief text={ticket} most={80} />
    </>
  );
}
