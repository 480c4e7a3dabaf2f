/**
 * `Search-AdminAuditLog | Export-Clixml`: one entry of the administrator audit log.
 */
import { booleanOf, hasType, listOf, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { whenOf } from '../cmdlet-log/when.js';
import type { Kind, Said } from '../exchange-object/kind.js';
import { text } from '../exchange-object/words.js';
import { ranCmdlet, type AuditParameter, type AuditProperty } from './entry.js';

export const auditEvent: Kind = {
  name: 'Search-AdminAuditLog',
  is: (object) => hasType(object, 'AdminAuditLogEvent'),
  read: readEvent,
};

function readEvent(object: PsObject): readonly Said[] {
  const cmdlet = text(object, 'CmdletName');
  if (typeof cmdlet !== 'string') return [{ warning: 'An audit log entry without a cmdlet was left out.' }];
  const parameters = (listOf(property(object, 'CmdletParameters')) ?? []).map(parameterOf);
  const ran = ranCmdlet({
    place: '',
    cmdlet,
    objectModified: text(object, 'ObjectModified') ?? undefined,
    parameters: parameters.every((parameter) => parameter !== null) ? parameters : null,
    modifiedProperties: (listOf(property(object, 'ModifiedProperties')) ?? []).flatMap(propertyOf),
    caller: text(object, 'Caller') ?? undefined,
    succeeded: booleanOf(property(object, 'Succeeded')) ?? null,
    when: whenOf(textOf(property(object, 'RunDate'))),
    originatingServer: text(object, 'OriginatingServer') ?? undefined,
    identity: text(object, 'Identity') ?? undefined,
  });
  return [{ ran }];
}

/** Null: the export was too shallow, and only the name is left. */
function parameterOf(value: PsValue): AuditParameter | null {
  const name = textOf(property(value, 'Name'));
  const given = property(value, 'Value');
  if (typeof name !== 'string' || given === undefined) return null;
  return { name, value: textOf(given)?.trim() ?? '' };
}

function propertyOf(value: PsValue): readonly AuditProperty[] {
  const name = textOf(property(value, 'Name'));
  if (typeof name !== 'string') return [];
  const [oldValue, newValue] = [text(value, 'OldValue') ?? null, text(value, 'NewValue') ?? null];
  return [{ name, oldValue, newValue }];
}
