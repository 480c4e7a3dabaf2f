import type { Certificate } from '#libs/certificates/certificate.js';
import type { Outcome, Selection } from '#libs/selection/selection.js';
import { columnText } from '../column-text.js';
import type { Transaction } from '../database.js';

export interface BindingsFilter {
  /** Canonical names of servers, as `serverKey` gives them. */
  readonly server?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly thumbprint?: string | undefined;
}

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

/** What each endpoint presents now: for each the row whose range contains now(), by server and endpoint, from after a key on. */
export function bindingsNow(
  db: Transaction,
  organization: string,
  filter: BindingsFilter,
  page: { readonly after: readonly [server: string, endpoint: string] | null; readonly limit: number },
): Promise<BindingRow[]> {
  return db.query<BindingRow>(
    `select b.server, b.endpoint, b.selection, c.facts as certificate,
       b.last_changed_at as "lastChangedAt", b.last_changed_by as "lastChangedBy", b.last_changed_position as "lastChangedPosition",
       s.last_seen_at as "lastSeenAt"
     from certfleet.binding b
     left join certfleet.certificate c on c.organization = b.organization and c.thumbprint = b.thumbprint
     left join certfleet.server_state s on s.organization = b.organization and s.server = b.server
     where ${CONTAINS_NOW} and ${PASSES}
       and ($6::text is null or (b.server, b.endpoint) > ($6, $7))
     order by b.server, b.endpoint
     limit $8`,
    [...filterParameters(organization, filter), page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
  );
}

/** How many endpoints pass the filter now. */
export async function countBindingsNow(db: Transaction, organization: string, filter: BindingsFilter): Promise<number> {
  const [row] = await db.query<{ count: string }>(
    `select count(*) as count from certfleet.binding b where ${CONTAINS_NOW} and ${PASSES}`,
    filterParameters(organization, filter),
  );
  return Number(row?.count ?? 0);
}

const CONTAINS_NOW =
  'b.organization = $1 and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())';
const PASSES = `($2::text is null or b.server = $2) and ($3::text is null or b.endpoint = $3)
       and ($4::text is null or b.outcome = $4) and ($5::text is null or b.thumbprint = $5)`;

function filterParameters(organization: string, filter: BindingsFilter): unknown[] {
  const text = (value: string | undefined) => (value === undefined ? null : columnText(value));
  return [organization, text(filter.server), text(filter.endpoint), filter.outcome ?? null, text(filter.thumbprint)];
}
