import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { shown } from '../../cli/text/escape.js';
import type { Schemas } from '../client/api.js';
import type { Narrowed } from '../client/moment.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { COLUMNS } from './columns.js';
import { Export } from './export.js';
import { Freshness } from './freshness.js';
import { RANGE, range, rangesOf } from './ranges.js';

const WIDE = '(min-width: 62em)';
const HEIGHT = { wide: 38, narrow: 112 };

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
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const rowAt = useRanges(narrowed, rangesOf(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, total));
  return (
    <div className="bindings" ref={place} role="table" aria-label="Bindings" aria-rowcount={total + 1} tabIndex={0}>
      <div role="rowgroup" className="headings">
        <div role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <ColumnHeading key={column.name} column={column} sort={narrowed.sort} order={order} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="rows" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row key={index} row={rowAt(index)} index={index} asOf={asOf} top={start} height={height} />
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

interface RowProps {
  readonly row: Schemas['Binding'] | undefined;
  readonly index: number;
  readonly asOf: string;
  readonly top: number;
  readonly height: number;
}

/** Drawn anew only when something of it changes: scrolling moves others. */
const Row = memo(function Row({ row, index, asOf, top, height }: RowProps) {
  const style = { transform: `translateY(${top}px)`, height };
  if (row === undefined)
    return (
      <div role="row" aria-rowindex={index + 2} className="row awaited" style={style}>
        <div role="cell" className="cell server">
          row {(index + 1).toLocaleString('en-US')} …
        </div>
      </div>
    );
  return (
    <div role="row" aria-rowindex={index + 2} className="row" style={style}>
      {COLUMNS.map((column) => (
        <div role="cell" key={column.name} className={`cell ${column.name}`} data-heading={column.heading}>
          <CellOf column={column} row={row} asOf={asOf} />
        </div>
      ))}
    </div>
  );
});

function CellOf({
  column: { name, cell },
  row,
  asOf,
}: {
  readonly column: (typeof COLUMNS)[number];
  readonly row: Schemas['Binding'];
  readonly asOf: string;
}) {
  const { server, endpoint } = row;
  if (name === 'server')
    return (
      <Link to="/servers/$fqdn" params={{ fqdn: server }} preload={false}>
        {cell(row, asOf)}
      </Link>
    );
  if (name !== 'endpoint') return cell(row, asOf);
  return (
    <Link
      to="/servers/$fqdn/explain"
      params={{ fqdn: server }}
      search={{ endpoint }}
      title={`Why: ${shown(endpointWords(endpoint).slice(0, 300))}`}
    >
      {cell(row, asOf)}
    </Link>
  );
}

function ColumnHeading({
  column: { name, heading, sort: field },
  sort,
  order,
}: {
  readonly column: (typeof COLUMNS)[number];
  readonly sort: string | undefined;
  readonly order: (sort: string | undefined) => void;
}) {
  const direction = field !== null && sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none';
  const next = { none: field ?? undefined, ascending: `-${field}`, descending: undefined }[direction];
  return (
    <div role="columnheader" aria-sort={direction} className={`cell ${name}`}>
      {field === null ? (
        heading
      ) : (
        <button type="button" onClick={() => order(next)}>
          {heading} <span aria-hidden="true">{{ none: '', ascending: '▲', descending: '▼' }[direction]}</span>
        </button>
      )}
    </div>
  );
}
