/** PowerShell takes the typographic quotes for single quotes too. */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;
const BARE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** A switch that stands alone: `-Force`. */
export const SWITCH = { is: 'switch' } as const;

/** A variable of the lines before, with its `$`. */
export interface Variable {
  readonly is: 'variable';
  readonly name: string;
}

/** What a parameter is set to. Null: `$null`. */
export type ParameterValue = string | boolean | null | readonly string[] | Variable | typeof SWITCH;

/** Parameters in the order in which they are written; an undefined one is left out. */
export type Parameters = Readonly<Record<string, ParameterValue | undefined>>;

/** A text in single quotes, its own quotes doubled: whatever it holds, PowerShell takes it literally. */
export function quoted(text: string): string {
  return `'${text.replace(SINGLE_QUOTES, '$&$&')}'`;
}

/** A text as an argument: bare where PowerShell reads it as one plain word, else quoted. */
export function argument(text: string): string {
  return BARE.test(text) ? text : quoted(text);
}

/** `cmdletLine('Set-PopSettings', { Server: 'EX01' })` is `Set-PopSettings -Server EX01`. */
export function cmdletLine(cmdlet: string, parameters: Parameters): string {
  let line = cmdlet;
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    const text = written(value);
    line += text === '' ? ` -${name}` : ` -${name} ${text}`;
  }
  return line;
}

/** Empty: a switch. */
function written(value: ParameterValue): string {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'string') return argument(value);
  if (!('is' in value)) return value.length === 0 ? '@()' : value.map(argument).join(',');
  return value.is === 'switch' ? '' : value.name;
}
