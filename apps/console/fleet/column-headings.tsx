import { COLUMNS, type Fact } from './columns.js';

interface Ordered {
  readonly sort: string | undefined;
  readonly order: (sort: string | undefined) => void;
}

/** What the columns are called. A click orders the rows by a fact, another one the other way round, a third one no more. */
export function ColumnHeadings({ sort, order }: Ordered) {
  return (
    <div role="row" aria-rowindex={1}>
      {COLUMNS.map(({ name, first, second }) => (
        <div key={name} role="columnheader" aria-sort={sortOf([first, second], sort)} className={`cell ${name}`}>
          <Order fact={first} sort={sort} order={order} />
          {second === undefined ? null : (
            <>
              {' · '}
              <Order fact={second} sort={sort} order={order} />
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function Order({ fact, sort, order }: Ordered & { readonly fact: Fact }) {
  const direction = directionOf(fact, sort);
  const next = { none: fact.sort, ascending: `-${fact.sort}`, descending: undefined }[direction];
  return (
    <button type="button" onClick={() => order(next)}>
      {fact.heading}
      {direction === 'none' ? null : <span aria-hidden="true"> {direction === 'ascending' ? '▲' : '▼'}</span>}
    </button>
  );
}

type Direction = 'none' | 'ascending' | 'descending';

function directionOf({ sort: field }: Fact, sort: string | undefined): Direction {
  return sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none';
}

function sortOf(facts: readonly (Fact | undefined)[], sort: string | undefined): Direction {
  const directions = facts.flatMap((fact) => (fact === undefined ? [] : [directionOf(fact, sort)]));
  return directions.find((one) => one !== 'none') ?? 'none';
}
