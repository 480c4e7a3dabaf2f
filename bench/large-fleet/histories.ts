import type { Certificate } from '#libs/certificates/certificate.js';
import type { Server } from '#libs/fleet/document.js';
import type { EventData, EventType, FleetEvent } from '#libs/fleet/event.js';
import { sourceOf } from '#libs/fleet/source.js';
import { benchFleet } from '../fleet.js';

/** A name that stands nowhere else, so that a history can be given to another server by replacing it. */
export function templateToken(index: number): string {
  return `zqt${String(index).padStart(3, '0')}`;
}

/** The beginning of the thumbprint of its own certificate, likewise: no two servers have the same internal transport certificate. */
export function templateMark(index: number): string {
  return `ABCDEF${String(index).padStart(6, '0')}`;
}

const WEEK = 7 * 86_400_000;

/** Two years of one server: an inventory, then each week a renewal imported, enabled, an overwrite and its way back, a setting, what probes saw. */
export function history(index: number, events: number, until: number): readonly FleetEvent[] {
  const token = templateToken(index);
  const server = serverOf(index, token);
  const source = sourceOf({ organization: 'bench', server: server.fqdn });
  const first = until - events * WEEK;
  const own = server.internalTransportCertificate ?? '';
  let presented = server.iisBindings?.[0]?.thumbprint ?? '';
  return Array.from({ length: events }, (_, number): FleetEvent => {
    const at = new Date(first + number * WEEK).toISOString();
    const said = <T extends EventType>(type: T, data: EventData[T]): FleetEvent =>
      ({ source, id: `${token} ${number}`, occurredAt: at, type, data, actor: ACTORS[number % 3] }) as FleetEvent;
    if (number === 0) return said('inventory.observed', { ...server, complete: ['certificates', 'iisBindings'] });
    const renewal = renewed(server, index, number - ((number - 1) % 10), Date.parse(at));
    switch ((number - 1) % 10) {
      case 0:
        return said('certificate.imported', { certificate: 'MIIB', facts: renewal, hasPrivateKey: true });
      case 1:
        presented = renewal.thumbprint;
        return said('certificate.enabled', {
          thumbprint: renewal.thumbprint,
          services: ['SMTP', 'IIS'],
          answer: 'force',
        });
      case 2:
        return said('default-smtp-certificate.overwritten', { previous: own, current: presented });
      case 3:
        return said('default-smtp-certificate.overwritten', { previous: presented, current: own });
      case 4:
        return said('client-protocol.configured', {
          protocol: 'pop',
          settings: { x509CertificateName: number % 20 === 5 ? server.fqdn : `mail.site${index % 7}.contoso.com` },
        });
      case 5:
        return said('receive-connector.configured', {
          name: `Client Frontend ${token.toUpperCase()}`,
          enabled: true,
          fqdn: `mail.site${index % 7}.contoso.com`,
          authMechanism: number % 20 === 6 ? ['Tls'] : ['None'],
        });
      case 6:
        return said('note.added', { text: 'planned maintenance', ticket: `CHG${number}` });
      default:
        return said('presentation.observed', { endpoint: 'pop', chain: [presented] });
    }
  });
}

const ACTORS = ['CONTOSO\\svc-acme', 'CONTOSO\\admin', undefined];

function serverOf(index: number, token: string): Server {
  const [server] = benchFleet(index + 1).servers.slice(index);
  if (server === undefined) throw new Error('the fleet has that many servers');
  const before = server.netbiosName ?? '';
  const own = server.internalTransportCertificate ?? '';
  const text = JSON.stringify(server)
    .replaceAll(before, token.toUpperCase())
    .replaceAll(before.toLowerCase(), token)
    .replaceAll(own, `${templateMark(index)}${own.slice(12)}`);
  return JSON.parse(text) as Server;
}

/** Valid for seven weeks more than the ten until the next one. */
function renewed(server: Server, index: number, number: number, at: number): Certificate {
  const names = [`mail.site${index % 7}.contoso.com`, `autodiscover.site${index % 7}.contoso.com`];
  const hex = Array.from({ length: 40 }, (_, place) => ((index * 31 + number * 17 + place * 7) % 16).toString(16));
  return {
    thumbprint: hex.join('').toUpperCase(),
    subject: `CN=${names[0]}`,
    issuer: 'CN=Trust CA1, O=Trust, C=NL',
    subjectAlternativeNames: names,
    notBefore: new Date(at - 86_400_000).toISOString(),
    notAfter: new Date(at + 17 * WEEK).toISOString(),
    hasPrivateKey: true,
    services: [],
    isSelfSigned: server.fqdn === '',
  };
}
