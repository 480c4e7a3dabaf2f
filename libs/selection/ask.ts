import { anonymousInbound, anonymousInboundWalk, internalTransport } from './anonymous-inbound.js';
import { anonymousSend, anonymousSendWalk, anonymousToEdge, anonymousToMailbox } from './anonymous-outbound.js';
import { answer } from './answer.js';
import { clientProtocol, clientProtocolWalk } from './client-protocol.js';
import type { Endpoint } from './endpoints.js';
import { iisBackEnd, iisSite, iisWalk, isBackEnd } from './iis.js';
import { inboundStarttls, inboundStarttlsWalk } from './inbound-starttls.js';
import { outboundStarttls, outboundStarttlsWalk } from './outbound-starttls.js';
import type { Selection } from './selection.js';
import type { ServerFacts } from './server-facts.js';

/** When an endpoint is looked at (milliseconds since 1970), and what is wanted beside the answer. */
export interface Asking {
  readonly at: number;
  /** Whether the answer carries its worked path. */
  readonly explain: boolean;
  /** False: nobody asks what time alone will change, and `changesAt` is null in every answer. Most of the work of an answer is that. */
  readonly ahead?: boolean;
}

/** Which certificate one endpoint of a server presents, and why. */
export function ask(server: ServerFacts, endpoint: Endpoint, { at, explain, ahead = true }: Asking): Selection {
  const question = { endpoint: endpoint.address, explain, ahead };
  const bare = { server, at, notes: [] };
  switch (endpoint.kind) {
    case 'internal-transport':
      return answer(internalTransport, { ...question, walk: bare });
    case 'receive-starttls':
      return answer(inboundStarttls, { ...question, walk: inboundStarttlsWalk(server, endpoint.connector, at) });
    case 'receive-anonymous':
      return answer(anonymousInbound, { ...question, walk: anonymousInboundWalk(server, endpoint.connector, at) });
    case 'send-starttls':
      return answer(outboundStarttls, { ...question, walk: outboundStarttlsWalk(server, endpoint.connector, at) });
    case 'send-anonymous':
      return answer(anonymousSend, { ...question, walk: anonymousSendWalk(server, endpoint.connector, at) });
    case 'deliver-edge':
      return answer(anonymousToEdge, { ...question, walk: bare });
    case 'deliver-mailbox':
      return answer(anonymousToMailbox, { ...question, walk: bare });
    case 'iis': {
      const path = isBackEnd(endpoint.binding) ? iisBackEnd : iisSite;
      return answer(path, { ...question, walk: iisWalk(server, endpoint, at) });
    }
    case 'client-protocol':
      return answer(clientProtocol, { ...question, walk: clientProtocolWalk(server, endpoint, at) });
  }
}
