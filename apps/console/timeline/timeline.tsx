import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '../client/api.js';
import { timeline, type TimelineOf } from '../client/queries.js';
import { NewEvents } from '../live/new-events.js';
import { Facts } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Group } from './group.js';
import { Quiet } from './quiet.js';
import { told, type Told } from './told.js';

/** What happened, newest first, with a heading for each day. */
export function Timeline({ of }: { readonly of: TimelineOf }) {
  const query = useInfiniteQuery(timeline(useMoment(), of));
  const { data, error, isPending, refetch } = query;
  if (isPending) return <Waiting what="Asking what happened" />;
  const [first] = data?.pages ?? [];
  if (first === undefined) return error === null ? null : <Trouble error={error} again={() => void refetch()} />;
  const days = byDay(data?.pages ?? []);
  return (
    <div className="timeline">
      <p className="dim">
        {first.total.toLocaleString('en-US')} events, <Facts position={first.position} asOf={first.asOf} />. All times
        are UTC.
      </p>
      <News of={of} since={first.position} show={() => void refetch()} />
      {days.length === 0 && !query.hasNextPage ? <p className="nothing">Nothing is recorded.</p> : null}
      {days.map(({ day, entries }) => (
        <section key={day}>
          <h2 className="day">{day}</h2>
          <ol>
            {entries.map((entry) => (
              <li key={entry.key}>
                {entry.kind === 'quiet' ? <Quiet items={entry.items} /> : <Group told={entry} asOf={first.asOf} />}
              </li>
            ))}
          </ol>
        </section>
      ))}
      {error === null ? null : <Trouble error={error} again={() => void query.fetchNextPage()} />}
      {query.hasNextPage ? (
        <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          Earlier
        </Button>
      ) : null}
    </div>
  );
}

/** Of a certificate or one endpoint nobody can tell from an event alone whether it belongs there. */
function News({ of, since, show }: { readonly of: TimelineOf; readonly since: number; readonly show: () => void }) {
  if (of.thumbprint !== undefined || of.endpoint !== undefined) return null;
  return <NewEvents since={since} fqdn={of.fqdn} show={show} />;
}

function byDay(
  pages: readonly Schemas['TimelineList'][],
): readonly { readonly day: string; readonly entries: Told[] }[] {
  const days: { day: string; entries: Told[] }[] = [];
  for (const entry of pages.flatMap(told)) {
    const day = entry.at.slice(0, 10);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
