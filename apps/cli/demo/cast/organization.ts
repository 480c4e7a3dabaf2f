import type { Organization } from '#libs/fleet/document.js';
import type { Mint } from '../mint.js';
import { send } from './connectors.js';
import { pinOn } from './pin.js';

const EDGES = ['edge01.contoso.com', 'edge02.contoso.com'];

/** What belongs to Contoso as a whole, as it was on the first day of the demo. */
export function organizationAtFirst(mint: Mint): Organization {
  const pin = pinOn(mint('mail-0'));
  return {
    name: 'contoso',
    sendConnectors: [
      send({
        name: 'Outbound to Office 365',
        sourceServers: ['ex03.contoso.com'],
        tlsCertificateName: pin,
        requireTls: true,
        tlsAuthLevel: 'DomainValidation',
        tlsDomain: 'mail.protection.outlook.com',
        cloudServicesMailEnabled: true,
        addressSpaces: ['smtp:contoso.mail.onmicrosoft.com;1'],
      }),
      send({
        name: 'EdgeSync - AMS to Internet',
        sourceServers: EDGES,
        addressSpaces: ['smtp:*;100'],
      }),
      send({
        name: 'EdgeSync - Inbound to AMS',
        sourceServers: EDGES,
        dnsRoutingEnabled: false,
        smartHosts: ['--'],
        smartHostAuthMechanism: 'ExchangeServer',
        addressSpaces: ['smtp:--;100'],
      }),
    ],
    edgeSubscriptions: EDGES.map((edgeServer) => ({ edgeServer, adSite: 'AMS' })),
    hybrid: {
      tlsCertificateName: pin,
      sendingServers: ['ex03.contoso.com'],
      receivingServers: ['ex03.contoso.com'],
      edgeServers: [],
    },
    authConfig: {
      currentThumbprint: mint('auth-first').certificate.thumbprint,
      nextThumbprint: null,
      previousThumbprint: null,
    },
    clientNames: {
      autodiscover: ['autodiscover.contoso.com'],
      smtp: [],
      pop: [],
      imap: [],
    },
    pools: [
      {
        name: 'mail.contoso.com',
        members: ['ex01.contoso.com', 'ex02.contoso.com', 'ex04.contoso.com'],
        tlsBridge: null,
        extendedProtection: true,
      },
    ],
  };
}
