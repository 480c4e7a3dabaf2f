import { memo } from 'react';
import type { Schemas } from '../client/api.js';
import { COLUMNS, type Told } from './columns.js';

interface RowProps {
  /** Absent: it is awaited. */
  readonly row: Schemas['Binding'] | undefined;
  readonly index: number;
  readonly told: Told;
  readonly top: number;
}

/** Drawn anew only when something of it changes: scrolling moves others. */
export const BindingRow = memo(function BindingRow({ row, index, told, top }: RowProps) {
  if (row === undefined)
    return (
      <div role="row" aria-rowindex={index + 2} className="row awaited" style={{ top }}>
        <div role="cell" className="cell server">
          row {(index + 1).toLocaleString('en-US')} …
        </div>
      </div>
    );
  return (
    <div role="row" aria-rowindex={index + 2} className="row" style={{ top }}>
      {COLUMNS.map(({ name, first, second }) => (
        <div role="cell" key={name} className={`cell ${name}`}>
          {first.of(row, told)}
          {second === undefined ? null : (
            <>
              {' '}
              <br />
              <span className="second">{second.of(row, told)}</span>
            </>
          )}
        </div>
      ))}
    </div>
  );
});
