import { knownFlag, knownText } from '#libs/certificates/known.js';
import type { SendConnector } from '#libs/fleet/document.js';
import type { Path } from './answer.js';
import { effectiveSendPin } from './effective-pin.js';
import { openFact } from './open-fact.js';
import { indeterminate, notAdvertised, presented, steps, type Taken } from './path.js';
import type { ServerFacts } from './server-facts.js';
import * as starttls from './starttls.js';
import * as trace from './starttls-trace.js';

/** `send:<name>:starttls` on one source server. */
export interface OutboundStarttlsWalk extends starttls.StarttlsWalk {
  readonly enabled: boolean | undefined;
  readonly ignoreStartTls: boolean | undefined;
}

export function outboundStarttlsWalk(server: ServerFacts, connector: SendConnector, at: number): OutboundStarttlsWalk {
  return {
    server,
    at,
    notes: [],
    enabled: knownFlag(connector.enabled),
    ignoreStartTls: knownFlag(connector.ignoreStartTls),
    fqdn: knownText(connector.fqdn),
    pin: effectiveSendPin(server.server, connector),
    frontendProxy: connector.frontendProxyEnabled === true,
  };
}

/** The text that a sender logs; the mail is deferred. @cite KB3156771 (A) */
const PIN_NOT_FOUND =
  '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found';
const DEFERRED = notAdvertised([12014], PIN_NOT_FOUND);
const WITHOUT_CLIENT_CERTIFICATE = notAdvertised([12014]);

/** Outbound STARTTLS. `tlsAuthLevel`, `tlsDomain`, `requireTls` judge the remote side and never influence ours. @cite PS-SETSC (A) */
export const outboundStarttls: Path<OutboundStarttlsWalk> = {
  opening: steps([
    { rule: 'OUT-1', take: stopIfNoStarttls, found: starttlsFound },
    { rule: 'OUT-2', take: starttls.lookForPin, found: trace.pinFound },
    { rule: 'OUT-3', when: starttls.hasNoSelector, take: lookForName, found: nameFound },
  ]),
  choice: steps([
    { rule: 'OUT-4', take: stopIfContested, found: trace.eligibleFound, sifted: trace.allSifted },
    {
      rule: 'OUT-5',
      when: (walk) => starttls.isPinned(walk) && starttls.hasNoWinner(walk),
      take: () => DEFERRED,
      found: trace.rankFound,
    },
    { rule: 'OUT-6', when: starttls.hasNoWinner, take: () => WITHOUT_CLIENT_CERTIFICATE, found: trace.rankFound },
    { rule: 'STLS-8', take: rank, found: trace.rankFound, sifted: trace.rankSifted },
    { rule: 'OUT-7', take: starttls.failWithoutCredentials, found: trace.credentialsFound },
    ...(['STLS-9', 'STLS-10', 'STLS-X', 'STLS-11'] as const).map((rule) => ({
      rule,
      when: ({ kind }: OutboundStarttlsWalk) => kind === rule,
      take: (): Taken => 'goes-on',
      found: trace.winnerFound,
    })),
    // Exchange 2007 does not use an expired certificate (C-04).
    {
      rule: 'OUT-6',
      when: ({ server, kind }) => server.version === '2007' && kind === 'STLS-11',
      take: () => ({ ...WITHOUT_CLIENT_CERTIFICATE, cap: 'low' }),
      found: trace.winnerFound,
    },
    { rule: 'OUT-4', take: presentWinner, found: trace.winnerFound },
  ]),
  instants: starttls.instantsOf,
  candidates: starttls.starttlsCandidates,
  cap: starttls.starttlsCap,
};

function stopIfNoStarttls({ enabled, ignoreStartTls }: OutboundStarttlsWalk): Taken {
  if (enabled === undefined) return indeterminate('enabled');
  if (!enabled) return notAdvertised();
  if (ignoreStartTls === undefined) return indeterminate('ignoreStartTls');
  return ignoreStartTls ? notAdvertised() : 'goes-on';
}

function starttlsFound({ enabled, ignoreStartTls }: OutboundStarttlsWalk): string {
  if (!enabled) return 'the connector is disabled';
  return ignoreStartTls ? 'the connector ignores STARTTLS' : 'the connector is enabled and uses STARTTLS';
}

function lookForName(walk: OutboundStarttlsWalk): Taken {
  const taken = starttls.lookForConnectorName(walk);
  return taken === 'has-no-say' ? starttls.lookForServerName(walk) : taken;
}

function nameFound(walk: OutboundStarttlsWalk): string {
  return walk.fqdn == null ? trace.serverNameFound(walk) : trace.connectorNameFound(walk);
}

function stopIfContested(walk: OutboundStarttlsWalk): Taken {
  const choice = starttls.lookIntoStore(walk);
  if (choice === null || walk.sieve === undefined) return indeterminate('certificates');
  return choice.rival === null ? 'goes-on' : indeterminate(openFact(choice.rival, walk.sieve));
}

function rank(walk: OutboundStarttlsWalk): Taken {
  starttls.rankWinner(walk);
  return 'goes-on';
}

function presentWinner(walk: OutboundStarttlsWalk): Taken {
  return presented(starttls.winnerThumbprint(walk), walk.kind === 'STLS-11' ? [12016] : []);
}
