import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { EventData, EventOf, FleetEvent, RecordedEvent } from '#libs/fleet/event.js';
import { maybeSameActor } from './actor.js';
import { isDeed } from './spoken-certificate.js';
import { believedAt } from './timeline-item.js';

/** An event with what is known of it when a page is told. */
export interface Witnessed {
  readonly event: RecordedEvent;
  /** Its server; null: the organization. */
  readonly server: string | null;
  /** Of an inventory: whether it says what nobody had reported, or changes what is presented. Such a one is no mere witness. */
  readonly news: boolean;
}

/** Records of one change lie at most this far apart. @cite GUARANTEES, Time 6 */
const WINDOW_MS = 120_000;

/**
 * Which events are another record of a change that a first one tells: the audit log, the event log, a script's own report, an inventory
 * that shows the result. By position, with the position of the first. Two records of the same witness are two changes.
 */
export function witnesses(told: readonly Witnessed[]): ReadonlyMap<number, number> {
  const inOrder = told.toSorted(({ event: one }, { event: other }) => inTime(one, other));
  const lines = linesOf(inOrder);
  const found = new Map<number, number>();
  for (const { first, others } of lines) for (const position of others) found.set(position, first.event.position);
  const byServer = new Map<string, Witnessed[]>();
  for (const { first } of lines) byServer.set(placeOf(first), [...(byServer.get(placeOf(first)) ?? []), first]);
  joinConsequences(byServer, found);
  for (const one of inOrder) {
    if (one.event.type !== 'inventory.observed' || one.news) continue;
    const explained = explainedBy(one, one.event.data, byServer.get(placeOf(one)) ?? []);
    if (explained !== undefined) found.set(one.event.position, found.get(explained) ?? explained);
  }
  return found;
}

/** By what is told alone where it can be, so that any order of arrival names the same first: of one instant, a record that names a tool. */
function inTime(one: RecordedEvent, other: RecordedEvent): number {
  const nameless = (event: RecordedEvent) => (event.tool === undefined ? 1 : 0);
  const teller = (event: RecordedEvent) => event.reportedBy ?? '';
  if (believedAt(one) !== believedAt(other)) return believedAt(one) - believedAt(other);
  if (nameless(one) !== nameless(other)) return nameless(one) - nameless(other);
  if (teller(one) !== teller(other)) return teller(one) < teller(other) ? -1 : 1;
  return one.position - other.position;
}

interface Line {
  readonly first: Witnessed;
  readonly others: number[];
  readonly speakers: Set<string>;
  answer: string | undefined;
}

function placeOf({ server, event }: Witnessed): string {
  return (server ?? event.stream).toLowerCase();
}

function linesOf(inOrder: readonly Witnessed[]): readonly Line[] {
  const lines: Line[] = [];
  const recent = new Map<string, Line[]>();
  for (const one of inOrder) {
    const deed = deedOf(one.event);
    if (deed === null) continue;
    const key = `${placeOf(one)}\n${deed}`;
    const at = believedAt(one.event);
    const open = (recent.get(key) ?? []).filter(({ first }) => at - believedAt(first.event) <= WINDOW_MS);
    const line = open.findLast((candidate) => tellsTheSame(candidate, one.event));
    if (line === undefined) {
      const fresh = { first: one, others: [], speakers: new Set([speakerOf(one.event)]), answer: answerOf(one.event) };
      lines.push(fresh);
      open.push(fresh);
    } else {
      line.others.push(one.event.position);
      line.speakers.add(speakerOf(one.event));
      line.answer ??= answerOf(one.event);
    }
    recent.set(key, open);
  }
  return lines;
}

function tellsTheSame({ first, speakers, answer }: Line, event: RecordedEvent): boolean {
  const other = answerOf(event);
  return (
    !speakers.has(speakerOf(event)) &&
    maybeSameActor(first.event.actor, event.actor) &&
    (answer === undefined || other === undefined || answer === other)
  );
}

function speakerOf({ source, reportedBy, tool }: FleetEvent): string {
  return JSON.stringify([source, reportedBy ?? tool ?? null]);
}

function answerOf(event: FleetEvent): string | undefined {
  const answer = event.type === 'certificate.enabled' ? event.data.answer : undefined;
  return answer === 'unknown' ? undefined : answer;
}

