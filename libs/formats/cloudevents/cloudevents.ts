/**
 * CloudEvents 1.0 in JSON (CONTRACT section 7): a single event, a batch (a JSON list) or NDJSON.
 *
 *   cloudevents                 the format, for files
 *   readEvents(text, mode)      the same for a request whose content type says what it is   (read-events.ts)
 *
 * Strict where a wrong value would be recorded for good: id, source, type, time (with a zone) and data. Unknown attributes and keys are
 * ignored with a warning. One malformed event refuses the whole text, and its index is told.
 */
import { jsonKind } from '../json/kind.js';
import type { Decoded, Format, Input } from '../report.js';
import { readEvents } from './read-events.js';

export const cloudevents: Format = {
  name: 'cloudevents',
  recognises: (input) => jsonKind(input.text) === 'cloudevents',
  decode: decodeEvents,
};

function decodeEvents(input: Input): Decoded {
  const read = readEvents(input.text ?? '', 'any');
  if (!read.ok) return { ok: false, refusal: read.refusal };
  const { events, warnings } = read;
  return { ok: true, report: { format: 'cloudevents', servers: [], organization: {}, events, warnings } };
}
