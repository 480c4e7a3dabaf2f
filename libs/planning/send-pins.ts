import type { Certificate } from '#libs/certificates/certificate.js';
import { knownText } from '#libs/certificates/known.js';
import {
  foldName,
  matchPin,
  parseTlsCertificateName,
  type TlsCertificateName,
} from '#libs/certificates/tls-certificate-name.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { SendConnector } from '#libs/fleet/document.js';

/** What the pins of the Send connectors say about a certificate. */
export interface PinnedBy {
  /** The name of a connector whose pin has the certificate's issuer and subject; null: none is known to. */
  readonly connector: string | null;
  /** A pin that is unknown, or an unknown issuer or subject of the certificate, may make one. */
  readonly open: boolean;
}

interface SendPins {
  readonly pins: readonly TlsCertificateName[];
  /** The first connector of each pin. */
  readonly byName: ReadonlyMap<string, string>;
  readonly open: boolean;
}

/** Plans ask the same list for each of their commands: it is read once. */
const read = new WeakMap<readonly SendConnector[], SendPins>();

/**
 * Whether a Send connector of the organization pins a certificate: enabled or not, on whatever server. A text that is no pin pins none.
 * @cite KB-REMOVE (A), rulebook 9.5
 */
export function pinnedBy(connectors: readonly SendConnector[], certificate: Certificate): PinnedBy {
  const known = read.get(connectors) ?? readPins(connectors);
  read.set(connectors, known);
  const { issuer, subject } = certificate;
  if (issuer !== undefined && subject !== undefined) {
    return {
      connector: known.byName.get(nameOf(foldName(issuer ?? ''), foldName(subject ?? ''))) ?? null,
      open: known.open,
    };
  }
  return {
    connector: null,
    open: known.open || known.pins.some((pin) => matchPin(pin, certificate) === 'unknown'),
  };
}

function readPins(connectors: readonly SendConnector[]): SendPins {
  const pins: TlsCertificateName[] = [];
  const byName = new Map<string, string>();
  let open = false;
  for (const { name, tlsCertificateName } of connectors) {
    const text = knownText(tlsCertificateName);
    open ||= text === undefined;
    const pin = parseTlsCertificateName(text ?? '');
    if (isUnreadable(pin)) continue;
    const key = nameOf(pin.issuer, pin.subject);
    pins.push(pin);
    if (!byName.has(key)) byName.set(key, name);
  }
  return { pins, byName, open };
}

function nameOf(issuer: string, subject: string): string {
  return JSON.stringify([issuer, subject]);
}
