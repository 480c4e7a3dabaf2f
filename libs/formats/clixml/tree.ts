/**
 * Builds the objects of a CLIXML document from its elements, as they open and close. Knows nothing of XML syntax.
 */
import { quoted } from '../text.js';
import { isPrimitive, readPrimitive, unescape, unescapeName } from './primitive.js';
import type { PsObject, PsValue } from './value.js';

/** What is wrong with the document, in words; null when nothing is. */
export type Objection = string | null;

export interface Tree {
  readonly values: PsValue[];
  readonly open: (element: string, attributes: Attributes) => Objection;
  readonly text: (text: string) => Objection;
  readonly close: () => Objection;
  /** Elements that no CLIXML has; they were skipped with what they hold. */
  readonly skipped: () => readonly string[];
}

export interface Attributes {
  /** Unescaped. */
  readonly name: string | null;
  readonly refId: string | null;
}

export interface TreeLimits {
  /** Levels of objects in objects, references followed. */
  readonly depth: number;
  /** Values below one object, references followed. */
  readonly expanded: number;
}

/** A finished value with what it costs to walk it: references make a tree larger than its text. */
interface Grown {
  readonly value: PsValue;
  readonly size: number;
  readonly height: number;
}

interface ObjectFrame {
  readonly kind: 'object';
  readonly attributes: Attributes;
  typeNames: readonly string[];
  text: string | null;
  readonly properties: Map<string, PsValue>;
  readonly extended: Map<string, PsValue>;
  value: PsValue | undefined;
  items: PsValue[] | undefined;
  entries: [PsValue, PsValue][] | undefined;
  size: number;
  height: number;
}

type Frame =
  | { readonly kind: 'root' }
  | ObjectFrame
  | { readonly kind: 'types'; readonly owner: ObjectFrame; readonly refId: string | null; readonly names: string[] }
  | { readonly kind: 'members'; readonly owner: ObjectFrame; readonly into: Map<string, PsValue> }
  | { readonly kind: 'list'; readonly owner: ObjectFrame; readonly into: PsValue[] }
  | { readonly kind: 'dictionary'; readonly owner: ObjectFrame; readonly into: [PsValue, PsValue][] }
  | {
      readonly kind: 'pair';
      readonly owner: ObjectFrame;
      readonly into: [PsValue, PsValue][];
      readonly pair: Map<string, PsValue>;
    }
  | { readonly kind: 'leaf'; readonly element: string; readonly attributes: Attributes; text: string }
  | { readonly kind: 'mark' }
  | { readonly kind: 'skipped' };

/** List, queue, stack, enumerable. */
const LISTS: ReadonlySet<string> = new Set(['LST', 'QUE', 'STK', 'IE']);

interface State {
  readonly limits: TreeLimits;
  readonly values: PsValue[];
  readonly frames: Frame[];
  /** Finished objects by RefId; null while one is open, so that a reference to it is a cycle. */
  readonly objects: Map<string, Grown | null>;
  readonly typeNames: Map<string, readonly string[]>;
  readonly skipped: Set<string>;
}

export function startTree(limits: TreeLimits): Tree {
  const state: State = {
    limits,
    values: [],
    frames: [],
    objects: new Map(),
    typeNames: new Map(),
    skipped: new Set(),
  };
  return {
    values: state.values,
    open: (element, attributes) => open(state, element, attributes),
    text: (text) => addText(state, text),
    close: () => close(state),
    skipped: () => [...state.skipped],
  };
}

function open(state: State, element: string, attributes: Attributes): Objection {
  const parent = state.frames.at(-1);
  if (parent === undefined) {
    state.frames.push({ kind: 'root' });
    return null;
  }
  if (parent.kind === 'leaf') return `An element inside <${parent.element}>, which holds text only.`;
  const frame = parent.kind === 'skipped' ? parent : frameFor(parent, element, attributes);
  state.frames.push(frame);
  if (frame.kind === 'skipped' && frame !== parent && state.skipped.size < 20) state.skipped.add(element);
  if (frame.kind === 'object' && attributes.refId !== null) state.objects.set(attributes.refId, null);
  if (frame.kind === 'mark') return element === 'Ref' ? reference(state, attributes) : typeReference(state, attributes);
  return null;
}

function frameFor(parent: Frame, element: string, attributes: Attributes): Frame {
  if (parent.kind === 'object') return objectPart(parent, element, attributes);
  if (parent.kind === 'types') return element === 'T' ? leaf(element, attributes) : { kind: 'skipped' };
  if (parent.kind === 'dictionary') {
    return element === 'En'
      ? { kind: 'pair', owner: parent.owner, into: parent.into, pair: new Map() }
      : { kind: 'skipped' };
  }
  return valueFrame(element, attributes);
}

function objectPart(owner: ObjectFrame, element: string, attributes: Attributes): Frame {
  switch (element) {
    case 'TN':
      return { kind: 'types', owner, refId: attributes.refId, names: [] };
    case 'TNRef':
      return { kind: 'mark' };
    case 'ToString':
      return leaf(element, attributes);
    case 'Props':
      return { kind: 'members', owner, into: owner.properties };
    case 'MS':
      return { kind: 'members', owner, into: owner.extended };
    case 'DCT':
      return { kind: 'dictionary', owner, into: (owner.entries ??= []) };
    default:
      return LISTS.has(element) ? { kind: 'list', owner, into: (owner.items ??= []) } : valueFrame(element, attributes);
  }
}

