import type { EdgeSubscription } from '#libs/fleet/document.js';
import { restartTransport, signIn } from './commands.js';
import { subscriptionsOf } from './edge.js';
import { resubscribe } from './edge-commands.js';
import { takeOver } from './internal-transport-commands.js';
import type { Transition } from './rule.js';
import { storedCertificate } from './stored-certificate.js';

/**
 * Takes the overwriting of an internal transport certificate back: the old one is enabled for SMTP with `-Force`. Nothing where it is known to
 * be gone or to have no key.
 * @cite KB2989382 (A)
 */
export function putBack({ facts }: Pick<Transition, 'facts'>, before: string): readonly string[] {
  const gone = facts.certificates !== undefined && storedCertificate(facts, before) === undefined;
  if (gone || storedCertificate(facts, before)?.hasPrivateKey === false) return [];
  return [...signIn(facts), takeOver({ facts }, before), restartTransport(facts)];
}

/** Either puts the old certificate back, or lets the Edges and the server learn the new one. @cite KB2989382, L-ASSIGN (A) */
export function putBackOrSubscribe(transition: Transition, before: string): readonly string[] {
  const back = putBack(transition, before);
  const again = subscribed(subscriptionsOf(transition), transition.facts.version);
  return back.length > 0 && again.length > 0 ? [...back, OR_SUBSCRIBE, ...again] : [...back, ...again];
}

const OR_SUBSCRIBE = 'Or keep the new certificate, and subscribe again:';

function subscribed(subscriptions: readonly EdgeSubscription[], version: string | undefined): readonly string[] {
  const lines = resubscribe(subscriptions, version);
  return lines.length > 0 ? lines : [NAMELESS];
}

const NAMELESS =
  'Subscribe the Edge of the site again: New-EdgeSubscription on the Edge, New-EdgeSubscription in the site, then Start-EdgeSynchronization.';
