/**
 * Questions to the values of a CLIXML file. Everywhere `undefined` means that the file does not say, `null` that it says `Nil`.
 *
 *   isObject(value): value is PsObject
 *   property(value, name): PsValue | undefined          path(value, 'A', 'B') goes down several
 *   textOf(value): string | null | undefined
 *   booleanOf(value): boolean | null | undefined
 *   integerOf(value): number | null | undefined
 *   bytesOf(value): Uint8Array | null | undefined
 *   listOf(value): readonly PsValue[] | null | undefined
 *   hasType(value, suffix): boolean
 */
import type { PsObject, PsValue } from './value.js';

export function isObject(value: PsValue | undefined): value is PsObject {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

/** The member of that name; undefined when there is none, or no object. */
export function property(value: PsValue | undefined, name: string): PsValue | undefined {
  return isObject(value) ? value.properties.get(name) : undefined;
}

/** The member at the end of a path of names. */
export function path(value: PsValue | undefined, ...names: readonly string[]): PsValue | undefined {
  return names.reduce<PsValue | undefined>(property, value);
}

/** A text, the text an object wraps, else what its `ToString` gave; numbers and booleans as PowerShell prints them. */
export function textOf(value: PsValue | undefined): string | null | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!isObject(value)) return undefined;
  return typeof value.value === 'string' ? value.value : (value.text ?? undefined);
}

/** A boolean, also one that is written as text or wrapped in an object. */
export function booleanOf(value: PsValue | undefined): boolean | null | undefined {
  const plain = unwrapped(value);
  if (plain === null || typeof plain === 'boolean') return plain;
  if (typeof plain !== 'string') return undefined;
  if (/^true$/i.test(plain)) return true;
  return /^false$/i.test(plain) ? false : undefined;
}

/** A whole number, the number of an enumeration included. */
export function integerOf(value: PsValue | undefined): number | null | undefined {
  const plain = unwrapped(value);
  if (plain === null) return null;
  if (typeof plain === 'number') return Number.isSafeInteger(plain) ? plain : undefined;
  return typeof plain === 'string' && /^-?\d{1,15}$/.test(plain) ? Number(plain) : undefined;
}

/** Bytes: a byte array, or a list of numbers from 0 to 255. */
export function bytesOf(value: PsValue | undefined): Uint8Array | null | undefined {
  const plain = unwrapped(value);
  if (plain === null || plain instanceof Uint8Array) return plain;
  const items = isObject(plain) ? plain.items : undefined;
  if (items === undefined || !items.every(isByte)) return undefined;
  return Uint8Array.from(items, Number);
}

function isByte(value: PsValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The elements of a list. A single value is a list of one: PowerShell unrolls those. */
export function listOf(value: PsValue | undefined): readonly PsValue[] | null | undefined {
  if (value === undefined || value === null) return value;
  return isObject(value) && value.items !== undefined ? value.items : [value];
}

/** True when one of the object's types is `suffix` or ends with `.suffix`; `Deserialized.` before it does not matter. */
export function hasType(value: PsValue | undefined, suffix: string): value is PsObject {
  return isObject(value) && value.typeNames.some((name) => name === suffix || name.endsWith(`.${suffix}`));
}

function unwrapped(value: PsValue | undefined): PsValue | undefined {
  return isObject(value) && value.value !== undefined ? value.value : value;
}
