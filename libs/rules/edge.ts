import { knownList, knownText } from '#libs/certificates/known.js';
import type { EdgeSubscription } from '#libs/fleet/document.js';
import type { ServerFacts } from '#libs/selection/server-facts.js';
import { namedServer } from '#libs/selection/server-names.js';
import type { Subject } from './subject.js';

/** Whether the server is an Edge; undefined: its roles are unknown. */
export function isEdge({ roles }: Pick<ServerFacts, 'roles'>): boolean | undefined {
  return roles?.includes('EdgeTransport');
}

/**
 * Whether the server is known to depend on an Edge subscription: an Edge that one names, or another server of its site.
 * @cite rulebook 11.1 (D)
 */
export function isTiedToEdge(subject: Pick<Subject, 'facts' | 'fleet'>): boolean {
  return isSubscribedEdge(subject) || isOfSubscribedSite(subject.facts);
}

/** An Edge that a subscription names. */
export function isSubscribedEdge({ facts, fleet }: Pick<Subject, 'facts' | 'fleet'>): boolean {
  if (isEdge(facts) !== true) return false;
  const subscriptions = knownList(facts.organization.edgeSubscriptions) ?? [];
  return subscriptions.some(({ edgeServer }) => {
    const name = knownText(edgeServer);
    return name != null && namedServer(fleet.names, name) === facts.fqdn;
  });
}

/** Known to be no Edge, in a site that has a subscription. */
export function isOfSubscribedSite(facts: Pick<ServerFacts, 'roles' | 'organization' | 'server'>): boolean {
  if (isEdge(facts) !== false) return false;
  const site = knownText(facts.server.adSite)?.toLowerCase();
  if (site === undefined) return false;
  const subscriptions = knownList(facts.organization.edgeSubscriptions) ?? [];
  return subscriptions.some(({ adSite }) => knownText(adSite)?.toLowerCase() === site);
}

/** The subscriptions that a server depends on: of its site, or of the Edge that it is. */
export function subscriptionsOf({ facts, fleet }: Pick<Subject, 'facts' | 'fleet'>): readonly EdgeSubscription[] {
  const subscriptions = knownList(facts.organization.edgeSubscriptions) ?? [];
  const site = knownText(facts.server.adSite)?.toLowerCase();
  const edge = isEdge(facts) === true;
  return subscriptions.filter(({ edgeServer, adSite }) => {
    if (!edge) return site !== undefined && knownText(adSite)?.toLowerCase() === site;
    return namedServer(fleet.names, knownText(edgeServer) ?? '') === facts.fqdn;
  });
}

/** The Edges of these subscriptions, as they name them, each once: for summaries and evidence. */
export function edgesOf(subject: Pick<Subject, 'facts' | 'fleet'>): readonly string[] {
  return [...new Set(subscriptionsOf(subject).flatMap(({ edgeServer }) => knownText(edgeServer) ?? []))];
}
