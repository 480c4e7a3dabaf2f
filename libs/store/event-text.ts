import { type TextRow } from './event-row.js';

/** Stands in no JSON text, where control characters are escaped; only in a stranger's stream, source or id. */
const SEPARATOR = '\u0001';
const FIELDS = 13;

/**
 * A row of certfleet.event as one text, for whoever reads many: the driver takes a small part of the time for it, and parses no dates. What strangers
 * may have written the separator into stands last, with the lengths that tell it apart.
 */
export const EVENT_TEXT = `concat_ws(chr(1), position, version, event_id, type, occurred_at at time zone 'UTC',
  recorded_at at time zone 'UTC', char_length(stream), char_length(source), data, provenance, stream, source, id) as event`;

export interface EventText {
  readonly event: string;
}

/** The row that such a text is. */
export function eventRowOf({ event }: EventText): TextRow {
  const fields = event.split(SEPARATOR);
  const [position, version, event_id = '', type = '', occurred = '', recorded = ''] = fields;
  const [data = 'null', provenance = '{}'] = fields.slice(8, 10);
  const [stream = '', source = '', id = ''] = fields.length === FIELDS ? fields.slice(10) : toldApart(fields);
  return {
    position: Number(position),
    version: Number(version),
    event_id,
    type,
    occurred_at: instantOf(occurred),
    recorded_at: instantOf(recorded),
    data: JSON.parse(data),
    provenance: JSON.parse(provenance),
    stream,
    source,
    id,
  };
}

/** The server counts characters, and one may be two units of a text here. */
function toldApart(fields: readonly string[]): readonly string[] {
  const [streamLength, sourceLength] = fields.slice(6, 8).map(Number);
  const characters = [...fields.slice(10).join(SEPARATOR)];
  const source = (streamLength ?? 0) + 1;
  const id = source + (sourceLength ?? 0) + 1;
  return [
    characters.slice(0, streamLength).join(''),
    characters.slice(source, id - 1).join(''),
    characters.slice(id).join(''),
  ];
}

/** `2026-06-01 00:00:01.5` as `2026-06-01T00:00:01.500Z`: to the millisecond, as the log keeps it. */
function instantOf(column: string): string {
  return `${column.slice(0, 10)}T${column.slice(11, 19)}.${column.slice(20).padEnd(3, '0')}Z`;
}