/** What was done, so that two records of it read alike; null: the event tells of no deed. */
function deedOf(event: FleetEvent): string | null {
  if (!isDeed(event.type)) return null;
  switch (event.type) {
    case 'certificate.enabled': {
      const services = [...new Set(event.data.services)].filter((service) => service !== 'None').sort();
      return `${event.type} ${normalizeThumbprint(event.data.thumbprint)} ${services.join()}`;
    }
    case 'certificate.removed':
      return `${event.type} ${normalizeThumbprint(event.data.thumbprint)}`;
    case 'certificate.imported':
      return event.data.facts === undefined ? null : `${event.type} ${event.data.facts.thumbprint}`;
    case 'default-smtp-certificate.overwritten':
      return `${event.type} ${event.data.current === null ? '' : normalizeThumbprint(event.data.current)}`;
    case 'receive-connector.configured':
    case 'send-connector.configured':
      return `${event.type} ${event.data.name.toLowerCase()} ${event.data.tlsCertificateName ?? ''}`;
    default:
      return `${event.type} ${canonicalText(JSON.parse(JSON.stringify(event.data)))}`;
  }
}

/** That the default was overwritten is what enabling a certificate for SMTP did. */
function joinConsequences(byServer: ReadonlyMap<string, readonly Witnessed[]>, found: Map<number, number>): void {
  for (const lines of byServer.values()) {
    const enabled = lines.flatMap(({ event }) => (event.type === 'certificate.enabled' ? [event] : []));
    const taken = new Set<number>();
    for (const { event } of lines) {
      if (event.type !== 'default-smtp-certificate.overwritten') continue;
      const cause = enabled.findLast((one) => !taken.has(one.position) && didOverwrite(one, event));
      if (cause === undefined) continue;
      taken.add(cause.position);
      for (const [position, first] of found) if (first === event.position) found.set(position, cause.position);
      found.set(event.position, cause.position);
    }
  }
}

type Recorded<T extends RecordedEvent['type']> = RecordedEvent & EventOf<T>;

function didOverwrite(
  enabled: Recorded<'certificate.enabled'>,
  overwritten: Recorded<'default-smtp-certificate.overwritten'>,
): boolean {
  const { current } = overwritten.data;
  return (
    current !== null &&
    enabled.data.answer !== 'no' &&
    enabled.data.services.includes('SMTP') &&
    normalizeThumbprint(enabled.data.thumbprint) === normalizeThumbprint(current) &&
    Math.abs(believedAt(enabled) - believedAt(overwritten)) <= WINDOW_MS &&
    maybeSameActor(enabled.actor, overwritten.actor)
  );
}

/** The last deed within the window before an inventory whose result the inventory shows. */
function explainedBy(
  { event }: Witnessed,
  inventory: EventData['inventory.observed'],
  deeds: readonly Witnessed[],
): number | undefined {
  const at = believedAt(event);
  return deeds.findLast((deed) => {
    const before = at - believedAt(deed.event);
    return before >= 0 && before <= WINDOW_MS && isShown(deed.event, inventory);
  })?.event.position;
}

function isShown(deed: FleetEvent, inventory: EventData['inventory.observed']): boolean {
  switch (deed.type) {
    case 'certificate.imported':
      return deed.data.facts !== undefined && heldIn(inventory, deed.data.facts.thumbprint) !== undefined;
    case 'certificate.enabled': {
      const services = heldIn(inventory, deed.data.thumbprint)?.services ?? [];
      return services.length > 0 && deed.data.services.every((one) => one === 'None' || services.includes(one));
    }
    case 'certificate.removed':
      return isComplete(inventory) && heldIn(inventory, deed.data.thumbprint) === undefined;
    case 'default-smtp-certificate.overwritten':
      return deed.data.current !== null && defaultIn(inventory) === normalizeThumbprint(deed.data.current);
    default:
      return false;
  }
}

type Inventory = EventData['inventory.observed'];

function heldIn(inventory: Inventory, thumbprint: string): Certificate | undefined {
  const wanted = normalizeThumbprint(thumbprint);
  const certificates = 'certificates' in inventory ? inventory.certificates : null;
  return certificates?.find((one) => normalizeThumbprint(one.thumbprint) === wanted);
}

function isComplete(inventory: Inventory): boolean {
  return 'certificates' in inventory && inventory.complete?.includes('certificates') === true;
}

function defaultIn(inventory: Inventory): string | null {
  const shown = 'internalTransportCertificate' in inventory ? inventory.internalTransportCertificate : null;
  return shown == null ? null : normalizeThumbprint(shown);
}
