import { anonymousInbound, anonymousInboundWalk, internalTransport } from './anonymous-inbound.js';
import { anonymousSend, anonymousSendWalk, anonymousToEdge, anonymousToMailbox } from './anonymous-outbound.js';
import { answer, type Asking } from './answer.js';
import { clientProtocol, clientProtocolWalk } from './client-protocol.js';
import type { Endpoint } from './endpoints.js';
import { iisBackEnd, iisSite, iisWalk, isBackEnd } from './iis.js';
import { inboundStarttls, inboundStarttlsWalk } from './inbound-starttls.js';
import { outboundStarttls, outboundStarttlsWalk } from './outbound-starttls.js';
import type { Selection } from './selection.js';
import type { ServerFacts } from './server-facts.js';

/** Which certificate one endpoint of a server presents, and why. */
export function ask(server: ServerFacts, endpoint: Endpoint, asking: Asking): Selection {
  const { address } = endpoint;
  const { at } = asking;
  switch (endpoint.kind) {
    case 'internal-transport':
      return answer(internalTransport, { server, at, notes: [] }, address, asking);
    case 'receive-starttls':
      return answer(inboundStarttls, inboundStarttlsWalk(server, endpoint.connector, at), address, asking);
    case 'receive-anonymous':
      return answer(anonymousInbound, anonymousInboundWalk(server, endpoint.connector, at), address, asking);
    case 'send-starttls':
      return answer(outboundStarttls, outboundStarttlsWalk(server, endpoint.connector, at), address, asking);
    case 'send-anonymous':
      return answer(anonymousSend, anonymousSendWalk(server, endpoint.connector, at), address, asking);
    case 'deliver-edge':
      return answer(anonymousToEdge, { server, at, notes: [] }, address, asking);
    case 'deliver-mailbox':
      return answer(anonymousToMailbox, { server, at, notes: [] }, address, asking);
    case 'iis': {
      const path = isBackEnd(endpoint.binding) ? iisBackEnd : iisSite;
      return answer(path, iisWalk(server, endpoint, at), address, asking);
    }
    case 'client-protocol':
      return answer(clientProtocol, clientProtocolWalk(server, endpoint, at), address, asking);
  }
}
