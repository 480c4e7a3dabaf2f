export type JsonStep = string | number;

const LONGEST_STEP = 80;

/** The place of a value in a JSON text as people write it: `servers[0].receiveConnectors[1].bindings[0]`. Empty for the whole text. */
export function jsonPath(steps: readonly PropertyKey[]): string {
  let path = '';
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`;
    else path += property(String(step), path === '');
  }
  return path;
}

function property(name: string, first: boolean): string {
  const shown = shorten(name, LONGEST_STEP);
  if (/^[A-Za-z_$][\w$-]*$/.test(shown)) return first ? shown : `.${shown}`;
  return `[${JSON.stringify(shown)}]`;
}

/** A text that came from outside, cut so that a message stays a message. */
export function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/\p{Surrogate}/gu, '')}…`;
}

/** The value that stands at `steps`, or undefined. Own properties only: a document cannot reach a prototype. */
export function valueAt(root: unknown, steps: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** What a value is, in words for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  if (typeof value === 'boolean') return String(value);
  return value === undefined ? 'missing' : 'an object';
}
