/**
 * What PowerShell's `Export-Clixml` writes, as plain data. References (`Ref`, `TNRef`) are resolved; cycles are cut to null.
 */
export type PsValue = null | string | number | bigint | boolean | Uint8Array | PsObject;

export interface PsObject {
  /** Most derived first, `Deserialized.` kept as written. Empty for none. */
  readonly typeNames: readonly string[];
  /** The object's `ToString`, if it has one. */
  readonly text: string | null;
  /** `Props` (adapted) and `MS` (extended) members; the latter win where both name one. */
  readonly properties: ReadonlyMap<string, PsValue>;
  /** The primitive a typed object wraps: the number of an enumeration, the text of a rich string. Undefined when it wraps none. */
  readonly value?: PsValue;
  /** Elements of a list, queue, stack or enumerable. */
  readonly items?: readonly PsValue[];
  /** Pairs of a dictionary. */
  readonly entries?: readonly (readonly [PsValue, PsValue])[];
}
