import type { Given, Modified, RanCmdlet, When } from '../cmdlet-log/ran.js';
import { shorten } from '../json/path.js';

/** An entry of the administrator audit log, in whichever form it was exported. Undefined: the entry does not have it. */
export interface AuditEntry {
  readonly place: string;
  readonly cmdlet: string;
  readonly objectModified?: string | undefined;
  /** Null: the export was too shallow to hold the values. */
  readonly parameters: readonly AuditParameter[] | null;
  readonly modifiedProperties: readonly AuditProperty[];
  readonly caller?: string | undefined;
  readonly succeeded: boolean | null;
  readonly when: When;
  /** `WIN8MBX (15.00.0516.032)` */
  readonly originatingServer?: string | undefined;
  /** `Identity`: what the log calls the entry. */
  readonly identity?: string | undefined;
}

export interface AuditParameter {
  readonly name: string;
  readonly value: string;
}

export interface AuditProperty {
  readonly name: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

const LONGEST_ACTOR = 512;

export function ranCmdlet(entry: AuditEntry): RanCmdlet {
  const { parameters, originatingServer, identity, caller } = entry;
  return {
    place: entry.place,
    cmdlet: entry.cmdlet,
    parameters: parameters && new Map(parameters.map(({ name, value }) => [name.toLowerCase(), givenBy(value)])),
    objectModified: entry.objectModified,
    modified: new Map(entry.modifiedProperties.map((property) => [property.name.toLowerCase(), modifiedBy(property)])),
    when: entry.when,
    succeeded: entry.succeeded,
    ranOn: originatingServer?.replace(/\s*\([\d.]+\)\s*$/, ''),
    ...(identity === undefined ? {} : { id: `admin-audit-log:${shorten(identity, 400)}` }),
    provenance: caller === undefined ? {} : { actor: shorten(caller, LONGEST_ACTOR) },
  };
}

/** Longer values end in three dots: so many characters are kept. */
const KEPT = 1024;
const CUT = '...';
/** The name of a .NET type, or a hashtable. */
const NO_TEXT = /^(?:System\.(?:Byte|Collections|Management|Object|Security|String)\b|Microsoft\.Exchange\.|@\{)/;

/** The log writes nothing for an unset value, joins lists with semicolons and cuts what is long. What is no text it shows by its type. */
function givenBy(value: string): Given {
  if (value === '') return { kind: 'unset' };
  const isCut = value.endsWith(CUT) && value.length >= KEPT;
  if (isCut || NO_TEXT.test(value)) return { kind: 'lost' };
  return value.includes(';') ? { kind: 'joined', text: value } : { kind: 'text', text: value };
}

function modifiedBy({ oldValue, newValue }: AuditProperty): Modified {
  return { before: oldValue, after: newValue };
}
