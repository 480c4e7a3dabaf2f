/**
 * The administrator audit log as it is mailed (`New-AdminAuditLogSearch`): whole seconds, short names of servers, and nothing of what was
 * answered on the screen.
 */
import { isOther, serverOf } from '../chronicle.js';
import type { Fleet, Ran } from '../moments.js';
import { typed } from './parameters.js';
import { xmlText } from './xml.js';

export interface Entry {
  readonly ran: Ran;
  readonly fleet: Fleet;
}

export function auditLog(entries: readonly Entry[]): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<SearchResults>',
    ...entries.flatMap(entryLines),
    '</SearchResults>',
    '',
  ].join('\n');
}

function entryLines({ ran, fleet }: Entry): readonly string[] {
  const { cmdlet, parameters, objectModified } = typed(ran.command);
  const attributes = {
    Caller: ran.by.name,
    Cmdlet: cmdlet,
    ObjectModified: objectModified,
    RunDate: ran.at.replace(/\.\d{3}Z$/, '+00:00'),
    Succeeded: 'true',
    Error: 'None',
    OriginatingServer: `${ran.on} (${longBuild(serverOf(fleet, ran.on).build ?? '')})`,
  };
  const modified = isOther(ran.command) ? Object.entries(ran.command.modified) : [];
  return [
    `  <Event ${attributesText(attributes)}>`,
    '    <CmdletParameters>',
    ...Object.entries(parameters).map(([Name, Value]) => `      <Parameter ${attributesText({ Name, Value })} />`),
    '    </CmdletParameters>',
    ...(modified.length === 0
      ? ['    <ModifiedProperties />']
      : [
          '    <ModifiedProperties>',
          ...modified.map(
            ([Name, [OldValue, NewValue]]) => `      <Property ${attributesText({ Name, OldValue, NewValue })} />`,
          ),
          '    </ModifiedProperties>',
        ]),
    '  </Event>',
  ];
}

function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${xmlText(value)}"`)
    .join(' ');
}

/** `15.2.1544.14` as the log writes it: `15.02.1544.014`. */
function longBuild(build: string): string {
  const [major = '0', minor = '0', number = '0', revision = '0'] = build.split('.');
  return `${major}.${minor.padStart(2, '0')}.${number.padStart(4, '0')}.${revision.padStart(3, '0')}`;
}
