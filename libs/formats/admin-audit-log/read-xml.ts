/**
 * The XML that the audit log is mailed as (`New-AdminAuditLogSearch`, the admin center's export):
 * `<SearchResults><Event Caller= Cmdlet= ObjectModified= RunDate= Succeeded= Error= OriginatingServer=>…`
 * @cite officedocs "Administrator audit log structure" (A)
 */
import { whenOf } from '../cmdlet-log/when.js';
import type { Refusal, Warning } from '../report.js';
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml/element.js';
import { readRecords } from '../xml/read-records.js';
import type { AuditEntry } from './entry.js';

export type EntriesRead =
  | { readonly ok: true; readonly entries: readonly AuditEntry[]; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly refusal: Refusal };

const RULES = {
  root: 'SearchResults',
  record: 'Event',
  remedies: {
    again: 'Save the attachment of the audit log mail again and send it unchanged and whole.',
    smaller: 'Search a shorter time with New-AdminAuditLogSearch -StartDate … -EndDate ….',
    doctype: 'Remove the <!DOCTYPE …> line: the audit log has none.',
  },
};

export function readXmlEntries(text: string): EntriesRead {
  const entries: AuditEntry[] = [];
  let others = 0;
  const read = readRecords(text, RULES, (record, number) => {
    const entry = entryOf(record, `entry ${number}`);
    if (entry === null) others += 1;
    else entries.push(entry);
  });
  if (!read.ok) return read;
  const message = `${others} entries name no cmdlet (a mailbox audit log has such); they were left out.`;
  return { ok: true, entries, warnings: [...read.warnings, ...(others === 0 ? [] : [{ place: '', message }])] };
}

function entryOf(event: XmlElement, place: string): AuditEntry | null {
  const cmdlet = attributeOf(event, 'Cmdlet');
  if (cmdlet === undefined) return null;
  const succeeded = attributeOf(event, 'Succeeded')?.toLowerCase();
  return {
    place,
    cmdlet,
    objectModified: attributeOf(event, 'ObjectModified'),
    parameters: childrenOf(childOf(event, 'CmdletParameters'), 'Parameter').flatMap((parameter) => {
      const name = attributeOf(parameter, 'Name');
      return name === undefined ? [] : [{ name, value: attributeOf(parameter, 'Value') ?? '' }];
    }),
    modifiedProperties: childrenOf(childOf(event, 'ModifiedProperties'), 'Property').flatMap((property) => {
      const name = attributeOf(property, 'Name');
      if (name === undefined) return [];
      return [
        {
          name,
          oldValue: attributeOf(property, 'OldValue') ?? null,
          newValue: attributeOf(property, 'NewValue') ?? null,
        },
      ];
    }),
    caller: attributeOf(event, 'Caller'),
    succeeded: succeeded === 'true' ? true : succeeded === 'false' ? false : null,
    when: whenOf(attributeOf(event, 'RunDate')),
    originatingServer: attributeOf(event, 'OriginatingServer'),
  };
}
