import { commonNames } from '#libs/certificates/distinguished-name.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { parseTlsCertificateName } from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { EventType, FleetEvent } from '#libs/fleet/event.js';

/** The certificate that an event is about. */
export interface SpokenCertificate {
  /** Null: it is named by issuer and subject, not by thumbprint. */
  readonly thumbprint: string | null;
  /** Its first common name, lower case; null: unknown. */
  readonly name: string | null;
  /** Whether an older certificate of this name is known, so that this one renews it. */
  readonly renewal: boolean;
}

/** What histories say of the certificates in them. */
export interface CertificateNames {
  /** By thumbprint. */
  readonly known: ReadonlyMap<string, { readonly name: string; readonly notBefore: number }>;
  /** When the oldest certificate of a name begins, by name. */
  readonly oldest: ReadonlyMap<string, number>;
}

export function certificateNames(events: Iterable<FleetEvent>): CertificateNames {
  const known = new Map<string, { readonly name: string; readonly notBefore: number }>();
  const oldest = new Map<string, number>();
  for (const event of events) {
    for (const { thumbprint, subject, notBefore } of certificatesIn(event)) {
      const key = normalizeThumbprint(thumbprint);
      if (subject == null || known.has(key)) continue;
      const name = nameOf(subject);
      const begins = notBefore == null ? Number.NaN : Date.parse(notBefore);
      known.set(key, { name, notBefore: begins });
      if (begins < (oldest.get(name) ?? Infinity)) oldest.set(name, begins);
    }
  }
  return { known, oldest };
}

function certificatesIn(event: FleetEvent): readonly Certificate[] {
  if (event.type === 'certificate.imported') return event.data.facts === undefined ? [] : [event.data.facts];
  if (event.type !== 'inventory.observed' || !('certificates' in event.data)) return [];
  return event.data.certificates ?? [];
}

/** The first common name, or the whole name where there is none. */
function nameOf(distinguishedName: string): string {
  return (commonNames(distinguishedName)[0] ?? distinguishedName).trim().toLowerCase();
}

/** The certificate that an event is about, by what is known of it; null: it is about none, or about many. */
export function spokenCertificate(event: FleetEvent, { known, oldest }: CertificateNames): SpokenCertificate | null {
  const thumbprint = thumbprintOf(event);
  if (thumbprint != null && thumbprint !== '') {
    const key = normalizeThumbprint(thumbprint);
    const found = known.get(key);
    const renewal = found !== undefined && (oldest.get(found.name) ?? Infinity) < found.notBefore;
    return { thumbprint: key, name: found?.name ?? null, renewal };
  }
  const pin = pinOf(event);
  if (pin == null) return null;
  const names = parseTlsCertificateName(pin);
  return isUnreadable(names) ? null : { thumbprint: null, name: nameOf(names.subject), renewal: false };
}

function thumbprintOf(event: FleetEvent): string | null | undefined {
  switch (event.type) {
    case 'certificate.imported':
      return event.data.facts?.thumbprint;
    case 'certificate.enabled':
    case 'certificate.removed':
    case 'iis-binding.configured':
      return event.data.thumbprint;
    case 'default-smtp-certificate.overwritten':
      return event.data.current;
    case 'auth-config.changed':
      return event.data?.nextThumbprint ?? event.data?.currentThumbprint;
    default:
      return onlyOne(certificatesIn(event))?.thumbprint;
  }
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function pinOf(event: FleetEvent): string | null | undefined {
  switch (event.type) {
    case 'receive-connector.configured':
    case 'send-connector.configured':
    case 'hybrid.configured':
      return event.data?.tlsCertificateName;
    default:
      return null;
  }
}

/** Whether an event tells of something that was done, not of what was seen or said. */
export function isDeed(type: EventType): boolean {
  return !ONLY_TOLD.has(type);
}

const ONLY_TOLD: ReadonlySet<EventType> = new Set([
  'server.observed',
  'inventory.observed',
  'presentation.observed',
  'windows-event.logged',
  'note.added',
]);
