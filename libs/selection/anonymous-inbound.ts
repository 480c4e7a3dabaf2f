import { knownFlag } from '#libs/certificates/known.js';
import type { ReceiveConnector } from '#libs/fleet/document.js';
import type { Path } from './answer.js';
import { offers } from './inbound-starttls.js';
import { internalTransportSteps } from './internal-transport-certificate.js';
import { notAdvertised, steps, stopIf, type Walk } from './path.js';
import type { ServerFacts } from './server-facts.js';

/** `receive:<name>:anonymous` */
export interface AnonymousInboundWalk extends Walk {
  readonly enabled: boolean | undefined;
  readonly offersExchangeServer: boolean | undefined;
  readonly suppressed: boolean | undefined;
}

export function anonymousInboundWalk(
  server: ServerFacts,
  connector: ReceiveConnector,
  at: number,
): AnonymousInboundWalk {
  return {
    server,
    at,
    notes: [],
    enabled: knownFlag(connector.enabled),
    offersExchangeServer: offers(connector, 'ExchangeServer'),
    suppressed: knownFlag(connector.suppressXAnonymousTls),
  };
}

const certificateSteps = internalTransportSteps({
  unset: 'ANON-3',
  stored: 'ANON-4',
  keyless: 'ANON-6',
  expired: 'ANON-5',
});

/** `internal-transport`: the certificate itself, apart from any connector. @cite L-INANON (A) */
export const internalTransport: Path<Walk> = { opening: [], ...certificateSteps };

/** Inbound X-ANONYMOUSTLS. @cite L-INANON (A) */
export const anonymousInbound: Path<AnonymousInboundWalk> = {
  opening: steps([
    stopIf('ANON-0', {
      whether: ({ enabled }) => (enabled === undefined ? undefined : !enabled),
      needs: 'enabled',
      verdict: notAdvertised(),
      found: ({ enabled }) => `the connector is ${enabled ? 'enabled' : 'disabled'}`,
    }),
    stopIf('ANON-1', {
      whether: ({ offersExchangeServer: offered }) => (offered === undefined ? undefined : !offered),
      needs: 'authMechanism',
      verdict: notAdvertised(),
      found: ({ offersExchangeServer: offered }) => `authMechanism ${offered ? 'has' : 'lacks'} ExchangeServer`,
    }),
    stopIf('ANON-2', {
      // Exchange 2007 does not know the parameter.
      when: ({ server }) => server.version !== '2007',
      whether: ({ suppressed }) => suppressed,
      needs: 'suppressXAnonymousTls',
      verdict: notAdvertised(),
      found: ({ suppressed }) => `X-ANONYMOUSTLS is ${suppressed ? 'suppressed' : 'not suppressed'}`,
    }),
  ]),
  ...certificateSteps,
};
