import type { RecordedAlertEvent } from '#libs/alerts/alert-event.js';
import type { RecordedEvent } from '#libs/fleet/event.js';

/** A recorded event as it goes out: CloudEvents 1.0, with where and when it was recorded as extension attributes. */
export function cloudEvent(event: RecordedEvent | RecordedAlertEvent) {
  const { id, source, type, occurredAt, data, position, stream, version, recordedAt, eventId } = event;
  return {
    specversion: '1.0' as const,
    id,
    source,
    type: `certfleet.${type}.v1`,
    time: occurredAt,
    datacontenttype: 'application/json',
    ...(event.actor !== undefined && { actor: event.actor }),
    ...(event.actorKind !== undefined && { actorkind: event.actorKind }),
    ...(event.correlationId !== undefined && { correlationid: event.correlationId }),
    ...(event.causationId !== undefined && { causationid: event.causationId }),
    ...(event.tool !== undefined && { tool: event.tool }),
    ...(event.sequence !== undefined && { sequence: event.sequence }),
    ...(event.sequenceType !== undefined && { sequencetype: event.sequenceType }),
    ...(event.epoch !== undefined && { epoch: event.epoch }),
    ...(event.reportedBy !== undefined && { reportedby: event.reportedBy }),
    position,
    stream,
    streamversion: version,
    eventid: eventId,
    recordedtime: recordedAt,
    data,
  };
}
