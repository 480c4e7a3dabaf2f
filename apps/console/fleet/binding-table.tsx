import { useQueries, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import type { Schemas } from '../client/api.js';
import type { Narrowed } from '../client/moment.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useAddresses } from '../session/addresses.js';
import { useMoment } from '../session/moment.js';
import { useFollowed } from '../session/use-followed.js';
import { BindingRow } from './binding-row.js';
import { ColumnHeadings } from './column-headings.js';
import { Export } from './export.js';
import { Freshness } from './freshness.js';
import { AHEAD, RANGE, range, rangesOf } from './ranges.js';

const WIDE = '(min-width: 62em)';
/** Pixels of a row, as the style sheet has them. */
const HEIGHT = { wide: 48, narrow: 112 };
/** So many rows are drawn above and below those in sight. */
const OVERSCAN = 8;

interface Props {
  readonly narrowed: Narrowed;
  readonly order: (sort: string | undefined) => void;
}

/** The rows that a query asks for. Only those in sight are drawn, and only those about them are asked for. */
export function BindingTable({ narrowed, order }: Props) {
  const { data: first, error, isPending, refetch } = useQuery(range(useMoment(), narrowed, 0));
  const again = () => void refetch();
  if (isPending) return <Waiting what="Asking for the bindings" />;
  if (first === undefined) return error === null ? null : <Trouble error={error} again={again} />;
  return (
    <>
      <div className="list-head">
        <Freshness answer={first} rows={first.total === 1 ? 'row' : 'rows'} />
        <Export narrowed={narrowed} total={first.total} />
      </div>
      {error === null ? null : <Trouble error={error} again={again} />}
      {first.total > 0 ? (
        <Rows narrowed={narrowed} total={first.total} asOf={first.asOf} order={order} />
      ) : (
        <p className="nothing">No row is so. That is an answer, too: nothing that is known matches the query.</p>
      )}
    </>
  );
}

interface RowsProps extends Props {
  readonly total: number;
  readonly asOf: string;
}

/** How long the scrollbar has to rest before what is in sight is asked for. */
const REST = 90;

function Rows({ narrowed, total, asOf, order }: RowsProps) {
  const place = useRef<HTMLDivElement>(null);
  const height = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ? HEIGHT.wide : HEIGHT.narrow;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => place.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const rowAt = useRanges(narrowed, rangesOf(first - AHEAD, last + AHEAD, total));
  const to = useAddresses();
  const told = useMemo(() => ({ asOf, to }), [asOf, to]);
  const follow = useFollowed();
  return (
    <div
      className="bindings"
      ref={place}
      role="table"
      aria-label="Bindings"
      aria-rowcount={total + 1}
      tabIndex={0}
      onClick={follow}
    >
      <div role="rowgroup" className="headings">
        <ColumnHeadings sort={narrowed.sort} order={order} />
      </div>
      <div role="rowgroup" className="rows" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <BindingRow key={index} row={rowAt(index)} index={index} told={told} top={start} />
        ))}
      </div>
    </div>
  );
}

/** The rows of ranges, as far as they are there. While the scrollbar is dragged nothing new is asked for. */
function useRanges(narrowed: Narrowed, numbers: readonly number[]): (index: number) => Schemas['Binding'] | undefined {
  const moment = useMoment();
  const [settled] = useDebouncedValue(numbers.join(), REST);
  const isAtRest = settled === numbers.join();
  const found = useQueries({
    queries: numbers.map((number) => ({ ...range(moment, narrowed, number), enabled: isAtRest })),
  });
  const byNumber = new Map(numbers.map((number, i) => [number, found[i]?.data?.items]));
  return (index) => byNumber.get(Math.floor(index / RANGE))?.[index % RANGE];
}
