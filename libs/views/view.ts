import type { ServerProjection } from './projection.js';

/** How a value stands in its column. `text` may be a stranger's: what a column cannot hold is escaped on the way. */
export type ColumnKind = 'text' | 'texts' | 'json' | 'instant' | 'integer' | 'boolean';

/**
 * A table of which each server has its own rows: what they are, as a pure function of the server's projection. Row keys are column names;
 * `organization` and `server`, which every such table begins with, are added by the store.
 */
export interface View<Row extends object> {
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnKind>> & { readonly [Column in keyof Row]: ColumnKind };
  /** The columns that tell the rows of one server apart, all of them texts; none: a server has exactly one row. */
  readonly key: readonly string[];
  readonly rows: (projection: ServerProjection) => readonly Row[];
}
