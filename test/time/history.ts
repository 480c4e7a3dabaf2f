import type { FleetEvent, RecordedEvent, Sighting } from '#libs/fleet/event.js';
import { foldServer, type Until } from '#libs/fleet/fold.js';
import { EX01, happened, minute, recorded, thumbprint } from '../support/events.js';

/**
 * What the specifications of the rules of time are written with: events on one server, in the order in which they arrive, and the question what
 * its default SMTP certificate was: as of a minute after midnight, as known when so many had arrived.
 */
export const A = thumbprint('A');
export const B = thumbprint('B');
export const C = thumbprint('C');

type Details = Partial<Omit<FleetEvent, 'type' | 'data' | 'occurredAt'>>;

/** Somebody overwrote the default SMTP certificate, so many minutes after midnight. */
export function overwritten(current: string, minutes: number, details: Details = {}): FleetEvent {
  return happened('default-smtp-certificate.overwritten', { current }, { ...details, occurredAt: minute(minutes) });
}

/** An inventory showed this default SMTP certificate. */
export function inventory(internalTransportCertificate: string, minutes: number, details: Details = {}): FleetEvent {
  const data = { fqdn: EX01, internalTransportCertificate };
  return happened('inventory.observed', data, { ...details, occurredAt: minute(minutes) });
}

export interface History {
  readonly events: readonly RecordedEvent[];
  readonly sightings?: readonly Sighting[];
}

/** The events as they arrived, each recorded a minute after the one before, from the given minute on. */
export function arrived(events: readonly FleetEvent[], first = 1_000): History {
  return {
    events: events.flatMap((event, index) =>
      recorded([event], { position: index + 1, recordedAt: minute(first + index) }),
    ),
  };
}

/** The default SMTP certificate; undefined: unknown. */
export function defaultSmtp(history: History, until: Until = {}): string | null | undefined {
  return foldServer(EX01, history, until).state.server.internalTransportCertificate;
}

/** Every order in which a few things can arrive. */
export function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => permutations(items.filter((_, i) => i !== at)).map((rest) => [item, ...rest]));
}
