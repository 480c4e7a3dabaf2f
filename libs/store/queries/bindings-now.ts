import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';
import { BINDINGS_SQL } from './listed/bindings-sql.js';

export interface BindingRow {
  readonly server: string;
  readonly endpoint: string;
  readonly selection: Selection;
  readonly certificate: Certificate | null;
  readonly lastChangedAt: Date | null;
  readonly lastChangedBy: string | null;
  readonly lastChangedPosition: string | null;
  readonly lastSeenAt: Date | null;
}

/** What is read of a binding, over `BINDINGS_SQL`. */
export const BINDING_COLUMNS = {
  select: `b.server, b.endpoint, b.selection, c.facts as certificate,
       b.last_changed_at as "lastChangedAt", b.last_changed_by as "lastChangedBy", b.last_changed_position as "lastChangedPosition",
       s.last_seen_at as "lastSeenAt"`,
  join: `left join certfleet.certificate c on c.organization = b.organization and c.thumbprint = b.thumbprint`,
};

/** What is read of a binding of another time; its answer is folded from the log. */
export const BINDING_THEN_COLUMNS = {
  select: `b.server, b.endpoint, b.last_changed_at as "lastChangedAt", b.last_changed_by as "lastChangedBy",
       b.last_changed_position as "lastChangedPosition"`,
};
export type BindingThenRow = Pick<
  BindingRow,
  'server' | 'endpoint' | 'lastChangedAt' | 'lastChangedBy' | 'lastChangedPosition'
>;

/** What each endpoint of a server presents now: for each the row whose range contains now(), by endpoint. */
export function bindingsOfServer(
  db: Transaction,
  organization: string,
  server: string,
  limit: number,
): Promise<BindingRow[]> {
  return db.query<BindingRow>(
    `select ${BINDING_COLUMNS.select}
     from ${BINDINGS_SQL.from} ${BINDING_COLUMNS.join}
     where ${BINDINGS_SQL.where} and b.server = $2
     order by b.endpoint
     limit $3`,
    [organization, columnText(server), limit],
  );
}