function valueFrame(element: string, attributes: Attributes): Frame {
  if (element === 'Obj') {
    return {
      kind: 'object',
      attributes,
      typeNames: [],
      text: null,
      properties: new Map(),
      extended: new Map(),
      value: undefined,
      items: undefined,
      entries: undefined,
      size: 1,
      height: 0,
    };
  }
  if (element === 'Ref') return { kind: 'mark' };
  return isPrimitive(element) ? leaf(element, attributes) : { kind: 'skipped' };
}

function leaf(element: string, attributes: Attributes): Frame {
  return { kind: 'leaf', element, attributes, text: '' };
}

function addText(state: State, text: string): Objection {
  const frame = state.frames.at(-1);
  if (frame?.kind === 'leaf') {
    frame.text += text;
    return null;
  }
  return frame?.kind === 'skipped' || text.trim() === ''
    ? null
    : `The text ${quoted(text.trim())} stands where only elements may.`;
}

function close(state: State): Objection {
  const frame = state.frames.pop();
  if (frame === undefined) return null;
  if (frame.kind === 'leaf') return closeLeaf(state, frame.element, frame.text, frame.attributes);
  if (frame.kind === 'object') return closeObject(state, frame);
  if (frame.kind === 'types') {
    frame.owner.typeNames = frame.names;
    if (frame.refId !== null) state.typeNames.set(frame.refId, frame.names);
  }
  if (frame.kind === 'pair') return closePair(frame.into, frame.pair);
  return null;
}

function closeLeaf(state: State, element: string, text: string, attributes: Attributes): Objection {
  const parent = state.frames.at(-1);
  if (element === 'T') {
    if (parent?.kind === 'types') parent.names.push(unescapeName(text));
    return null;
  }
  if (element === 'ToString') {
    if (parent?.kind === 'object') parent.text = unescape(text);
    return null;
  }
  const value = readPrimitive(element, text);
  if (value === undefined) return `${quoted(text)} is no value of <${element}>.`;
  return deliver(state, attributes, { value, size: 1, height: 0 });
}

function closeObject(state: State, frame: ObjectFrame): Objection {
  if (frame.height > state.limits.depth) return `Objects are nested deeper than ${state.limits.depth} levels.`;
  const value: PsObject = {
    typeNames: frame.typeNames,
    text: frame.text,
    properties: merged(frame.properties, frame.extended),
    ...(frame.value === undefined ? {} : { value: frame.value }),
    ...(frame.items === undefined ? {} : { items: frame.items }),
    ...(frame.entries === undefined ? {} : { entries: frame.entries }),
  };
  const grown: Grown = { value, size: frame.size, height: frame.height };
  if (frame.attributes.refId !== null) state.objects.set(frame.attributes.refId, grown);
  return deliver(state, frame.attributes, grown);
}

function merged(adapted: Map<string, PsValue>, extended: Map<string, PsValue>): Map<string, PsValue> {
  if (adapted.size === 0) return extended;
  for (const [name, value] of extended) adapted.set(name, value);
  return adapted;
}

function closePair(into: [PsValue, PsValue][], pair: Map<string, PsValue>): Objection {
  const key = pair.get('Key');
  const value = pair.get('Value');
  if (key === undefined || value === undefined) return 'A dictionary entry without a key or without a value.';
  into.push([key, value]);
  return null;
}

function deliver(state: State, attributes: Attributes, grown: Grown): Objection {
  const parent = state.frames.at(-1);
  if (parent === undefined) return null;
  if (parent.kind === 'root') {
    state.values.push(grown.value);
    return null;
  }
  const owner = parent.kind === 'object' ? parent : 'owner' in parent ? parent.owner : null;
  if (owner === null) return null;
  owner.size += grown.size;
  owner.height = Math.max(owner.height, grown.height + 1);
  if (owner.size > state.limits.expanded) {
    return `References make one object larger than ${state.limits.expanded} values.`;
  }
  return place(parent, attributes.name, grown.value);
}

function place(parent: Frame, name: string | null, value: PsValue): Objection {
  if (parent.kind === 'list') parent.into.push(value);
  else if (parent.kind === 'object') parent.value = value;
  else if (parent.kind === 'members' || parent.kind === 'pair') {
    if (name === null) return 'A member without a name (attribute N).';
    (parent.kind === 'members' ? parent.into : parent.pair).set(name, value);
  }
  return null;
}

/** `<Ref>`: the object of that RefId. One that is still open refers to itself, and is cut to null. */
function reference(state: State, attributes: Attributes): Objection {
  const known = attributes.refId === null ? undefined : state.objects.get(attributes.refId);
  if (known === undefined)
    return `A reference to an object that is not there (RefId ${quoted(attributes.refId ?? '')}).`;
  const mark = state.frames.pop();
  const objection = deliver(state, attributes, known ?? { value: null, size: 1, height: 0 });
  if (mark !== undefined) state.frames.push(mark);
  return objection;
}

function typeReference(state: State, attributes: Attributes): Objection {
  const names = attributes.refId === null ? undefined : state.typeNames.get(attributes.refId);
  if (names === undefined) return `A reference to a type that is not there (RefId ${quoted(attributes.refId ?? '')}).`;
  const owner = state.frames.at(-2);
  if (owner?.kind === 'object') owner.typeNames = names;
  return null;
}
