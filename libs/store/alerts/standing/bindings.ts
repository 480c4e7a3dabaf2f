import type { Expiring, Switching } from '#libs/alerts/standing-alerts.js';
import type { Outcome } from '#libs/selection/selection.js';
import { textOfColumn } from '../../column-text.js';
import type { Transaction } from '../../database.js';

const MOST = 20_000;

/** A server of which nothing was heard for days may be another one by now: what time alone makes of it is not known. */
export const HEARD_OF = `s.last_seen_at > now() - interval '3 days'`;

/**
 * Endpoints that present a certificate which ends within so many days, and go on to until it does; those that present another one from then on are
 * left out: it takes its place by itself.
 */
export async function expiring(db: Transaction, organization: string, days: number): Promise<readonly Expiring[]> {
  const rows = await db.query<{
    server: string;
    fqdn: string;
    endpoint: string;
    thumbprint: string;
    subject: string | null;
    issuer: string | null;
    notBefore: Date | null;
    notAfter: Date;
    thenOutcome: Outcome | null;
    thenThumbprint: string | null;
  }>(
    `select b.server, b.fqdn, b.endpoint, b.thumbprint, b.subject, b.issuer, b.not_before as "notBefore", b.not_after as "notAfter",
       n.outcome as "thenOutcome", n.thumbprint as "thenThumbprint"
     from certfleet.binding b
     join certfleet.server_state s on s.organization = b.organization and s.server = b.server and ${HEARD_OF}
     left join certfleet.binding n on n.organization = b.organization and n.server = b.server and n.endpoint = b.endpoint
       and n.valid_from = b.valid_until and n.selection is not null
     where b.organization = $1 and b.selection is not null and b.not_after <= now() + make_interval(days => $2) and b.outcome = 'PRESENTED'
       and b.valid_from <= now() and (b.valid_until is null or b.valid_until > now())
       and not coalesce(n.valid_from <= b.not_after and n.outcome = 'PRESENTED' and n.thumbprint <> b.thumbprint, false)
     order by b.not_after, b.server, b.endpoint limit ${MOST}`,
    [organization, days],
  );
  return rows.map(({ thenOutcome, thenThumbprint, notBefore, notAfter, ...row }) => ({
    ...row,
    server: textOfColumn(row.server),
    fqdn: textOfColumn(row.fqdn),
    endpoint: textOfColumn(row.endpoint),
    notBefore: notBefore?.toISOString() ?? null,
    notAfter: notAfter.toISOString(),
    then: thenOutcome === null ? null : { outcome: thenOutcome, thumbprint: thenThumbprint },
  }));
}

/** Endpoints that present a certificate, and by time alone another one within so many days. */
export async function switching(db: Transaction, organization: string, days: number): Promise<readonly Switching[]> {
  const rows = await db.query<{
    server: string;
    fqdn: string;
    endpoint: string;
    at: Date;
    before: string;
    after: string;
  }>(
    `select n.server, n.fqdn, n.endpoint, n.valid_from as at, b.thumbprint as before, n.thumbprint as after
     from certfleet.binding n
     join certfleet.binding b on b.organization = n.organization and b.server = n.server and b.endpoint = n.endpoint
       and b.valid_until = n.valid_from and b.selection is not null
     join certfleet.server_state s on s.organization = n.organization and s.server = n.server and ${HEARD_OF}
     where n.organization = $1 and n.selection is not null and n.valid_from > now() and n.valid_from <= now() + make_interval(days => $2)
       and b.valid_from <= now() and b.outcome = 'PRESENTED' and n.outcome = 'PRESENTED' and b.thumbprint <> n.thumbprint
     order by n.valid_from, n.server, n.endpoint limit ${MOST}`,
    [organization, days],
  );
  return rows.map(({ at, before, after, ...row }) => ({
    server: textOfColumn(row.server),
    fqdn: textOfColumn(row.fqdn),
    endpoint: textOfColumn(row.endpoint),
    at: at.toISOString(),
    before: { outcome: 'PRESENTED', thumbprint: before },
    after: { outcome: 'PRESENTED', thumbprint: after },
  }));
}
