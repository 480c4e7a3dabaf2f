/** What a .NET binary stream holds, as plain data. A reference to another object stays one: `member` follows it. */
export type NetValue = null | boolean | number | bigint | string | Uint8Array | NetObject | NetList | NetReference;

export interface NetObject {
  readonly className: string;
  readonly members: ReadonlyMap<string, NetValue>;
}

export type NetList = readonly NetValue[];

export interface NetReference {
  readonly referenceTo: number;
}

export interface NetStream {
  readonly root: NetValue;
  readonly objects: ReadonlyMap<number, NetValue>;
}

function isReference(value: NetValue): value is NetReference {
  return typeof value === 'object' && value !== null && 'referenceTo' in value;
}

export function isNetList(value: NetValue | undefined): value is NetList {
  return Array.isArray(value);
}

export function isNetObject(value: NetValue | undefined): value is NetObject {
  return typeof value === 'object' && value !== null && 'className' in value;
}

/** The value itself, or the object that a reference names; undefined when the stream does not have it. */
export function resolve(stream: NetStream, value: NetValue | undefined): NetValue | undefined {
  if (value === undefined || !isReference(value)) return value;
  const object = stream.objects.get(value.referenceTo);
  return object === undefined || isReference(object) ? undefined : object;
}

/** The member of that name, reference followed; undefined when the object has none. */
export function member(stream: NetStream, object: NetValue | undefined, name: string): NetValue | undefined {
  const resolved = resolve(stream, object);
  return isNetObject(resolved) ? resolve(stream, resolved.members.get(name)) : undefined;
}

/** The number of an enumeration: an object with the one member `value__`. */
export function enumerationOf(stream: NetStream, value: NetValue | undefined): number | undefined {
  const number = member(stream, value, 'value__');
  return typeof number === 'number' ? number : undefined;
}
