import { useQuery } from '@tanstack/react-query';
import { endWords } from '../../cli/words/alerts.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Severity } from '../parts/severity.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Ticket } from './about.js';
import type { Alert } from './groups.js';
import { alertLife } from './queries.js';

type Event = Schemas['AlertLifeEvent'];

const WORDS: Readonly<Record<Event['what'], string>> = {
  fired: 'It fired',
  reopened: 'It fired again',
  escalated: 'It got worse',
  acknowledged: 'Acknowledged',
  resolved: 'It ended',
  corrected: 'Corrected',
};
const COLOURS: Readonly<Record<Event['what'], string>> = {
  fired: 'bad',
  reopened: 'bad',
  escalated: 'bad',
  acknowledged: 'doubt',
  resolved: 'good',
  corrected: 'good',
};

/** The events of an alert in the log, the newest first. */
export function Life({ alert }: { readonly alert: Alert }) {
  const { data, error, isPending, refetch } = useQuery(alertLife(useMoment(), alert.id));
  return (
    <section className="sheet">
      <h2>Its life</h2>
      {isPending ? <Waiting what="Asking for its events" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <ol className="life">
            {data.items.map((event) => (
              <li key={event.position} className={COLOURS[event.what]}>
                <One event={event} summary={alert.summary} />
              </li>
            ))}
          </ol>
          {data.cutOff ? <p className="doubt">What happened before was not looked at: the log is long.</p> : null}
        </>
      )}
    </section>
  );
}

function One({ event, summary }: { readonly event: Event; readonly summary: string }) {
  const { what, at, position, severity, by, note, reason } = event;
  return (
    <>
      <p>
        <strong>{WORDS[what]}</strong>
        {severity === null ? null : (
          <>
            {' '}
            <Severity severity={severity} />
          </>
        )}
        {by === null ? null : (
          <>
            {' '}
            by <Brief text={by} />
          </>
        )}
        <Ticket ticket={event.ticket} />
        {reason === null ? null : <>: {what === 'resolved' ? endWords(reason) : <Foreign text={reason} />}</>}
      </p>
      {event.summary === null || event.summary === summary ? null : (
        <p>
          <Foreign text={event.summary} most={400} />
        </p>
      )}
      {note === null ? null : (
        <p className="note">
          <Foreign text={note} />
        </p>
      )}
      <p className="dim">
        <Instant at={at} />, log position {position}
      </p>
    </>
  );
}
