/** What a parameter takes. `anything`: its value is not looked at. */
export type Takes =
  | 'switch'
  | 'flag'
  | 'text'
  | 'texts'
  | 'name'
  | 'domains'
  | 'services'
  | 'mechanisms'
  | 'bindings'
  | 'ranges'
  | 'thumbprint'
  | 'certificate'
  | 'keySize'
  | 'anything';

/**
 * What becomes of a parameter: it is a `key` of the command; the cmdlet reads it on its `own`; it is `silent`, without effect on what is
 * presented, as everybody knows; it is `unheeded`, without effect, which is worth a warning; or it is `refused`.
 */
export interface Parameter {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly takes: Takes;
  readonly becomes: 'key' | 'own' | 'silent' | 'unheeded' | 'refused';
  /** The key of the command, or why it is refused. */
  readonly says: string;
}

export interface CmdletParameters {
  /** The parameter that an argument without a name is for; null: none. */
  readonly positional: string | null;
  readonly parameters: readonly Parameter[];
}

/** Parameters that are keys of the command: Exchange's name to the contract's. */
export function keyed(takes: Takes, names: Readonly<Record<string, string>>): readonly Parameter[] {
  return Object.entries(names).map(([name, key]) => ({ name, aliases: [], takes, becomes: 'key', says: key }));
}

/** Each name may carry aliases: `'Confirm cf'`. */
export function own(takes: Takes, ...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => parameter(takes, 'own', name));
}

export function silent(takes: Takes, ...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => parameter(takes, 'silent', name));
}

/** Names parted by blanks. */
export function unheeded(names: string): readonly Parameter[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => parameter('anything', 'unheeded', name));
}

export function refused(remedy: string, ...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => ({ ...parameter('anything', 'refused', name), says: remedy }));
}

function parameter(takes: Takes, becomes: Parameter['becomes'], names: string): Parameter {
  const [name = '', ...aliases] = names.split(' ');
  return { name, aliases, takes, becomes, says: '' };
}
