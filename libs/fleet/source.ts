import { ORGANIZATION_STREAM, serverStream, type EventType, type FleetEvent } from './event.js';

/** Whom a source speaks for. */
export interface Speaker {
  readonly organization: string;
  /** Null: the organization as a whole. */
  readonly server: string | null;
}

const SOURCE = /^\/organizations\/([^/]+)(?:\/servers\/([^/]+))?$/;

/** `/organizations/<org>/servers/<fqdn>`, the server in lower case; what would end a part of the path is percent-encoded. */
export function sourceOf({ organization, server }: Speaker): string {
  const base = `/organizations/${encoded(organization)}`;
  return server === null ? base : `${base}/servers/${encoded(server.toLowerCase())}`;
}

/** Whom a source speaks for; null if it is not of the form that the contract gives. */
export function speakerOf(source: string): Speaker | null {
  const [, organization, server] = SOURCE.exec(source) ?? [];
  if (organization === undefined) return null;
  return { organization: decoded(organization), server: server === undefined ? null : decoded(server) };
}

export type StreamOf =
  | { readonly ok: true; readonly stream: string }
  | { readonly ok: false; readonly reason: 'source-not-understood' | 'server-not-named' };

/** These belong to the organization, whoever reports them. */
const OF_THE_ORGANIZATION: ReadonlySet<EventType> = new Set([
  'send-connector.configured',
  'send-connector.removed',
  'edge-subscription.added',
  'edge-subscription.removed',
  'hybrid.configured',
  'auth-config.changed',
]);
/** Whether events of this type stand in the stream of the organization, whoever reports them. */
export function isOfTheOrganization(type: EventType): boolean {
  return OF_THE_ORGANIZATION.has(type);
}

/** These may stand in either stream: they follow their source. */
const OF_EITHER: ReadonlySet<EventType> = new Set(['inventory.observed', 'note.added']);

/**
 * The stream that an event belongs to: by its type where that decides, else by the server of its source, else by the server that it
 * observes.
 */
export function streamOf(event: FleetEvent): StreamOf {
  const speaker = speakerOf(event.source);
  if (speaker === null) return { ok: false, reason: 'source-not-understood' };
  if (OF_THE_ORGANIZATION.has(event.type)) return { ok: true, stream: ORGANIZATION_STREAM };
  const server = speaker.server ?? serverObserved(event);
  if (server !== null) return { ok: true, stream: serverStream(server) };
  return OF_EITHER.has(event.type)
    ? { ok: true, stream: ORGANIZATION_STREAM }
    : { ok: false, reason: 'server-not-named' };
}

function serverObserved(event: FleetEvent): string | null {
  if (event.type !== 'server.observed' && event.type !== 'inventory.observed') return null;
  const fqdn = 'fqdn' in event.data ? event.data.fqdn : undefined;
  return fqdn == null || fqdn.trim() === '' ? null : fqdn.trim();
}

function encoded(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** A sender may have encoded more than we do; what is no encoding stands as it is. */
function decoded(part: string): string {
  return part.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}
