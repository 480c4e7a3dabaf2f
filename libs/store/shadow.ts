import { VIEWS } from '#libs/views/views.js';
import type { Transaction } from './database.js';

/** Tables that hold the projection itself. */
export const PROJECTED = [
  ...VIEWS.map(({ table }) => table),
  'binding',
  'server_alias',
  'certificate',
  'organization_state',
];

/** With how far it has come and what was found: everything that projecting writes. */
const SHADOWED = [...PROJECTED, 'checkpoint', 'sighting', 'finding'];

/** Every table of a rebuild under way. */
export const SHADOWS = SHADOWED.map(shadowOf);

export function shadowOf(table: string): string {
  return `rebuild_${table}`;
}

const NAMES = new RegExp(`\\bcertfleet\\.(${SHADOWED.join('|')})\\b`, 'g');
const WRITES_ELSEWHERE = /\b(?:insert\s+into|update|delete\s+from)\s+certfleet\.(?!rebuild_)\w+/i;

/**
 * The same transaction, in which the tables that projecting writes are those of a rebuild: whatever projects over it is the very code that
 * follows the log. Names are replaced in the statements, which write every table as `certfleet.<name>`; values are parameters and untouched.
 *
 * @returns a transaction that throws at a statement which would write any other table: that table has no shadow yet.
 */
export function inShadow(db: Transaction): Transaction {
  return {
    query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
      const shadowed = sql.replace(NAMES, (_, table: string) => `certfleet.${shadowOf(table)}`);
      const elsewhere = WRITES_ELSEWHERE.exec(shadowed);
      if (elsewhere !== null)
        return Promise.reject(new Error(`A rebuild may not write what has no shadow: ${elsewhere[0]}.`));
      return db.query<Row>(shadowed, parameters);
    },
  };
}
