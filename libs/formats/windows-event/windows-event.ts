/**
 * Records of Windows event logs, as XML or JSON: cmdlets that ran (MSExchange Management) become what they did, records that speak of
 * certificates become evidence, and the rest of the file is counted.
 */
import type { Happening } from '#libs/fleet/observe.js';
import { happeningsOf } from '../cmdlet-log/happenings.js';
import type { RanCmdlet } from '../cmdlet-log/ran.js';
import { gathered } from '../gathered.js';
import { jsonKind } from '../json/kind.js';
import { shorten } from '../json/path.js';
import type { Decoded, Format, Input, Warning } from '../report.js';
import { isCmdletRecord, ranCmdlet } from './cmdlet-record.js';
import { evidenceOf, isEvidence } from './evidence.js';
import { readJsonRecords } from './read-json.js';
import { looksLikeWindowsXml, readXmlRecords } from './read-xml.js';
import type { WindowsRecord } from './record.js';

export const windowsEvent: Format = {
  name: 'windows-event',
  recognises: ({ text }) => text !== null && (looksLikeWindowsXml(text) || jsonKind(text) === 'windows-event'),
  decode: decodeRecords,
};

function decodeRecords(input: Input): Decoded {
  const text = input.text ?? '';
  const read = looksLikeWindowsXml(text) ? readXmlRecords(text) : readJsonRecords(text);
  if (!read.ok) return read;
  const { happenings, warnings } = tellAll(read.records);
  return {
    ok: true,
    report: {
      format: 'windows-event',
      servers: [],
      organization: {},
      events: [],
      happenings,
      warnings: [...gathered(read.warnings), ...warnings],
    },
  };
}

function tellAll(records: readonly WindowsRecord[]): {
  readonly happenings: readonly Happening[];
  readonly warnings: readonly Warning[];
} {
  const ran: RanCmdlet[] = [];
  const evidence: Happening[] = [];
  const left: Warning[] = [];
  const others = new Map<string, number>();
  for (const record of records) {
    if (isCmdletRecord(record)) {
      const cmdlet = ranCmdlet(record);
      if (cmdlet !== null) ran.push(cmdlet);
      else left.push({ place: record.place, message: NO_CMDLET });
    } else if (isEvidence(record)) {
      const happening = evidenceOf(record);
      if (happening !== null) evidence.push(happening);
      else left.push({ place: record.place, message: NO_TIME });
    } else countOther(others, record);
  }
  const cmdlets = happeningsOf(ran);
  return {
    happenings: [...cmdlets.happenings, ...evidence],
    warnings: [...gathered(left), ...cmdlets.warnings, ...othersLeftOut(others)],
  };
}

const NO_CMDLET =
  'The record names no cmdlet; it was left out. Export it as XML, or as JSON with its Properties and -Depth 4.';
const NO_TIME = 'The record does not say when, with a time zone; it was left out. Export it as XML.';

/** More than anybody reads. */
const MOST_KINDS = 100;

function countOther(others: Map<string, number>, { provider, eventId }: WindowsRecord): void {
  const kind = `${shorten(provider, 80)}, event ${eventId}`;
  const known = others.has(kind) || others.size < MOST_KINDS ? kind : 'other providers and events';
  others.set(known, (others.get(known) ?? 0) + 1);
}

function othersLeftOut(others: ReadonlyMap<string, number>): readonly Warning[] {
  return [...others].map(([kind, many]) => {
    const records = many === 1 ? '1 record was' : `${many} records were`;
    return { place: '', message: `${records} left out, for they tell nothing of certificates: ${kind}.` };
  });
}
