import type { Certificate } from '#libs/certificates/certificate.js';
import type { EventData, EventOf, EventType, FleetEvent, Recorded, RecordedEvent } from '#libs/fleet/event.js';
import { eventIdOf } from '#libs/fleet/event-id.js';
import { sourceOf, streamOf } from '#libs/fleet/source.js';

/** The server and organization of the events that tests make. */
export const EX01 = 'ex01.contoso.com';
export const EX01_SOURCE = sourceOf({ organization: 'contoso', server: EX01 });
export const CONTOSO_SOURCE = sourceOf({ organization: 'contoso', server: null });

type Details = Partial<Omit<FleetEvent, 'type' | 'data'>>;

/** Something that happened on EX01, at `occurredAt` (1 June 2026, 00:00 if not given). The id comes from what is said, so it is stable. */
export function happened<T extends EventType>(type: T, data: EventData[T], details: Details = {}): EventOf<T> {
  const { source = EX01_SOURCE, occurredAt = minute(0), ...others } = details;
  const id = details.id ?? `${occurredAt} ${details.sequence ?? ''} ${type} ${JSON.stringify(data)}`;
  return { ...others, id, source, occurredAt, type, data };
}

/** The events as the log holds them, recorded in the order given, an instant later than all of them unless one is given. */
export function recorded(events: readonly FleetEvent[], details: Partial<Recorded> = {}): readonly RecordedEvent[] {
  const { position = 1, recordedAt = '2030-01-01T00:00:00.000Z' } = details;
  return events.map((event, index) => {
    const stream = streamOf(event);
    return {
      ...event,
      position: position + index,
      stream: stream.ok ? stream.stream : 'organization',
      version: position + index,
      eventId: eventIdOf(event),
      recordedAt,
    };
  });
}

/** A certificate in date with its key, named after a letter: `certificate('A')` has the thumbprint AAAA… and the name a.contoso.com. */
export function certificate(letter: string, keys: Partial<Certificate> = {}): Certificate {
  const name = `${letter.toLowerCase()}.contoso.com`;
  return {
    thumbprint: thumbprint(letter),
    subject: `CN=${name}`,
    issuer: 'CN=Trust CA1',
    subjectAlternativeNames: [name],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    hasPrivateKey: true,
    services: [],
    ...keys,
  };
}

/** Forty times the same hexadecimal digit. */
export function thumbprint(letter: string): string {
  return letter.toUpperCase().repeat(40);
}

/** So many minutes after 1 June 2026, 00:00. */
export function minute(minutes: number): string {
  return new Date(Date.UTC(2026, 5, 1) + minutes * 60_000).toISOString();
}
