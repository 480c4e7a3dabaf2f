import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../client/api.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { changesWithin } from './bars.js';
import { LaneTable } from './lane-table.js';
import { Legend } from './legend.js';
import { Picture } from './picture.js';
import { history, type LanesOf } from './queries.js';
import { useView } from './use-view.js';
import { askedFor } from './view.js';

/** What endpoints presented over time, as a picture and as a table: of a server, of a certificate, or of the fleet those that changed. */
export function Lanes({ of, highlight }: { readonly of: LanesOf; readonly highlight?: string | undefined }) {
  const moment = useMoment();
  const [opened] = useState(() => Date.now());
  const { view, show } = useView(opened);
  const query = useInfiniteQuery(history(moment, of, askedFor(view)));
  const { data, error, isPending, refetch } = query;
  const [first] = data?.pages ?? [];
  if (isPending) return <Waiting what="Asking what was presented when" />;
  if (first === undefined) return error === null ? null : <Trouble error={error} again={() => void refetch()} />;
  const isOfFleet = of.server === undefined && of.thumbprint === undefined;
  const all = data?.pages.flatMap(({ items }) => items) ?? [];
  // A little more is asked for than is seen.
  const lanes = isOfFleet ? all.filter((lane) => changesWithin(lane, view)) : all;
  const facts = factsOf(data?.pages ?? []);
  const now = Date.parse(first.asOf);
  return (
    <div className="lanes-of">
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      <Picture
        lanes={lanes}
        view={view}
        show={show}
        about={{ now, asOf: moment.asOf === undefined ? null : Date.parse(moment.asOf), facts, highlight }}
        namesServers={of.server === undefined}
        nothing={nothingWords(of)}
      />
      {query.hasNextPage ? (
        <Button
          size="xs"
          variant="default"
          onClick={() => void query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          More endpoints: {all.length} of {first.total.toLocaleString('en-US')} are here
        </Button>
      ) : null}
      {lanes.length === 0 ? null : (
        <>
          <Legend lanes={lanes} view={view} facts={facts} />
          <LaneTable lanes={lanes} view={view} facts={facts} />
        </>
      )}
    </div>
  );
}

function nothingWords({ server, thumbprint }: LanesOf): string {
  if (thumbprint !== undefined) return 'It was presented nowhere in this time, as far as is known.';
  return server === undefined
    ? 'No endpoint presented something else in this time, as far as is known.'
    : 'Nothing is known of its endpoints in this time.';
}

function factsOf(pages: readonly Schemas['History'][]): ReadonlyMap<string, Schemas['Certificate']> {
  return new Map(pages.flatMap(({ certificates }) => certificates.map((one) => [one.thumbprint, one] as const)));
}
