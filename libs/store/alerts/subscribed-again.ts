import type { AlertEvent } from '#libs/alerts/alert-event.js';
import { type AlertRule, idsOf } from '#libs/alerts/alert-rule.js';
import { resolved } from '#libs/alerts/transitions.js';
import type { RecordedEvent } from '#libs/fleet/event.js';
import { textOfColumn } from '../column-text.js';
import type { Transaction } from '../database.js';
import { openAlerts } from './alert-rows.js';

/** What a new Edge subscription makes good: Edge and servers of the site have learnt each other's certificates anew. */
export async function subscribedAgain(
  db: Transaction,
  organization: string,
  { rules, events }: { readonly rules: readonly AlertRule[]; readonly events: readonly RecordedEvent[] },
  when: { readonly organization: string; readonly now: string },
): Promise<readonly AlertEvent[]> {
  const added = events.flatMap((event) => (event.type === 'edge-subscription.added' ? [event] : []));
  if (added.length === 0) return [];
  const open = await openAlerts(db, organization, { rules: idsOf(rules, 'default-smtp-overwritten') });
  const sites = await db.query<{ server: string; site: string | null }>(
    `select server, ad_site as site from certfleet.server_state where organization = $1 and server = any($2::text[])`,
    [organization, open.flatMap(({ facts }) => facts.server ?? [])],
  );
  const siteOf = new Map(sites.map(({ server, site }) => [textOfColumn(server), site?.toLowerCase()]));
  return open
    .filter(({ facts: { server, cause } }) =>
      added.some(({ data: { adSite, edgeServer }, occurredAt }) => {
        if (server === null || (cause !== null && occurredAt < cause.occurredAt)) return false;
        const site = siteOf.get(server);
        return (site !== undefined && adSite?.toLowerCase() === site) || edgeServer?.toLowerCase() === server;
      }),
    )
    .map((alert) => resolved(alert, { reason: 'subscribed-again' }, when));
}
