import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { QueryBox } from '../fleet/query-box.js';
import { Facts, Heading } from '../parts/page.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { Calendar } from './calendar.js';
import { ComingTable } from './coming-table.js';
import { IcsFile } from './ics-file.js';
import { forecast } from './queries.js';
import { type Coming, weekOf } from './weeks.js';
import { WeekList } from './week-list.js';

const CHOICES = [
  { value: '90', label: '90 days' },
  { value: '400', label: '400 days' },
  { value: '1100', label: '3 years' },
  { value: '3660', label: '10 years' },
] as const;

/** What time alone will do: which certificates end, what switches by itself, and what stops working then. */
export function ForecastPage() {
  const { where, days: asked, week } = useSearch({ from: '/forecast' });
  const navigate = useNavigate({ from: '/forecast' });
  const days = Number((CHOICES.find(({ value }) => value === asked) ?? CHOICES[1]).value);
  const of = { where, days };
  const { organization } = useMoment();
  const query = useInfiniteQuery(forecast({ organization }, of));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (monday: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, week: monday }), resetScroll: false });
  return (
    <>
      <Heading title="Forecast" />
      <QueryBox
        list="bindings"
        where={where ?? ''}
        ask={(text) =>
          void navigate({ search: (before) => ({ ...before, week: undefined, where: text === '' ? undefined : text }) })
        }
      />
      <div className="narrowed">
        <NativeSelect
          label="From now on"
          value={String(days)}
          data={CHOICES.map(({ value, label }) => ({ value, label }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            void navigate({ search: (before) => ({ ...before, week: undefined, days: chosen }) });
          }}
        />
        <IcsFile of={of} />
      </div>
      {isPending ? <Waiting what="Asking what is coming" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {first === undefined ? null : <Found first={first} items={items} days={days} week={week} choose={choose} />}
      {query.hasNextPage ? (
        <Button variant="default" onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
          Later changes: {items.length.toLocaleString('en-US')} are here
        </Button>
      ) : null}
    </>
  );
}

interface FoundProps {
  readonly first: Schemas['ForecastList'];
  readonly items: readonly Coming[];
  readonly days: number;
  readonly week: string | undefined;
  readonly choose: (monday: string | undefined) => void;
}

function Found({ first, items, days, week, choose }: FoundProps) {
  const shown = week === undefined ? items : items.filter(({ at }) => weekOf(at) === week);
  return (
    <>
      <p className="freshness" role="status">
        <strong>{first.total === 1 ? '1 change' : `${first.total.toLocaleString('en-US')} changes`}</strong> by time
        alone within {days} days, <Facts position={first.position} asOf={first.asOf} />
      </p>
      {first.total === 0 ? (
        <p className="nothing">Time alone changes nothing in that time, as far as is known.</p>
      ) : (
        <>
          <Calendar items={items} from={first.asOf} days={days} chosen={week} choose={choose} />
          {week === undefined ? null : (
            <p>
              Only the week of {week}.{' '}
              <button type="button" className="more" onClick={() => choose(undefined)}>
                show every week
              </button>
            </p>
          )}
          <WeekList items={shown} asOf={first.asOf} />
          <ComingTable items={shown} />
        </>
      )}
    </>
  );
}
