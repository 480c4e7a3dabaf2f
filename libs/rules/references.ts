import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { isBackEnd } from '#libs/selection/iis.js';
import { knownThumbprint, type ServerFacts } from '#libs/selection/server-facts.js';
import { clientProtocols, type ClientProtocol } from './client-protocols.js';
import { connectorsOf, type Connector } from './connectors.js';
import { pinMatches } from './pin-matches.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { allHttps } from './web-sites.js';

/** Something that needs a certificate and that does not keep Exchange from removing it. */
export type Reference = {
  /** An endpoint address, or the key that holds it: `authConfig/currentThumbprint`. */
  readonly address: string;
} & (
  | { readonly kind: 'receive-connector'; readonly connector: Connector }
  | { readonly kind: 'client-protocol'; readonly protocol: ClientProtocol }
  | { readonly kind: 'auth-config'; readonly which: 'current' | 'next' }
  | { readonly kind: 'federation' }
  | { readonly kind: 'https-binding'; readonly binding: HttpsBinding }
);

type Where = Pick<Subject, 'facts' | 'answers'>;

/**
 * All that is known to refer to a certificate, but for what makes Exchange refuse its removal, and Exchange Back End, which has a rule of
 * its own.
 * @cite rulebook 11.3, RO-31; C-08
 */
export function referencesTo(where: Where, thumbprint: string): readonly Reference[] {
  return [
    ...pinnedBy(where, thumbprint),
    ...presentedBy(where, thumbprint),
    ...authorizedBy(where.facts, thumbprint),
    ...federatedBy(where.facts, thumbprint),
    ...heldBy(where.facts, thumbprint),
  ];
}

/** Enabled Receive connectors of whose pin it is the only possible match. */
function pinnedBy(where: Where, thumbprint: string): readonly Reference[] {
  return connectorsOf(where)
    .filter(({ kind, pin }) => kind === 'receive' && pin != null && isOnlyMatch(where.facts, pin, thumbprint))
    .map((connector) => ({ kind: 'receive-connector', address: connector.endpoint, connector }));
}

/** It matches definitely, while every other certificate definitely does not. */
function isOnlyMatch(facts: ServerFacts, pin: string, thumbprint: string): boolean {
  const matches = pinMatches(facts, pin);
  if (matches === undefined || matches.undecided.length > 0) return false;
  return matches.matching.length === 1 && matches.matching[0]?.thumbprint === thumbprint;
}

function presentedBy(where: Where, thumbprint: string): readonly Reference[] {
  return clientProtocols(where)
    .filter(({ answer }) => answer?.outcome === 'PRESENTED' && answer.thumbprint === thumbprint)
    .map((protocol) => ({ kind: 'client-protocol', address: protocol.endpoint, protocol }));
}

function authorizedBy({ organization }: ServerFacts, thumbprint: string): readonly Reference[] {
  const { currentThumbprint, nextThumbprint } = organization.authConfig ?? {};
  const found: Reference[] = [];
  if (knownThumbprint(currentThumbprint) === thumbprint) {
    found.push({ kind: 'auth-config', address: 'authConfig/currentThumbprint', which: 'current' });
  }
  if (knownThumbprint(nextThumbprint) === thumbprint) {
    found.push({ kind: 'auth-config', address: 'authConfig/nextThumbprint', which: 'next' });
  }
  return found;
}

/** The service says that the federation trust refers to it. */
function federatedBy(facts: ServerFacts, thumbprint: string): readonly Reference[] {
  const federated = storedCertificate(facts, thumbprint)?.services?.includes('Federation') === true;
  return federated ? [{ kind: 'federation', address: 'federationTrust' }] : [];
}

function heldBy({ server }: ServerFacts, thumbprint: string): readonly Reference[] {
  return (allHttps(server) ?? [])
    .filter((binding) => binding.thumbprint === thumbprint && !isBackEnd(binding))
    .map((binding) => ({ kind: 'https-binding', address: binding.endpoint, binding }));
}
