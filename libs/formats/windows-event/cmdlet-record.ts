/**
 * The log "MSExchange Management": every cmdlet that changes something, event 1 when it succeeded and event 6 when it failed. Of what the
 * provider writes the first is the cmdlet, then its parameters, who ran it, and (sixth) the application in which it ran.
 */
import type { RanCmdlet } from '../cmdlet-log/ran.js';
import { shorten } from '../json/path.js';
import { parametersOf } from './parameters-text.js';
import { idOf, orderOf, type WindowsRecord } from './record.js';

const PROVIDERS: ReadonlySet<string> = new Set([
  'msexchange cmdletlogs',
  'msexchange configuration cmdlet - management console',
]);
const SUCCEEDED = 1;
const FAILED = 6;
const LONGEST_ATTRIBUTE = 512;

export function isCmdletRecord({ provider, eventId }: WindowsRecord): boolean {
  return PROVIDERS.has(provider.toLowerCase()) && (eventId === SUCCEEDED || eventId === FAILED);
}

/** The cmdlet of a record; null: it names none. */
export function ranCmdlet(record: WindowsRecord): RanCmdlet | null {
  const written = record.inserts === null ? fromMessage(record.message ?? '') : fromInserts(record);
  if (written === null) return null;
  const { cmdlet, parameters, actor, tool } = written;
  const id = idOf(record);
  return {
    place: record.place,
    cmdlet,
    parameters: parametersOf(parameters),
    when: record.when,
    succeeded: record.eventId === SUCCEEDED,
    ranOn: record.computer,
    ...(id === undefined ? {} : { id }),
    provenance: {
      ...orderOf(record),
      ...(actor === undefined ? {} : { actor: shorten(actor, LONGEST_ATTRIBUTE) }),
      ...(tool === undefined ? {} : { tool: shorten(tool, LONGEST_ATTRIBUTE) }),
    },
  };
}

interface Written {
  readonly cmdlet: string;
  readonly parameters: string;
  readonly actor?: string | undefined;
  readonly tool?: string | undefined;
}

const CMDLET = /^[A-Za-z]{1,40}-[A-Za-z]\w{0,120}$/;

function fromInserts({ inserts }: WindowsRecord): Written | null {
  const [cmdlet = '', parameters = '', actor, , , tool] = (inserts ?? []).map(({ text }) => text);
  return CMDLET.test(cmdlet) ? { cmdlet, parameters, actor: filled(actor), tool: filled(tool) } : null;
}

/** "Cmdlet suceeded. Cmdlet Set-Mailbox, parameters -Identity "david"." in English; other languages have to export the properties. */
function fromMessage(message: string): Written | null {
  const [, cmdlet = '', parameters = ''] =
    /^Cmdlet \w{1,20}\. Cmdlet ([A-Za-z]{1,40}-\w{1,120}), parameters ([\s\S]*)$/.exec(message.trim()) ?? [];
  return CMDLET.test(cmdlet) ? { cmdlet, parameters: parameters.trim().replace(/\.$/, '') } : null;
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
