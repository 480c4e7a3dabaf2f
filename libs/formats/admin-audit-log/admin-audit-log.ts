/**
 * The administrator audit log: which cmdlets administrators ran, with whose account and on which server. As the XML that it is mailed as,
 * or as JSON; as CLIXML it is read beside other objects (audit-event.ts).
 */
import { happeningsOf } from '../cmdlet-log/happenings.js';
import { jsonKind } from '../json/kind.js';
import type { Decoded, Format, Input } from '../report.js';
import { ranCmdlet } from './entry.js';
import { readJsonEntries } from './read-json.js';
import { readXmlEntries } from './read-xml.js';

export const adminAuditLog: Format = {
  name: 'admin-audit-log',
  recognises: (input) => isXml(input) || jsonKind(input.text) === 'admin-audit-log',
  decode: decodeEntries,
};

const LOOK_AT = 8192;
/** The root element, behind a declaration, comments or the document type that the reader refuses. */
const SEARCH_RESULTS =
  /^\uFEFF?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,500}-->\s*)*(?:<SearchResults[\s>/]|<!DOCTYPE\s+SearchResults\b)/;

function isXml({ text }: Input): boolean {
  return text !== null && SEARCH_RESULTS.test(text.slice(0, LOOK_AT));
}

function decodeEntries(input: Input): Decoded {
  const text = input.text ?? '';
  const read = isXml(input) ? readXmlEntries(text) : readJsonEntries(text);
  if (!read.ok) return read;
  const { happenings, warnings } = happeningsOf(read.entries.map(ranCmdlet));
  return {
    ok: true,
    report: {
      format: 'admin-audit-log',
      servers: [],
      organization: {},
      events: [],
      happenings,
      warnings: [...read.warnings, ...warnings],
    },
  };
}
