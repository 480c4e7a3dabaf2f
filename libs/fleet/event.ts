import type { Certificate, ExchangeService } from '#libs/certificates/certificate.js';
import type {
  AuthConfig,
  ClientProtocolSettings,
  EdgeSubscription,
  Hybrid,
  IisBinding,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
  UmSettings,
} from './document.js';

/** What each type of event says. A type is written `certfleet.<key>.v1` on the wire and in the log. */
export interface EventData {
  'server.observed': Pick<Server, 'fqdn'> &
    Partial<Pick<Server, 'netbiosName' | 'version' | 'build' | 'roles' | 'adSite'>>;
  'certificate.imported': Partial<Pick<Certificate, 'hasPrivateKey' | 'keyProvider' | 'friendlyName'>> & {
    /** PEM or base64 DER, as received. */
    readonly certificate: string;
    /** What was read from it, added on receipt so that the fold needs no parser. Absent only before that. */
    readonly facts?: Certificate;
  };
  'certificate.enabled': {
    readonly thumbprint: string;
    readonly services: readonly (ExchangeService | 'None')[];
    readonly answer?: 'yes' | 'no' | 'force' | 'unknown';
    readonly surface?: 'shell' | 'eac';
    readonly doNotRequireSsl?: boolean;
  };
  'default-smtp-certificate.overwritten': { readonly previous?: string | null; readonly current: string | null };
  'certificate.removed': { readonly thumbprint: string };
  'receive-connector.configured': ReceiveConnector;
  'receive-connector.removed': { readonly name: string };
  'send-connector.configured': SendConnector;
  'send-connector.removed': { readonly name: string };
  'iis-binding.configured': IisBinding;
  'iis-binding.removed': Pick<IisBinding, 'site' | 'ipAddress' | 'port' | 'hostName'>;
  'client-protocol.configured':
    | { readonly protocol: 'pop' | 'imap'; readonly settings: ClientProtocolSettings | null }
    | { readonly protocol: 'um'; readonly settings: UmSettings | null };
  'edge-subscription.added': EdgeSubscription;
  'edge-subscription.removed': EdgeSubscription;
  'hybrid.configured': Hybrid | null;
  'auth-config.changed': AuthConfig | null;
  /**
   * An observation of the keys it carries, at its instant. On a server's stream a whole or partial server; on the organization's stream a
   * partial organization. `complete` lists the keys whose lists are exhaustive: what they do not name is gone.
   */
  'inventory.observed': (Partial<Server> | Organization) & { readonly complete?: readonly string[] };
  'presentation.observed': {
    readonly endpoint: string;
    /** Thumbprints, the server's own certificate first. */
    readonly chain: readonly string[];
    readonly observedFrom?: string;
    /** Absent: a chain was presented, or nothing is known of why there is none. */
    readonly outcome?: 'PRESENTED' | 'NOT_ADVERTISED' | 'HANDSHAKE_FAILS';
    /** Why a handshake failed: `refused`, `closed`, `alert`, … */
    readonly reason?: string;
    /** What the server said at the place that matters, escaped. */
    readonly line?: string;
    /** `smtp`, `https`, `imaps`, … */
    readonly protocol?: string;
    /** The server's port. */
    readonly port?: number;
    /** The name that the client sent (SNI); null: none. */
    readonly serverName?: string | null;
    /** Bytes that came unprotected behind the answer to STARTTLS: somebody between may have put them there. */
    readonly injectedBytes?: number;
  };
  /** A record of a Windows event log: evidence of what the server met, which changes nothing that is known of it. */
  'windows-event.logged': {
    /** `MSExchangeTransport`, `MSExchange EdgeSync`, `Microsoft-Windows-HttpEvent`, … */
    readonly provider: string;
    /** As Windows counts them: 12014. */
    readonly eventId: number;
    readonly level?: string;
    /** The server's own words. */
    readonly message?: string;
    /** Of the certificate that it speaks of. */
    readonly thumbprint?: string;
    /** The connector, the FQDN or the address and port that it speaks of. */
    readonly subject?: string;
  };
  'note.added': { readonly text: string; readonly ticket?: string | null; readonly refers?: readonly number[] };
}

export type EventType = keyof EventData;

export const EVENT_TYPES = [
  'server.observed',
  'certificate.imported',
  'certificate.enabled',
  'default-smtp-certificate.overwritten',
  'certificate.removed',
  'receive-connector.configured',
  'receive-connector.removed',
  'send-connector.configured',
  'send-connector.removed',
  'iis-binding.configured',
  'iis-binding.removed',
  'client-protocol.configured',
  'edge-subscription.added',
  'edge-subscription.removed',
  'hybrid.configured',
  'auth-config.changed',
  'inventory.observed',
  'presentation.observed',
  'windows-event.logged',
  'note.added',
] as const satisfies readonly EventType[];

/** A fact as somebody reported it, before it is recorded. */
export type FleetEvent = { [T in EventType]: EventOf<T> }[EventType];

export interface EventOf<T extends EventType> extends Provenance {
  /** With `source` the idempotency key, chosen by the sender. */
  readonly id: string;
  /** `/organizations/<org>/servers/<fqdn>` or `/organizations/<org>`. */
  readonly source: string;
  readonly type: T;
  /** When it happened by the source's clock, RFC 3339 UTC with milliseconds. */
  readonly occurredAt: string;
  readonly data: EventData[T];
}

/** Who and what stands behind an event: the optional extension attributes of the contract. */
export interface Provenance {
  readonly actor?: string;
  readonly actorKind?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly tool?: string;
  /** Order within the source and epoch (event record id, counter); compared as text, so zero-padded. */
  readonly sequence?: string;
  /** `Integer`: every event of the source has a number, one more than the one before (CloudEvents, extension Sequence). */
  readonly sequenceType?: string;
  /** Boot or log-clear id: sequences of different epochs are not compared. */
  readonly epoch?: string;
  /** Who told us: a file name, a collector. Never an input of the fold. */
  readonly reportedBy?: string;
}

/** An event in the log. */
export type RecordedEvent = FleetEvent & Recorded;

export interface Recorded {
  /** Dense from 1 within the organization; equals commit order. The order of knowledge. */
  readonly position: number;
  /** `organization`, or `server:<name in lower case>`. */
  readonly stream: string;
  /** Dense from 1 within the stream. */
  readonly version: number;
  /** UUID v5 of source and id. */
  readonly eventId: string;
  /** When we recorded it, RFC 3339 UTC. */
  readonly recordedAt: string;
}

/** Says that an inventory was seen again, unchanged, up to this instant. Not an event: scans that say nothing new are not stored. */
export interface Sighting {
  readonly eventId: string;
  readonly lastSeenAt: string;
}

export const ORGANIZATION_STREAM = 'organization';

/** The stream of what Certfleet itself told people: its events change nothing that is known of servers (decision 0021). */
export const ALERT_STREAM = 'alerts';

/** The stream of a server, by whatever name a report calls it. */
export function serverStream(name: string): string {
  return `server:${name.toLowerCase()}`;
}
