import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { certificate, thumbprint } from './events.js';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];

/** A server as a generated fleet has it: each with its own certificate beside three that all share, two connectors, two sites. */
export function generatedServer(n: number): Server {
  const fqdn = `ex${String(n).padStart(4, '0')}.contoso.com`;
  const own = {
    ...certificate('A', { services: ['SMTP', 'IIS'] }),
    thumbprint: n.toString(16).toUpperCase().padStart(40, '0'),
  };
  return {
    fqdn,
    netbiosName: fqdn.split('.', 1)[0]?.toUpperCase() ?? null,
    version: n % 3 === 0 ? '2016' : '2019',
    roles: ['Mailbox'],
    adSite: `SITE${n % 5}`,
    internalTransportCertificate: own.thumbprint,
    certificates: [
      own,
      ...LETTERS.slice(n % 3, (n % 3) + 3).map((letter) => certificate(letter, { services: ['SMTP'] })),
    ],
    receiveConnectors: ['Default', 'Client'].map((kind) => ({
      name: `${kind} Frontend ${fqdn}`,
      enabled: true,
      authMechanism: ['Tls', 'ExchangeServer'],
      fqdn: 'a.contoso.com',
      tlsCertificateName: null,
      suppressXAnonymousTls: false,
    })),
    iisBindings: ['Default Web Site', 'Exchange Back End'].map((site, index) => ({
      site,
      protocol: 'https',
      ipAddress: '*',
      port: 443 + index,
      hostName: '',
      thumbprint: index === 0 ? own.thumbprint : thumbprint('B'),
    })),
  };
}

/** A fleet document of these servers, as the bytes of a file. */
export function fleetFile(servers: readonly Server[], at = '2026-06-01T08:00:00Z'): Uint8Array {
  const document: FleetDocument = { format: 'certfleet.fleet/1', at, servers };
  return new TextEncoder().encode(JSON.stringify(document));
}
