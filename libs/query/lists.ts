import { BINDING_FIELDS } from './binding-fields.js';
import { CERTIFICATE_FIELDS } from './certificate-fields.js';
import type { Field, Fields } from './field.js';
import { FINDING_FIELDS } from './finding-fields.js';
import { SERVER_FIELDS } from './server-fields.js';

/** The lists that can be queried. */
export const LISTS = ['servers', 'bindings', 'certificates', 'findings'] as const;
export type ListName = (typeof LISTS)[number];

export const LIST_FIELDS: Readonly<Record<ListName, Fields>> = {
  servers: SERVER_FIELDS,
  bindings: BINDING_FIELDS,
  certificates: CERTIFICATE_FIELDS,
  findings: FINDING_FIELDS,
};

export interface NamedField extends Field {
  readonly name: string;
}

/** A field by one of its names, in either case; undefined: the list has no such field. */
export function fieldNamed(list: ListName, typed: string): NamedField | undefined {
  return BY_NAME[list].get(typed.toLowerCase());
}

/** Every name that a field of the list goes by. */
export function fieldNames(list: ListName): readonly string[] {
  return Object.entries(LIST_FIELDS[list]).flatMap(([name, { also = [] }]) => [name, ...also]);
}

const BY_NAME = {
  servers: byName(SERVER_FIELDS),
  bindings: byName(BINDING_FIELDS),
  certificates: byName(CERTIFICATE_FIELDS),
  findings: byName(FINDING_FIELDS),
};

function byName(fields: Fields): ReadonlyMap<string, NamedField> {
  return new Map(
    Object.entries(fields).flatMap(([name, field]) =>
      [name, ...(field.also ?? [])].map((one) => [one.toLowerCase(), { ...field, name }] as const),
    ),
  );
}
