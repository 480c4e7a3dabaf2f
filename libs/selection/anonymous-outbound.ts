import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import type { SendConnector } from '#libs/fleet/document.js';
import type { Path } from './answer.js';
import { internalTransportSteps } from './internal-transport-certificate.js';
import { indeterminate, notAdvertised, steps, stopIf, type Taken, type Walk } from './path.js';
import type { ServerFacts } from './server-facts.js';
import { subscribedSites } from './subscribed-sites.js';

const certificateSteps = internalTransportSteps({
  unset: 'OANON-4',
  stored: 'OANON-5',
  keyless: 'OANON-7',
  expired: 'OANON-6',
});

/** `send:<name>:anonymous`, on an Edge. */
export interface AnonymousSendWalk extends Walk {
  readonly enabled: boolean | undefined;
  /** Lower case; null: none. */
  readonly smartHostAuthMechanism: string | null | undefined;
  readonly toOrganization: boolean | undefined;
}

export function anonymousSendWalk(server: ServerFacts, connector: SendConnector, at: number): AnonymousSendWalk {
  const mechanism = knownText(connector.smartHostAuthMechanism);
  return {
    server,
    at,
    notes: [],
    enabled: knownFlag(connector.enabled),
    smartHostAuthMechanism: mechanism?.toLowerCase() ?? mechanism,
    toOrganization: leadsToOrganization(connector),
  };
}

/** `--` as smart host or as domain of an address space stands for the organization behind the Edge. One that is known suffices. */
function leadsToOrganization(connector: SendConnector): boolean | undefined {
  const smartHosts = knownList(connector.smartHosts);
  const addressSpaces = knownList(connector.addressSpaces);
  if (smartHosts?.some((host) => host.trim() === '--')) return true;
  if (addressSpaces?.some((space) => domainOf(space) === '--')) return true;
  return smartHosts === undefined || addressSpaces === undefined ? undefined : false;
}

/** The domain part of `smtp:--;100`; type and cost may be missing. */
function domainOf(addressSpace: string): string {
  return addressSpace
    .replace(/^[^:]*:/, '')
    .replace(/;.*$/, '')
    .trim();
}

/** Outbound X-ANONYMOUSTLS of a Send connector. @cite L-OUT (A) */
export const anonymousSend: Path<AnonymousSendWalk> = {
  opening: steps([
    stopIf('OANON-0', {
      whether: ({ enabled }) => (enabled === undefined ? undefined : !enabled),
      needs: 'enabled',
      verdict: notAdvertised(),
      found: ({ enabled }) => `the connector is ${enabled ? 'enabled' : 'disabled'}`,
    }),
    stopIf('OANON-2', {
      whether: ({ smartHostAuthMechanism: mechanism }) =>
        mechanism === undefined ? undefined : mechanism !== 'exchangeserver',
      needs: 'smartHostAuthMechanism',
      verdict: notAdvertised(),
      found: ({ smartHostAuthMechanism: mechanism }) => `smartHostAuthMechanism is ${mechanism ?? 'unset'}`,
    }),
    stopIf('OANON-3', {
      whether: ({ toOrganization }) => (toOrganization === undefined ? undefined : !toOrganization),
      needs: 'smartHosts or addressSpaces',
      verdict: notAdvertised(),
      found: ({ toOrganization }) =>
        toOrganization ? 'it leads to the organization (--)' : 'it does not lead to the organization (--)',
    }),
  ]),
  ...certificateSteps,
};

/** `deliver:edge:anonymous`: a Mailbox server hands mail to the Edge of its site. @cite L-OUT (A) */
export const anonymousToEdge: Path<Walk> = {
  opening: steps([{ rule: 'OANON-1', take: stopUnlessSubscribed, found: subscriptionFound }]),
  ...certificateSteps,
};

function stopUnlessSubscribed({ server }: Walk): Taken {
  const subscriptions = knownList(server.organization.edgeSubscriptions);
  if (subscriptions === undefined) return indeterminate('edgeSubscriptions');
  if (subscriptions.length === 0) return notAdvertised();
  const site = knownText(server.server.adSite)?.toLowerCase();
  if (server.server.adSite === undefined) return indeterminate('adSite');
  if (site === undefined) return notAdvertised();
  const { sites, complete } = subscribedSites(subscriptions);
  if (sites.has(site)) return 'goes-on';
  return complete ? notAdvertised() : indeterminate('adSite of a subscription');
}

function subscriptionFound({ server }: Walk): string {
  const site = knownText(server.server.adSite);
  const subscribed = stopUnlessSubscribed({ server, at: 0, notes: null }) === 'goes-on';
  return `${subscribed ? 'an Edge' : 'no Edge'} is subscribed to ${site == null ? 'the unset site' : `site ${site}`}`;
}

/** C-06: the receiver's internal transport certificate encrypts, the sender shows nothing. */
const RECEIVER_PRESENTS = { ...notAdvertised(), cap: 'medium' } as const;

/** `deliver:mailbox:anonymous` @cite L-OUT (A) */
export const anonymousToMailbox: Path<Walk> = {
  opening: steps([
    stopIf('OANON-1', {
      whether: () => true,
      needs: '',
      verdict: RECEIVER_PRESENTS,
      note: 'RECEIVER_PRESENTS',
      found: () => 'delivery to another Mailbox server: the receiver presents its certificate, the sender none',
    }),
  ]),
  ...certificateSteps,
};
