import { hash } from 'node:crypto';
import { canonicalText } from '#libs/fleet/canonical.js';
import {
  ALERT_STREAM,
  EVENT_TYPES,
  type EventType,
  type FleetEvent,
  type Provenance,
  type RecordedEvent,
} from '#libs/fleet/event.js';
import {
  ALERT_EVENT_TYPES,
  type AlertEvent,
  type AlertEventType,
  type RecordedAlertEvent,
} from '#libs/alerts/alert-event.js';
import { columnText, textOfColumn } from './column-text.js';
import { eventUuid } from './event-uuid.js';

/** A fact to be recorded, and the stream it belongs to: `organization` or `server:<name>`. */
export type NewEvent = FleetEvent & { readonly stream: string };

/** The shape of `data` that this version writes; older shapes are lifted when they are read. */
const SCHEMA_VERSION = 1;

/** An index entry takes no more. */
const LONGEST_STREAM_BYTES = 2000;

/** Tells why the log cannot hold this event, or null. Everything else in it, a NUL or half of a surrogate pair too, is kept as it is. */
export function whyNotRecordable(event: NewEvent): 'occurred-at-out-of-range' | 'server-name-too-long' | null {
  const year = /^(\d{4})-/.exec(event.occurredAt)?.[1];
  if (year === undefined || year === '0000' || Number.isNaN(Date.parse(event.occurredAt)))
    return 'occurred-at-out-of-range';
  return Buffer.byteLength(columnText(event.stream)) > LONGEST_STREAM_BYTES ? 'server-name-too-long' : null;
}

/** An event as `certfleet.append_batch` takes it: ids and hashes are hex digits, data and provenance JSON texts. */
export type ReportedRow = ReturnType<typeof reportedRow>;

export function reportedRow(event: NewEvent | (AlertEvent & { readonly stream: string })) {
  const occurredAt = new Date(event.occurredAt).toISOString();
  return {
    stream: columnText(event.stream),
    event_id: eventUuid(event),
    type: wireType(event.type),
    schema_version: SCHEMA_VERSION,
    source: columnText(event.source),
    id: columnText(event.id),
    occurred_at: occurredAt,
    data: JSON.stringify(event.data),
    provenance: provenanceText(event),
    content_hash: hashOfContent(event, occurredAt),
  };
}

/**
 * SHA-256 of what the sender said, so that a re-delivery is told from other content under the same id. Not part of it: who passed it on, and
 * the facts that we read from a certificate ourselves.
 */
export function contentHash(event: FleetEvent | AlertEvent): string {
  return hashOfContent(event, new Date(event.occurredAt).toISOString());
}

function hashOfContent(event: FleetEvent | AlertEvent, occurredAt: string): string {
  const { type, data, actor, actorKind, correlationId, causationId, tool, sequence, sequenceType, epoch } = event;
  const said = type === 'certificate.imported' ? { ...data, facts: undefined } : data;
  // One literal: to spread one object into another takes as long as the hash.
  return hash(
    'sha256',
    canonicalText({
      actor,
      actorKind,
      correlationId,
      causationId,
      tool,
      sequence,
      sequenceType,
      epoch,
      type,
      occurredAt,
      data: said,
    }),
  );
}

/** As a JSON text, always in this order. */
function provenanceText(event: Provenance): string {
  const { actor, actorKind, correlationId, causationId, tool, sequence, sequenceType, epoch, reportedBy } = event;
  return JSON.stringify({
    actor,
    actorKind,
    correlationId,
    causationId,
    tool,
    sequence,
    sequenceType,
    epoch,
    reportedBy,
  });
}

export function wireType(type: EventType | AlertEventType): string {
  return `certfleet.${type}.v1`;
}

const TYPES = new Map<string, EventType>(EVENT_TYPES.map((type) => [wireType(type), type]));

/** A row of certfleet.event as the queries select it. */
export interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly version: string;
  readonly event_id: string;
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly occurred_at: Date;
  readonly recorded_at: Date;
  readonly data: unknown;
  readonly provenance: Provenance;
}

export const EVENT_COLUMNS =
  'position, stream, version, event_id, type, source, id, occurred_at, recorded_at, data, provenance';

const ALERT_TYPES = new Map<string, AlertEventType>(ALERT_EVENT_TYPES.map((type) => [wireType(type), type]));

/** A row that came as a text. */
export type TextRow = Omit<EventRow, 'position' | 'version' | 'occurred_at' | 'recorded_at'> & {
  readonly position: number;
  readonly version: number;
  readonly occurred_at: string;
  readonly recorded_at: string;
};

/** @throws Error for a type that this version does not know: a newer version wrote it. */
export function recordedEvent(row: EventRow | TextRow): RecordedEvent {
  return eventOf(row, TYPES.get(row.type)) as RecordedEvent;
}

/** The same for the stream `alerts`. */
export function recordedAlertEvent(row: EventRow): RecordedAlertEvent {
  return eventOf(row, ALERT_TYPES.get(row.type)) as RecordedAlertEvent;
}

/** Whatever stands in the log. */
export function loggedEvent(row: EventRow): RecordedEvent | RecordedAlertEvent {
  return row.stream === ALERT_STREAM ? recordedAlertEvent(row) : recordedEvent(row);
}

function eventOf(row: EventRow | TextRow, type: EventType | AlertEventType | undefined) {
  if (type === undefined)
    throw new Error(
      `The log holds an event of type ${row.type}, which this version does not know. Run the newer version.`,
    );
  return {
    id: textOfColumn(row.id),
    source: textOfColumn(row.source),
    type,
    occurredAt: instantOf(row.occurred_at),
    data: row.data,
    ...row.provenance,
    position: Number(row.position),
    stream: textOfColumn(row.stream),
    version: Number(row.version),
    eventId: row.event_id,
    recordedAt: instantOf(row.recorded_at),
  };
}

function instantOf(column: Date | string): string {
  return typeof column === 'string' ? column : column.toISOString();
}
