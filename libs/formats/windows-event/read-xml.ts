/**
 * Windows events as XML: `<Events>` with an `<Event>` each (`wevtutil qe LOG /f:xml /e:Events`, "Save as XML" of the Event Viewer), one
 * `<Event>` alone, or a run of them without a root (`wevtutil qe LOG /f:xml`, `Get-WinEvent | % ToXml`).
 * @cite https://learn.microsoft.com/windows/win32/wes/eventschema-schema (A)
 */
import { whenOf } from '../cmdlet-log/when.js';
import type { Refusal, Warning } from '../report.js';
import { attributeOf, childOf, childrenOf, childText, type XmlElement } from '../xml/element.js';
import { readRecords } from '../xml/read-records.js';
import type { Insert, WindowsRecord } from './record.js';

export type RecordsOfLog =
  | { readonly ok: true; readonly records: readonly WindowsRecord[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

const RULES = {
  root: 'Events',
  record: 'Event',
  remedies: {
    again:
      'Export the events again, for example with: wevtutil qe "MSExchange Management" /f:xml /e:Events > events.xml',
    smaller: 'Export fewer events: give wevtutil a /q: query for the ids and the time, or /c: with a count.',
    doctype: 'Remove the <!DOCTYPE …> line: Windows events have none.',
  },
};

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event';
const LOOK_AT = 8192;
const PROLOG = /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)*/;

/** The first element is `Events` or an `Event` of Windows (other logs have elements of that name, too). */
export function looksLikeWindowsXml(text: string): boolean {
  const start = text.slice(0, LOOK_AT);
  const first = start.slice(PROLOG.exec(start)?.[0].length ?? 0);
  if (/^<(?:\w{1,20}:)?Events\s*\/?>\s*(?:<\/Events>\s*)?$/.test(first) && first.length < LOOK_AT - 1) return true;
  return /^<(?:(?:\w{1,20}:)?Events?[\s>/]|!DOCTYPE\s+Events?\b)/.test(first) && first.includes(NAMESPACE);
}

export function readXmlRecords(text: string): RecordsOfLog {
  const records: WindowsRecord[] = [];
  const nameless: Warning[] = [];
  // A declaration or a root makes it a document; without either it may be a run.
  const fragment = /^\s*(?:<!--[^>]{0,500}-->\s*)*<(?:\w{1,20}:)?Event[\s>/]/.test(text.slice(0, LOOK_AT));
  const read = readRecords(text, { ...RULES, fragment }, (event, number) => {
    const record = recordOf(event, `event ${number}`);
    if (record !== null) records.push(record);
    else nameless.push({ place: `event ${number}`, message: 'An event without provider or id was left out.' });
  });
  return read.ok ? { ok: true, records, warnings: [...read.warnings, ...nameless] } : read;
}

function recordOf(event: XmlElement, place: string): WindowsRecord | null {
  const system = childOf(event, 'System');
  const provider = attributeOf(childOf(system, 'Provider'), 'Name');
  const eventId = wholeNumber(childText(system, 'EventID'));
  if (provider === undefined || eventId === undefined) return null;
  return {
    place,
    provider,
    eventId,
    when: whenOf(attributeOf(childOf(system, 'TimeCreated'), 'SystemTime')),
    computer: childText(system, 'Computer'),
    channel: childText(system, 'Channel'),
    recordId: digits(childText(system, 'EventRecordID')),
    level: wholeNumber(childText(system, 'Level')),
    inserts: insertsOf(event),
    message: childText(childOf(event, 'RenderingInfo'), 'Message'),
  };
}

/** Null when the event has no data at all, but a message. */
function insertsOf(event: XmlElement): readonly Insert[] | null {
  const data = childOf(event, 'EventData');
  if (data !== undefined)
    return childrenOf(data, 'Data').map((one) => ({ name: attributeOf(one, 'Name'), text: one.text.trim() }));
  const user = childOf(event, 'UserData')?.children[0];
  if (user !== undefined) return user.children.map(({ name, text }) => ({ name, text: text.trim() }));
  return childText(childOf(event, 'RenderingInfo'), 'Message') === undefined ? [] : null;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Without leading zeros. */
function digits(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{1,20}$/.test(text) ? text.replace(/^0+(?=\d)/, '') : undefined;
}
