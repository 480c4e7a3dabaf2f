import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { forecast } from '../forecast/queries.js';
import { together } from '../forecast/weeks.js';
import { ComingChange } from '../forecast/week-list.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { isNow, useMoment } from '../session/moment.js';

const MOST = 8;

/** What time alone will do to it within 400 days. */
export function Coming({ fqdn }: { readonly fqdn: string }) {
  const moment = useMoment();
  const query = useInfiniteQuery(forecast(moment, { server: fqdn, days: 400 }));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  const changes = together(first?.items ?? []);
  return (
    <section className="sheet">
      <h2>What time will do to it</h2>
      {isNow(moment) ? null : (
        <p className="doubt">The forecast is told from now on, not from the time that is looked at.</p>
      )}
      {isPending ? <Waiting what="Asking what is coming" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : changes.length === 0 ? (
        <p className="quiet">Nothing by itself within 400 days.</p>
      ) : (
        changes.slice(0, MOST).map((same) => <ComingChange key={same.key} same={same} />)
      )}
      {changes.length > MOST ? (
        <p>
          <Link to="/forecast" search={{ where: `server:${fqdn}` }}>
            {changes.length - MOST} more
          </Link>
        </p>
      ) : null}
    </section>
  );
}
