import { canonicalText } from './canonical.js';
import type { Organization, PartialServer, Server } from './document.js';
import { derivedId } from './event-id.js';
import type { EventData, EventOf, EventType, FleetEvent } from './event.js';
import { isOfTheOrganization, sourceOf, type Speaker } from './source.js';

/**
 * Something that a file tells as having happened, before it is known for which organization the file was sent. What the file does not
 * give an id (a record number, a line of a log) gets one from its content and instant.
 */
export type Happening = { [T in EventType]: HappeningOf<T> }[EventType];

export interface HappeningOf<T extends EventType> extends Omit<EventOf<T>, 'source' | 'id' | 'reportedBy'> {
  /** The server it happened on, as the file calls it; null: the file names none, or it concerns the organization. */
  readonly server: string | null;
  /** What the source itself calls it; unique for this server among all files that tell of it. */
  readonly id?: string;
}

/** What one file says, as a format hands it over (`Report` of the formats fits). */
export interface ObservedReport {
  readonly servers: readonly { readonly server: PartialServer; readonly complete: readonly string[] }[];
  readonly organization: Organization;
  readonly organizationComplete?: readonly string[];
  readonly events: readonly FleetEvent[];
  readonly happenings?: readonly Happening[];
  /** When the file says it was made. */
  readonly observedAt?: string;
}

export interface Observing {
  /** The organization (tenant) that the report was sent for; what the file calls its organization does not matter. */
  readonly organization: string;
  /** Used where the file does not say when it was made, RFC 3339 UTC with milliseconds. */
  readonly observedAt: string;
  /** The server of what the file says of no named one; absent: that is left out. */
  readonly server?: string;
  /** Who told us. */
  readonly reportedBy?: string;
}

export interface Observed {
  readonly events: readonly FleetEvent[];
  /** How many servers of the report were left out, because neither the file nor the sender names them. */
  readonly unnamed: number;
}

/**
 * The events of a report: an inventory for each named server, one for the organization if the file says anything of it, the events
 * that the file holds, unchanged, and what it tells as having happened. The id of an inventory comes from its content and instant, so the same file read twice makes the same
 * events.
 */
export function observe(report: ObservedReport, observing: Observing): Observed {
  const occurredAt = report.observedAt ?? observing.observedAt;
  const provenance = observing.reportedBy === undefined ? {} : { reportedBy: observing.reportedBy };
  const inventory = (server: string | null, data: Inventory): EventOf<'inventory.observed'> => {
    const source = sourceOf({ organization: observing.organization, server } satisfies Speaker);
    const id = `inventory:${derivedId(canonicalText([source, occurredAt, data]))}`;
    return { id, source, type: 'inventory.observed', occurredAt, data, ...provenance };
  };
  const named = report.servers.flatMap(({ server, complete }) => {
    const fqdn = nameOf(server) ?? observing.server;
    return fqdn === undefined ? [] : [inventory(fqdn, withComplete<Partial<Server>>({ ...server, fqdn }, complete))];
  });
  const organization = Object.values(report.organization).some((value) => value !== undefined)
    ? [inventory(null, withComplete(report.organization, report.organizationComplete ?? []))]
    : [];
  const happened = (report.happenings ?? []).flatMap((one) => happenedIn(one, observing));
  return {
    events: [...organization, ...named, ...report.events, ...happened],
    unnamed: report.servers.length - named.length,
  };
}

/** Whether it has to be known on which server it happened. */
export function needsServer({ type, server }: Pick<Happening, 'type' | 'server'>): boolean {
  return server === null && !isOfTheOrganization(type);
}

function happenedIn(
  happening: Happening,
  { organization, server: given, reportedBy }: Observing,
): readonly FleetEvent[] {
  const { server, id, ...told } = happening;
  const named = isOfTheOrganization(told.type) ? null : (server ?? given ?? null);
  if (named === null && !isOfTheOrganization(told.type)) return [];
  const source = sourceOf({ organization, server: named });
  const derived = id ?? derivedId(canonicalText([source, told.occurredAt, told.type, told.data]));
  return [{ ...told, source, id: derived, ...(reportedBy === undefined ? {} : { reportedBy }) }];
}

type Inventory = EventData['inventory.observed'];

/** Only keys that the inventory carries can be complete: of a list that it does not give it says nothing. */
function withComplete<T extends object>(carrier: T, complete: readonly string[]): T & { readonly complete: string[] } {
  const keys = new Set(complete.filter((key) => Object.hasOwn(carrier, key)));
  return { ...carrier, complete: [...keys].sort() };
}

function nameOf({ fqdn }: PartialServer): string | undefined {
  const name = fqdn?.trim();
  return name === '' ? undefined : name;
}
