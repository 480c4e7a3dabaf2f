import type { ReceiveConnector, SendConnector } from '#libs/fleet/document.js';

const EVERYONE = ['::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0-255.255.255.255'];
const CLIENTS = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS'];
const SERVERS = [...CLIENTS, 'ExchangeServer'];

/** A Receive connector of Exchange 2013 and later as set-up leaves it, but for what is given. */
export function receive(
  given: Partial<ReceiveConnector> & Pick<ReceiveConnector, 'name'> & { readonly port: number },
): ReceiveConnector {
  const { port, ...others } = given;
  return {
    transportRole: 'FrontendTransport',
    enabled: true,
    bindings: [`[::]:${port}`, `0.0.0.0:${port}`],
    remoteIpRanges: EVERYONE,
    authMechanism: CLIENTS,
    tlsCertificateName: null,
    requireTls: false,
    domainSecureEnabled: false,
    suppressXAnonymousTls: false,
    tlsDomainCapabilities: [],
    ...others,
  };
}

/** The connectors for other servers, for clients, and between the services of one server. */
export function mailboxConnectors(netbiosName: string, clientName: string): readonly ReceiveConnector[] {
  const fqdn = `${netbiosName.toLowerCase()}.contoso.com`;
  return [
    receive({ name: `Default Frontend ${netbiosName}`, port: 25, authMechanism: SERVERS, fqdn }),
    receive({ name: `Client Frontend ${netbiosName}`, port: 587, fqdn: clientName }),
    receive({
      name: `Default ${netbiosName}`,
      port: 2525,
      transportRole: 'HubTransport',
      authMechanism: SERVERS,
      fqdn,
    }),
  ];
}

export function edgeConnectors(netbiosName: string): readonly ReceiveConnector[] {
  const name = `Default internal receive connector ${netbiosName}`;
  const fqdn = `${netbiosName.toLowerCase()}.contoso.com`;
  return [receive({ name, port: 25, authMechanism: ['Tls', 'ExchangeServer'], fqdn })];
}

/** Those of Exchange 2010, which knows no services of a server and no pins. */
export function hubConnectors(netbiosName: string, clientName: string): readonly ReceiveConnector[] {
  const fqdn = `${netbiosName.toLowerCase()}.contoso.com`;
  return [
    receive({ name: `Default ${netbiosName}`, port: 25, transportRole: null, authMechanism: SERVERS, fqdn }),
    receive({ name: `Client ${netbiosName}`, port: 587, transportRole: null, fqdn: clientName }),
  ];
}

/** A Send connector as set-up leaves it, but for what is given. */
export function send(given: Partial<SendConnector> & Pick<SendConnector, 'name'>): SendConnector {
  return {
    enabled: true,
    fqdn: null,
    tlsCertificateName: null,
    requireTls: false,
    tlsAuthLevel: null,
    tlsDomain: null,
    domainSecureEnabled: false,
    ignoreStartTls: false,
    dnsRoutingEnabled: true,
    smartHosts: [],
    smartHostAuthMechanism: 'None',
    frontendProxyEnabled: false,
    cloudServicesMailEnabled: false,
    ...given,
  };
}
