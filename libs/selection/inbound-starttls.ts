import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import type { ReceiveConnector } from '#libs/fleet/document.js';
import type { Path } from './answer.js';
import { effectiveReceivePin } from './effective-pin.js';
import { openFact } from './open-fact.js';
import { indeterminate, notAdvertised, presented, steps, stopIf, type Taken } from './path.js';
import type { ServerFacts } from './server-facts.js';
import * as starttls from './starttls.js';
import * as trace from './starttls-trace.js';

/** `receive:<name>:starttls` */
export interface InboundStarttlsWalk extends starttls.StarttlsWalk {
  readonly enabled: boolean | undefined;
  readonly offersTls: boolean | undefined;
}

export function inboundStarttlsWalk(server: ServerFacts, connector: ReceiveConnector, at: number): InboundStarttlsWalk {
  return {
    server,
    at,
    notes: [],
    enabled: knownFlag(connector.enabled),
    offersTls: offers(connector, 'Tls'),
    fqdn: knownText(connector.fqdn),
    pin: effectiveReceivePin(server.server, connector),
    frontendProxy: false,
  };
}

/** Whether an authentication mechanism, as Exchange writes it, is among those of the connector, which may write it in another case. */
export function offers(connector: ReceiveConnector, mechanism: 'Tls' | 'ExchangeServer'): boolean | undefined {
  const known = knownList(connector.authMechanism);
  if (known === undefined) return undefined;
  if (known.includes(mechanism)) return true;
  const wanted = mechanism.toLowerCase();
  return known.some((one) => one.trim().toLowerCase() === wanted);
}

const NO_STARTTLS_CERTIFICATE = notAdvertised([12014]);

/** Inbound STARTTLS, on the receiving server. @cite L-STLS (A) */
export const inboundStarttls: Path<InboundStarttlsWalk> = {
  opening: steps([
    stopIf('STLS-0', {
      whether: ({ enabled }) => (enabled === undefined ? undefined : !enabled),
      needs: 'enabled',
      verdict: notAdvertised(),
      found: ({ enabled }) => trace.enabledFound(enabled),
    }),
    stopIf('STLS-1', {
      whether: ({ offersTls }) => (offersTls === undefined ? undefined : !offersTls),
      needs: 'authMechanism',
      verdict: notAdvertised(),
      found: ({ offersTls }) => `authMechanism ${offersTls ? 'has' : 'lacks'} Tls`,
    }),
    { rule: 'STLS-2', take: starttls.lookForPin, found: trace.pinFound },
    {
      rule: 'STLS-3',
      when: starttls.hasNoSelector,
      take: starttls.lookForConnectorName,
      found: trace.connectorNameFound,
    },
    {
      rule: 'STLS-4',
      when: starttls.hasNoSelector,
      take: starttls.lookForServerName,
      found: trace.serverNameFound,
    },
  ]),
  choice: steps([
    { rule: 'STLS-5', take: stopIfNothingMatches, found: trace.matchesFound, sifted: trace.matchesSifted },
    { rule: 'STLS-6', take: stopIfContested, found: trace.eligibleFound, sifted: trace.eligibleSifted },
    {
      rule: 'STLS-7',
      when: starttls.hasNoWinner,
      take: withoutFallback,
      found: trace.rankFound,
      sifted: trace.rankSifted,
    },
    { rule: 'STLS-8', take: rank, found: trace.rankFound, sifted: trace.rankSifted },
    { rule: 'STLS-S', take: starttls.failWithoutCredentials, found: trace.credentialsFound },
    ...(['STLS-9', 'STLS-10', 'STLS-X'] as const).map((rule) => ({
      rule,
      when: ({ kind }: InboundStarttlsWalk) => kind === rule,
      take: presentWinner,
      found: trace.winnerFound,
    })),
    { rule: 'STLS-11', take: presentExpired, found: trace.winnerFound },
  ]),
  instants: starttls.instantsOf,
  candidates: starttls.starttlsCandidates,
  cap: starttls.starttlsCap,
};

function stopIfNothingMatches(walk: InboundStarttlsWalk): Taken {
  const choice = starttls.lookIntoStore(walk);
  if (choice === null) return indeterminate('certificates');
  return walk.sieve?.matched || choice.rival !== null ? 'goes-on' : withoutFallback(walk);
}

/** A pin never falls back to the FQDN. @cite L-STLS (A) */
function withoutFallback(walk: InboundStarttlsWalk): Taken {
  if (starttls.isPinned(walk)) walk.notes?.push('PIN_DOES_NOT_FALL_BACK');
  return NO_STARTTLS_CERTIFICATE;
}

function stopIfContested(walk: InboundStarttlsWalk): Taken {
  const { sieve, choice } = walk;
  if (sieve === undefined || choice === undefined || choice.rival === null) return 'goes-on';
  return indeterminate(openFact(choice.rival, sieve));
}

function rank(walk: InboundStarttlsWalk): Taken {
  starttls.rankWinner(walk);
  return 'goes-on';
}

function presentWinner(walk: InboundStarttlsWalk): Taken {
  return presented(starttls.winnerThumbprint(walk));
}

/** C-04: advertised with 12016, on 2007 not at all. */
function presentExpired(walk: InboundStarttlsWalk): Taken {
  if (walk.server.version === '2007') return { ...NO_STARTTLS_CERTIFICATE, cap: 'low' };
  return presented(starttls.winnerThumbprint(walk), [12016]);
}
