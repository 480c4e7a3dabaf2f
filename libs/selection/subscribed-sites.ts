import { knownText } from '#libs/certificates/known.js';
import type { EdgeSubscription } from '#libs/fleet/document.js';

/** The sites to which Edges are subscribed. */
export interface SubscribedSites {
  /** In lower case. */
  readonly sites: ReadonlySet<string>;
  /** False: a subscription does not say its site. */
  readonly complete: boolean;
}

/** Every server of an organization asks the same list. */
const KNOWN = new WeakMap<readonly EdgeSubscription[], SubscribedSites>();

export function subscribedSites(subscriptions: readonly EdgeSubscription[]): SubscribedSites {
  const known = KNOWN.get(subscriptions);
  if (known !== undefined) return known;
  const found = {
    sites: new Set(subscriptions.flatMap(({ adSite }) => knownText(adSite)?.toLowerCase() ?? [])),
    complete: subscriptions.every(({ adSite }) => adSite !== undefined),
  };
  KNOWN.set(subscriptions, found);
  return found;
}
