import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type CSSProperties } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { shown } from '../../cli/text/escape.js';
import type { Schemas } from '../client/api.js';
import type { Narrowed } from '../client/moment.js';
import { bindings } from '../client/queries.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { COLUMNS } from './columns.js';
import { Freshness } from './freshness.js';

const WIDE = '(min-width: 62em)';
const HEIGHT = { wide: 38, narrow: 112 };

interface Props {
  readonly narrowed: Narrowed;
  readonly order: (sort: string | undefined) => void;
}

/** The rows that a query asks for. Only those in sight are drawn, and more are fetched before the last ones come into sight. */
export function BindingTable({ narrowed, order }: Props) {
  const query = useInfiniteQuery(bindings(useMoment(), narrowed));
  const { data, error, isPending, refetch } = query;
  const again = () => void refetch();
  if (isPending) return <Waiting what="Asking for the bindings" />;
  const pages = data?.pages ?? [];
  const [first] = pages;
  if (first === undefined) return error === null ? null : <Trouble error={error} again={again} />;
  const rows = pages.flatMap(({ items }) => items);
  const mayGoOn = query.hasNextPage && !query.isFetchingNextPage && error === null;
  const more = mayGoOn ? () => void query.fetchNextPage() : null;
  return (
    <>
      <Freshness answer={first} rows={first.total === 1 ? 'row' : 'rows'} />
      {error === null ? null : <Trouble error={error} again={again} />}
      <Found rows={rows} total={first.total} asOf={first.asOf} sort={narrowed.sort} order={order} more={more} />
    </>
  );
}

function Found(props: RowsProps) {
  if (props.rows.length > 0) return <Rows {...props} />;
  return <p className="nothing">No row is so. That is an answer, too: nothing that is known matches the query.</p>;
}

interface RowsProps {
  readonly rows: readonly Schemas['Binding'][];
  readonly total: number;
  readonly asOf: string;
  readonly sort: string | undefined;
  readonly order: (sort: string | undefined) => void;
  readonly more: (() => void) | null;
}

const EARLY = 40;

function Rows({ rows, total, asOf, sort, order, more }: RowsProps) {
  const place = useRef<HTMLDivElement>(null);
  const height = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ? HEIGHT.wide : HEIGHT.narrow;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - EARLY) more?.();
  }, [last, rows.length, more]);
  return (
    <div className="bindings" ref={place} role="table" aria-label="Bindings" aria-rowcount={total + 1} tabIndex={0}>
      <div role="rowgroup" className="headings">
        <div role="row" aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <ColumnHeading key={column.name} column={column} sort={sort} order={order} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="rows" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row
            key={index}
            row={rows[index]}
            index={index}
            asOf={asOf}
            style={{ transform: `translateY(${start}px)`, height }}
          />
        ))}
      </div>
    </div>
  );
}

function Row({
  row,
  index,
  asOf,
  style,
}: {
  readonly row: Schemas['Binding'] | undefined;
  readonly index: number;
  readonly asOf: string;
  readonly style: CSSProperties;
}) {
  if (row === undefined) return null;
  const { server, endpoint } = row;
  const link = { to: '/servers/$fqdn/explain', params: { fqdn: server }, search: { endpoint } } as const;
  return (
    <div role="row" aria-rowindex={index + 2} className="row" style={style}>
      {COLUMNS.map(({ name, heading, cell }) => (
        <div role="cell" key={name} className={`cell ${name}`} data-heading={heading}>
          {name === 'server' ? (
            <Link to="/servers/$fqdn" params={{ fqdn: server }}>
              {cell(row, asOf)}
            </Link>
          ) : name === 'endpoint' ? (
            <Link {...link} title={`Why: ${shown(endpointWords(endpoint).slice(0, 300))}`}>
              {cell(row, asOf)}
            </Link>
          ) : (
            cell(row, asOf)
          )}
        </div>
      ))}
    </div>
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
