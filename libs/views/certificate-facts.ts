import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { canonicalText, compareText } from '#libs/fleet/canonical.js';
import { claimedInstant, instantText } from '#libs/fleet/effective-instant.js';
import { WRITTEN_FACTS, type WrittenFacts } from '#libs/certificates/written-facts.js';
import type { RecordedEvent } from '#libs/fleet/event.js';

/** A certificate of an organization, wherever it is or was installed. */
export interface SeenCertificate {
  readonly facts: WrittenFacts;
  /** When the first event that speaks of it happened, as far as its source is believed. */
  readonly firstSeenAt: string;
}

/** The certificates that an event says are in a store. What an event says depends on no other, so the sum of all is free of any order. */
export function certificatesIn(event: RecordedEvent): readonly SeenCertificate[] {
  const firstSeenAt = instantText(claimedInstant(event).instant);
  return spokenOf(event).map((certificate) => ({ facts: certificateFacts(certificate), firstSeenAt }));
}

function spokenOf(event: RecordedEvent): readonly Certificate[] {
  switch (event.type) {
    case 'inventory.observed':
      return 'certificates' in event.data ? (event.data.certificates ?? []) : [];
    case 'certificate.imported':
      return event.data.facts === undefined ? [] : [event.data.facts];
    case 'certificate.enabled':
      return [{ thumbprint: event.data.thumbprint }];
    default:
      return [];
  }
}

export function certificateFacts(certificate: Certificate): WrittenFacts {
  const known = WRITTEN_FACTS.filter((key) => certificate[key] !== undefined).map((key) => [key, certificate[key]]);
  return { ...Object.fromEntries(known), thumbprint: normalizeThumbprint(certificate.thumbprint) };
}

/**
 * One certificate out of what two reports say of it. In whatever order reports are merged the result is the same: what was read from the
 * certificate itself (then its SHA-256 is known) displaces what was only told of it; else each key's first known value in text order counts.
 */
export function mergeSeen(one: SeenCertificate, other: SeenCertificate): SeenCertificate {
  const firstSeenAt = one.firstSeenAt < other.firstSeenAt ? one.firstSeenAt : other.firstSeenAt;
  const [oneRead, otherRead] = [one.facts.sha256 != null, other.facts.sha256 != null];
  if (oneRead !== otherRead) return { facts: (oneRead ? one : other).facts, firstSeenAt };
  const [first, second] = [one.facts, other.facts];
  const merged = WRITTEN_FACTS.map((key) => [key, smaller(first[key], second[key])]).filter(
    ([, value]) => value !== undefined,
  );
  return { facts: { thumbprint: first.thumbprint, ...Object.fromEntries(merged) }, firstSeenAt };
}

function smaller(one: unknown, other: unknown): unknown {
  if (one === undefined || other === undefined) return one ?? other;
  return compareText(canonicalText(one), canonicalText(other)) <= 0 ? one : other;
}
