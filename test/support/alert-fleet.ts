import type { FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import { certificate, CONTOSO_SOURCE, happened, thumbprint } from './events.js';

/** So many seconds before now. */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

export const fqdnOf = (n: number): string => `ex${String(n).padStart(5, '0')}.contoso.com`;
export const sourceOfServer = (n: number): string => sourceOf({ organization: 'contoso', server: fqdnOf(n) });
const ENDS = new Date(Date.now() + 400 * 86_400_000).toISOString();

/** A Mailbox server in Amsterdam that has two certificates for SMTP, A being its default. */
export function server(n: number, seconds = 3_000): FleetEvent {
  const both = ['A', 'B'].map((letter) =>
    certificate(letter, { services: ['SMTP'], notAfter: ENDS, isSelfSigned: false }),
  );
  return happened(
    'inventory.observed',
    {
      fqdn: fqdnOf(n),
      version: '2019',
      roles: ['Mailbox'],
      adSite: 'AMS',
      internalTransportCertificate: thumbprint('A'),
      certificates: both,
      complete: ['certificates'],
    },
    { source: sourceOfServer(n), occurredAt: ago(seconds), id: `inventory of ${n} at ${seconds}` },
  );
}

/** The Edge of Amsterdam. */
export const subscription = (seconds = 2_900): FleetEvent =>
  happened(
    'edge-subscription.added',
    { edgeServer: 'edge01.contoso.com', adSite: 'AMS' },
    {
      source: CONTOSO_SOURCE,
      occurredAt: ago(seconds),
      id: `subscription at ${seconds}`,
    },
  );

/** Somebody makes another certificate, `AB`: B instead of A, the default of a server, so many seconds ago. */
export function overwritten(n: number, letters: string, seconds: number, correlationId?: string): FleetEvent {
  const [from = '', to = ''] = letters;
  return happened(
    'default-smtp-certificate.overwritten',
    { previous: thumbprint(from), current: thumbprint(to) },
    {
      source: sourceOfServer(n),
      occurredAt: ago(seconds),
      actor: 'CONTOSO\\svc-acme',
      tool: 'ImportExchange.ps1',
      id: `overwritten ${n} ${letters} ${seconds}`,
      ...(correlationId === undefined ? {} : { correlationId }),
    },
  );
}
