import type { Schemas } from '../client/api.js';
import { Facts } from '../parts/page.js';

const count = (n: number): string => n.toLocaleString('en-US');

/** How many rows of how much, and of which servers nothing was heard lately: every number here has what it is a part of beside it. */
export function Freshness({
  answer,
  rows,
}: {
  readonly answer: Pick<Schemas['BindingList'], 'total' | 'freshness' | 'position' | 'asOf'>;
  readonly rows: string;
}) {
  const { total, freshness, position, asOf } = answer;
  const { servers, silent, silentCount, silentSince } = freshness;
  return (
    <p className="freshness" role="status">
      <strong>
        {count(total)} {rows}
      </strong>
      , {servers === 1 ? '1 server' : `${count(servers)} servers`} known,{' '}
      {silentCount === null ? (
        <span className="doubt">how many were silent then is unknown</span>
      ) : silentCount === 0 ? (
        <>none silent since {silentSince.slice(0, 10)}</>
      ) : (
        <span className="doubt">
          {count(silentCount)} silent since {silentSince.slice(0, 10)}: {silent.slice(0, 3).join(', ')}
          {silentCount > 3 ? ` and ${count(silentCount - 3)} more` : ''}
        </span>
      )}
      , <Facts position={position} asOf={asOf} />
    </p>
  );
}
