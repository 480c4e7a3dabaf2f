import { coverage } from '#libs/certificates/certificate-names.js';
import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownFlag, knownList, knownText } from '#libs/certificates/known.js';
import { ask } from '#libs/selection/ask.js';
import { effectiveReceivePin } from '#libs/selection/effective-pin.js';
import { hasTransport } from '#libs/selection/endpoints.js';
import { httpsBindings } from '#libs/selection/https-bindings.js';
import { isBefore2013, type ServerFacts } from '#libs/selection/server-facts.js';
import { isEdge } from './edge.js';
import { clientFront } from './web-sites.js';

/**
 * What the rules of other servers ask of a server. It does not depend on an instant, and it is small: a fleet keeps one for each of its
 * servers, so that a change on one server tells which others have to be looked at again.
 */
export interface Neighbour {
  /** As the document writes it. */
  readonly fqdn: string;
  readonly netbiosName?: string | null;
  readonly isEdge?: boolean;
  /** Null: the server has no transport, or no internal transport certificate that is known. */
  readonly internalTransport: InternalTransport | null;
  /** The client front and the certificate that is presented there; null: none is, or it is unknown. */
  readonly front: { readonly endpoint: string; readonly thumbprint: string } | null;
  /**
   * Names of which it matters to its findings whether a server has them, normalised: of hybrid Receive connectors without a pin; of
   * certificates, where a connector may be told to go by one of their names.
   */
  readonly hybridNames: readonly string[];
  /** Self-signed certificates that it could take as its internal transport certificate, unless another server has them. */
  readonly spares: readonly string[];
}

export interface InternalTransport {
  readonly thumbprint: string;
  /** Of the certificate in the store; absent: it is not there, or nobody knows. */
  readonly isSelfSigned?: boolean;
}

export function neighbourOf(facts: ServerFacts): Neighbour {
  const { server } = facts;
  const edge = isEdge(facts);
  return {
    fqdn: server.fqdn,
    ...(server.netbiosName === undefined ? {} : { netbiosName: server.netbiosName }),
    ...(edge === undefined ? {} : { isEdge: edge }),
    internalTransport: internalTransportOf(facts),
    front: frontOf(facts),
    hybridNames: [...new Set([...hybridNamesOf(facts), ...publicNamesOf(facts, edge)])],
    spares: sparesOf(facts),
  };
}

function internalTransportOf(facts: ServerFacts): InternalTransport | null {
  const thumbprint = facts.internalTransportCertificate;
  if (thumbprint == null || !hasTransport(facts.server)) return null;
  const stored = facts.certificates?.find((certificate) => certificate.thumbprint === thumbprint);
  return stored?.isSelfSigned === undefined ? { thumbprint } : { thumbprint, isSelfSigned: stored.isSelfSigned };
}

/** What http.sys shows does not depend on the instant, so any will do. */
function frontOf(facts: ServerFacts): Neighbour['front'] {
  const binding = clientFront(facts.server);
  if (binding == null) return null;
  const endpoint = {
    kind: 'iis',
    address: binding.endpoint,
    binding,
    bindings: httpsBindings(facts.server) ?? [],
  } as const;
  const { outcome, thumbprint } = ask(facts, endpoint, { at: 0, explain: false, ahead: false });
  return outcome === 'PRESENTED' && thumbprint !== null ? { endpoint: binding.endpoint, thumbprint } : null;
}

function hybridNamesOf({ server }: ServerFacts): readonly string[] {
  return (knownList(server.receiveConnectors) ?? []).flatMap((connector) => {
    if ((knownList(connector.tlsDomainCapabilities) ?? []).length === 0 || !knownFlag(connector.enabled)) return [];
    const pin = effectiveReceivePin(server, connector);
    const name = knownText(connector.fqdn);
    return 'missing' in pin || pin.text !== null || name == null ? [] : [normalizeHostName(name)];
  });
}

/** Connectors of an Edge, or of 2007 and 2010, may have to do without a pin, and then go by a name. @cite rulebook 3.3 (A) */
function publicNamesOf({ version, certificates, fqdn }: ServerFacts, edge: boolean | undefined): readonly string[] {
  if (edge !== true && !isBefore2013(version)) return [];
  return (certificates ?? []).flatMap(({ names }) => names.names).filter((name) => name !== fqdn);
}

function sparesOf({ certificates, internalTransportCertificate, fqdn }: ServerFacts): readonly string[] {
  return (certificates ?? []).flatMap(({ thumbprint, isSelfSigned, names }) =>
    isSelfSigned === true && thumbprint !== internalTransportCertificate && coverage(names, fqdn) !== 'none'
      ? [thumbprint]
      : [],
  );
}
