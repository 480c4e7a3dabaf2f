import { Link } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { distanceWords } from '../../cli/text/instant.js';
import { endWords } from '../../cli/words/alerts.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Severity } from '../parts/severity.js';
import { AlertState, Marks } from './alert-state.js';
import type { Alert, AlertGroup } from './groups.js';

/** Alerts by what is told together, the worst first. */
export function AlertGroups({ groups, now }: { readonly groups: readonly AlertGroup[]; readonly now: string }) {
  return (
    <ol className="alerts">
      {groups.map((group) => (
        <li key={group.key} className={`alert-row ${group.first.severity}`}>
          <Group group={group} now={now} />
        </li>
      ))}
    </ol>
  );
}

function Group({ group: { first, alerts }, now }: { readonly group: AlertGroup; readonly now: string }) {
  return (
    <article>
      <div className="alert-head">
        <Severity severity={first.severity} />
        <h2>
          <Link to="/alerts/$id" params={{ id: first.id }}>
            <Headline alert={first} />
          </Link>
        </h2>
        <span className="alert-where">
          <AlertState alert={first} /> <Marks alert={first} />
        </span>
      </div>
      <p className="alert-place">
        <Places alerts={alerts} />
      </p>
      <p className="dim">
        <Since alert={first} now={now} />
        <Cause alert={first} />
      </p>
      {alerts.length === 1 ? null : <Members alerts={alerts} />}
    </article>
  );
}

export function Headline({ alert: { server, headline } }: { readonly alert: Alert }) {
  return (
    <>
      {server === null ? '' : <Brief text={`${server.split('.')[0]?.toUpperCase() ?? server}: `} most={64} />}
      <Brief text={headline} most={200} />
    </>
  );
}

/** Where: the endpoint of one, the number of several. */
function Places({ alerts }: { readonly alerts: readonly Alert[] }) {
  const servers = [...new Set(alerts.flatMap(({ server }) => server ?? []))];
  const [only] = alerts;
  if (alerts.length === 1 && only !== undefined)
    return only.endpoint === null ? (
      <span className="dim">{only.server === null ? 'the organization' : 'the server as a whole'}</span>
    ) : (
      <Brief text={endpointWords(only.endpoint)} most={160} />
    );
  return (
    <>
      {alerts.length} alerts in one message
      {servers.length > 1 ? `, ${servers.length} servers: ` : servers.length === 1 ? ', all of ' : ''}
      <Brief text={servers.map((server) => server.split('.')[0] ?? server).join(', ')} most={80} />
    </>
  );
}

function Since({ alert, now }: { readonly alert: Alert; readonly now: string }) {
  const { firedAt, acknowledged, resolved } = alert;
  return (
    <>
      since <Instant at={firedAt} from={now} />, {distanceWords(now, firedAt)}
      {acknowledged === null || resolved !== null ? null : (
        <>
          ; <Brief text={acknowledged.by} most={60} /> takes care of it
          {acknowledged.ticket === null ? null : (
            <>
              , <Brief text={acknowledged.ticket} most={40} />
            </>
          )}
        </>
      )}
      {resolved === null ? null : (
        <>
          ; ended <Instant at={resolved.at} from={now} />: {endWords(resolved.reason)}
        </>
      )}
    </>
  );
}

function Cause({ alert: { cause } }: { readonly alert: Alert }) {
  if (cause === null) return '. No change is known behind it.';
  return (
    <>
      . After: <Foreign text={cause.what} most={160} />
      {cause.actor === null ? null : (
        <>
          , by <Brief text={cause.actor} most={60} />
        </>
      )}
      {cause.tool === null ? null : (
        <>
          {' '}
          with <Brief text={cause.tool} most={60} />
        </>
      )}
    </>
  );
}

const MOST_MEMBERS = 100;

/** Each alert of a message, with a page of its own. */
export function Members({ alerts, open = false }: { readonly alerts: readonly Alert[]; readonly open?: boolean }) {
  return (
    <details className="members" open={open}>
      <summary>Each of the {alerts.length}</summary>
      <ul>
        {alerts.slice(0, MOST_MEMBERS).map((alert) => (
          <li key={alert.id}>
            <Link to="/alerts/$id" params={{ id: alert.id }}>
              <Brief
                text={
                  alert.endpoint === null
                    ? alert.headline
                    : `${alert.server?.split('.')[0] ?? ''} · ${endpointWords(alert.endpoint)}`
                }
                most={160}
              />
            </Link>{' '}
            <AlertState alert={alert} />
          </li>
        ))}
      </ul>
      {alerts.length > MOST_MEMBERS ? <p className="dim">And {alerts.length - MOST_MEMBERS} more.</p> : null}
    </details>
  );
}
