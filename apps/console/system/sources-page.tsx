import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { distanceWords } from '../../cli/text/instant.js';
import type { Schemas } from '../client/api.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { SystemPage } from './parts.js';
import { silentServers, sources } from './queries.js';

/** Who tells, and how far they can be relied on: silence, missing numbers, clocks in doubt. */
export function SourcesPage() {
  return (
    <SystemPage title="Collectors">
      <Silence />
      <Numbering />
    </SystemPage>
  );
}

function Silence() {
  const query = useInfiniteQuery(silentServers(useMoment()));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  return (
    <section className="sheet">
      <h2>When each server was last heard of</h2>
      {isPending ? <Waiting what="Asking for the servers" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : (
        <>
          <Silent freshness={first.freshness} />
          <ul className="heard">
            {data?.pages.flatMap(({ items }) =>
              items.map(({ fqdn, lastSeenAt }) => (
                <li key={fqdn}>
                  <Link to="/servers/$fqdn" params={{ fqdn }}>
                    <Brief text={fqdn} />
                  </Link>
                  <Heard at={lastSeenAt} now={first.asOf} since={first.freshness.silentSince} />
                </li>
              )),
            )}
          </ul>
          {query.hasNextPage ? (
            <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
              Heard of later
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}

function Silent({ freshness: { servers: known, silentCount, silentSince } }: Pick<Schemas['ServerList'], 'freshness'>) {
  return (
    <p>
      <strong>{known === 1 ? '1 server' : `${known.toLocaleString('en-US')} servers`}</strong> known,{' '}
      <span className={silentCount === 0 ? '' : 'doubt'}>
        {silentCount === 0 ? 'none' : silentCount === null ? 'an unknown number' : silentCount.toLocaleString('en-US')}{' '}
        silent since {silentSince.slice(0, 10)}
      </span>
      ; who was not heard of for longest stands first.
    </p>
  );
}

function Heard({ at, now, since }: { readonly at: string | null; readonly now: string; readonly since: string }) {
  if (at === null) return <span className="doubt">never</span>;
  return (
    <span className={at < since ? 'doubt' : 'dim'}>
      <Instant at={at} />, {distanceWords(now, at)}
    </span>
  );
}

const NUMBERINGS: Readonly<Record<Schemas['Source']['numbering'], string>> = {
  'every-event': 'every event',
  'with-holes': 'with holes',
  unknown: 'unknown',
};

function Numbering() {
  const query = useInfiniteQuery(sources(useMoment()));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="sheet">
      <h2>Who numbers what it tells, and what is missing</h2>
      {isPending ? <Waiting what="Asking for the sources" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : items.length === 0 ? (
        <p className="dim">No source numbers what it tells, so nobody could tell that something is missing.</p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label="Sources">
          <table>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Numbers</th>
                <th scope="col">Events</th>
                <th scope="col">From – to</th>
                <th scope="col">Missing</th>
                <th scope="col">Last recorded</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <Row key={`${item.source}\n${item.epoch ?? ''}`} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {items.flatMap(({ gaps }) =>
        gaps.map(({ what, since }) => (
          <p key={`${what} ${since}`} className="doubt">
            <Foreign text={what} />; known since <Instant at={since} />
          </p>
        )),
      )}
      {first === undefined ? null : <Clocks clocks={first.clocks} />}
      {query.hasNextPage ? (
        <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          More sources
        </Button>
      ) : null}
    </section>
  );
}

function Row({ item }: { readonly item: Schemas['Source'] }) {
  const { source, epoch, numbering, events, first, last, missing, lastRecordedAt } = item;
  return (
    <tr>
      <td>
        <Brief text={source} />
        {epoch === null ? null : (
          <span className="dim">
            {' '}
            <Brief text={epoch} most={60} />
          </span>
        )}
      </td>
      <td>{NUMBERINGS[numbering]}</td>
      <td>{events.toLocaleString('en-US')}</td>
      <td>{first === null || last === null ? <span className="quiet">none</span> : `${first} – ${last}`}</td>
      <td>
        {missing === null ? (
          <span className="doubt">unknown</span>
        ) : (
          <span className={missing === 0 ? 'good' : 'bad'}>{missing.toLocaleString('en-US')}</span>
        )}
      </td>
      <td>
        <Instant at={lastRecordedAt} />
      </td>
    </tr>
  );
}

function Clocks({ clocks }: { readonly clocks: Schemas['SourceList']['clocks'] }) {
  return (
    <>
      <h3>Clocks in doubt</h3>
      {clocks.length === 0 ? <p className="dim">None that anything is known of.</p> : null}
      {clocks.map(({ server, what }) => (
        <p key={server} className="doubt">
          <Link to="/servers/$fqdn" params={{ fqdn: server }}>
            <Brief text={server} />
          </Link>
          : <Foreign text={what ?? ''} />
        </p>
      ))}
    </>
  );
}
