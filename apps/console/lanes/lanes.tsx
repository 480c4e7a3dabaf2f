import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../client/api.js';
import type { Moment } from '../client/moment.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { changesWithin, type Lane } from './bars.js';
import { LaneTable } from './lane-table.js';
import { Legend } from './legend.js';
import { Picture } from './picture.js';
import { history, type LanesOf } from './queries.js';
import { useView } from './use-view.js';
import { askedFor, type View } from './view.js';
import type { Facts } from './words.js';

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
  const all = data?.pages.flatMap(({ items }) => items) ?? [];
  const lanes = seenOf(all, of, view);
  const facts = factsOf(data?.pages ?? []);
  const now = Date.parse(first.asOf);
  return (
    <div className="lanes-of">
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      <Picture
        lanes={lanes}
        view={view}
        show={show}
        about={{ now, asOf: asOfIn(moment), facts, highlight }}
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
      <InWords lanes={lanes} view={view} facts={facts} />
    </div>
  );
}

/** A little more is asked for than is seen: of the fleet, what changed out of sight is left out. */
function seenOf(all: readonly Lane[], { server, thumbprint }: LanesOf, view: View): readonly Lane[] {
  if (server !== undefined || thumbprint !== undefined) return all;
  return all.filter((lane) => changesWithin(lane, view));
}

function InWords(props: { readonly lanes: readonly Lane[]; readonly view: View; readonly facts: Facts }) {
  if (props.lanes.length === 0) return null;
  return (
    <>
      <Legend {...props} />
      <LaneTable {...props} />
    </>
  );
}

/** The instant that is looked at; null: now. */
function asOfIn({ asOf }: Moment): number | null {
  return asOf === undefined ? null : Date.parse(asOf);
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
